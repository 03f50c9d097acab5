/**
 * The URL of a WebSocket.
 */
/**
 * The URL of a server, or a function that returns it for each attempt, for example with a fresh ticket.
 *
 * @typedef {string | URL | (() => string | URL | Promise<string | URL>)} ConnectUrl
 */
/**
 * The URL to connect to. Relative URLs are resolved against the page.
 *
 * @param {string | URL} url
 */
export function socketUrl(url: string | URL): string;
/**
 * The URL of a server, or a function that returns it for each attempt, for example with a fresh ticket.
 */
export type ConnectUrl = string | URL | (() => string | URL | Promise<string | URL>);
