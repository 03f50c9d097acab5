/**
 * The WebSockets of a connection: their URL, and the class that creates them.
 */
/**
 * The URL of a server, or a function that returns it for each attempt, for example with a fresh ticket.
 *
 * @typedef {string | URL | (() => string | URL | Promise<string | URL>)} ConnectUrl
 */
/**
 * Checks the URL before anything is opened.
 *
 * @param {ConnectUrl} url
 * @returns {string | (() => any)}
 */
export function checkUrl(url: ConnectUrl): string | (() => any);
/**
 * Finds out what an attempt to connect needs.
 *
 * @param {string | (() => any)} url The URL of the WebSocket, or a function that returns one.
 * @param {(new (url: string, protocol: string) => any) | undefined} Socket
 * @param {(url: string, Socket: new (url: string, protocol: string) => any) => void} open
 * @param {(error: unknown) => void} fail Called if the function has not returned a URL.
 */
export function prepareSocket(url: string | (() => any), Socket: (new (url: string, protocol: string) => any) | undefined, open: (url: string, Socket: new (url: string, protocol: string) => any) => void, fail: (error: unknown) => void): void;
/**
 * The URL of a server, or a function that returns it for each attempt, for example with a fresh ticket.
 */
export type ConnectUrl = string | URL | (() => string | URL | Promise<string | URL>);
