/**
 * The events of a page that say something about its connections. Workers and other engines have some of them or none.
 */
/**
 * @param {(isOffline: boolean) => void} changed Called when the network has come back or the page has become visible,
 *   and with true when the network is gone.
 * @returns {() => void} Stops listening.
 */
export function listenToPage(changed: (isOffline: boolean) => void): () => void;
