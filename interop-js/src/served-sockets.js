/**
 * What `sockets.js` exports, for the script for pages, which connects to its own absolute URL.
 */

/** @param {string} url */
export const checkUrl = (url) => url.replace(/^http/, 'ws');

/**
 * @param {string} url
 * @param {unknown} _Socket
 * @param {(url: string, Socket: typeof WebSocket) => void} open
 */
export const prepareSocket = (url, _Socket, open) => open(url, WebSocket);
