/**
 * Calls of static methods that the signal cancels.
 *
 * @param {AbortSignal} signal
 * @param {() => import('./dispatcher.js').CallDispatcher} findDispatcher
 * @returns {{ invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T> }}
 */
export function callsWithSignal(signal: AbortSignal, findDispatcher: () => import("./dispatcher.js").CallDispatcher): {
    invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T>;
};
/**
 * @param {AbortSignal} signal
 * @param {() => void} cancel
 * @returns {() => void} Removes the listener.
 */
export function listen(signal: AbortSignal, cancel: () => void): () => void;
