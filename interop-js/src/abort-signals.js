/**
 * Cancels calls with `AbortSignal`s. All calls of a signal share one listener, because Node warns of a leak when a
 * signal has more than ten.
 */
import { reportError } from './errors.js';

/** @type {WeakMap<AbortSignal, Set<() => void>>} */
const cancellations = new WeakMap();

/**
 * @param {AbortSignal} signal
 * @param {() => void} cancel
 * @returns {() => void} Removes the listener.
 */
export function listen(signal, cancel) {
  let waiting = cancellations.get(signal);
  if (!waiting) {
    waiting = new Set();
    cancellations.set(signal, waiting);
    signal.addEventListener('abort', cancelAll);
  }
  const cancels = waiting.add(cancel);
  return () => {
    cancels.delete(cancel);
    if (!cancels.size && cancellations.get(signal) === cancels) {
      cancellations.delete(signal);
      signal.removeEventListener('abort', cancelAll);
    }
  };
}

/** @param {Event} event */
function cancelAll({ currentTarget }) {
  for (const cancel of [...(cancellations.get(/** @type {AbortSignal} */ (currentTarget)) ?? [])]) {
    try {
      cancel();
    } catch (error) {
      // The other calls must still be cancelled.
      reportError(error);
    }
  }
}
