/**
 * @param {unknown} signal
 * @returns {asserts signal is AbortSignal}
 */
export function checkSignal(signal: unknown): asserts signal is AbortSignal;
/**
 * @param {AbortSignal} signal
 * @param {() => void} cancel
 * @returns {() => void} Removes the listener.
 */
export function listen(signal: AbortSignal, cancel: () => void): () => void;
