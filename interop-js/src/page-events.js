/**
 * The events of a page that concern its connections. Workers and other engines have only some of them, or none.
 */

/**
 * @param {(isOffline: boolean) => void} changed Called when the network has returned or the page has become visible,
 *   and with true when the network is lost.
 * @returns {() => void} Stops listening.
 */
export function listenToPage(changed) {
  const { document } = globalThis;
  /** @param {{ type: string }} event */
  const listener = ({ type }) => {
    if (type[0] === 'o' || document.visibilityState === 'visible') {
      changed(type === 'offline');
    }
  };
  /** @type {[any, string][]} */
  const sources = [[globalThis, 'online'], [globalThis, 'offline'], [document, 'visibilitychange']];
  sources.forEach(([target, type]) => target?.addEventListener?.(type, listener));
  return () => sources.forEach(([target, type]) => target?.removeEventListener?.(type, listener));
}
