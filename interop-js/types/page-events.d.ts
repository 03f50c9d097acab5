/**
 * The events of a page that concern its connections. Workers and other engines have only some of them, or none.
 */
/**
 * @param {(isOffline: boolean) => void} changed Called when the network has returned, the page has become visible, or
 *   it continues after it was frozen or kept for the Back button, and with true when the network is lost.
 * @returns {() => void} Stops listening.
 */
export function listenToPage(changed: (isOffline: boolean) => void): () => void;
