/**
 * @param {AbortSignal} signal
 * @param {() => void} cancel
 * @returns {() => void} Removes the listener.
 */
export function listen(signal: AbortSignal, cancel: () => void): () => void;
