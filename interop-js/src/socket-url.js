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
export function socketUrl(url) {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  try {
    // Not by the URL's `protocol`, which React Native's URLs cannot set.
    return new URL(url, base).href.replace(/^http/, 'ws');
  } catch (cause) {
    throw new TypeError(`connect() cannot use the URL '${url}'${base ? '' : '; it must be absolute outside of a page'}.`, {
      cause,
    });
  }
}
