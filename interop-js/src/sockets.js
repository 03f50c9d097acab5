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
export function checkUrl(url) {
  return typeof url === 'function' ? url : socketUrl(url);
}

/**
 * Finds out what an attempt to connect needs.
 *
 * @param {string | (() => any)} url The URL of the WebSocket, or a function that returns one.
 * @param {(new (url: string, protocol: string) => any) | undefined} Socket
 * @param {(url: string, Socket: new (url: string, protocol: string) => any) => void} open
 * @param {(error: unknown) => void} fail Called if the function has not returned a URL.
 */
export function prepareSocket(url, Socket = globalThis.WebSocket, open, fail) {
  if (!Socket) {
    throw new Error('There is no global WebSocket class. Pass one as the option `WebSocket`.');
  }
  if (typeof url === 'function') {
    // Called by the promise, so that what it throws fails the attempt too.
    Promise.resolve()
      .then(url)
      .then((url) => open(socketUrl(url), Socket))
      .catch(fail);
  } else {
    open(url, Socket);
  }
}

/**
 * The URL to connect to. Relative URLs are resolved against the page.
 *
 * @param {string | URL} url
 */
function socketUrl(url) {
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
