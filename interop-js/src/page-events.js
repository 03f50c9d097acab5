/**
 * The events of a page that concern its connections. Workers and other engines have only some of them, or none.
 */

/**
 * @param {(isOffline: boolean) => void} changed Called when the network has returned, the page has become visible, or
 *   it continues after it was frozen or kept for the Back button, and with true when the network is lost.
 * @returns {() => void} Stops listening.
 */
export function listenToPage(changed) {
  const { document } = globalThis;
  /** @param {{ type: string }} event */
  const listener = ({ type }) => {
    if (type[0] !== 'v' || document.visibilityState === 'visible') {
      changed(type === 'offline');
    }
  };
  const listening = new AbortController();
  /** @type {(target: any, ...types: string[]) => void} */
  const listen = (target, ...types) => types.forEach((type) => target?.addEventListener?.(type, listener, listening));
  listen(globalThis, 'online', 'offline', 'pageshow');
  listen(document, 'visibilitychange', 'resume');
  return () => listening.abort();
}
