/**
 * What `abort-signals.js` does, for bundles that only browsers load.
 */

/**
 * @param {AbortSignal} signal
 * @param {() => void} cancel
 */
export function listen(signal, cancel) {
  signal.addEventListener('abort', cancel);
  return () => signal.removeEventListener('abort', cancel);
}
