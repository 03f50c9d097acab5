/**
 * The connections of the page, and the objects that go over them. They are shared by all copies of the client, of which a page may load several: the script
 * of the server and the package of a bundler, or one script under two URLs.
 */
/** @import { CallDispatcher } from './dispatcher.js' */

/**
 * @typedef {object} SharedConnections
 * @property {Set<CallDispatcher>} open Those that are open or about to be.
 * @property {CallDispatcher} [latest] The one that was added last. It explains why it has ended if no other is open.
 * @property {Map<string, any>} scripts The connections that scripts have made, by their URLs.
 * @property {Map<number, import('./references.js').HeldObject>} objects The objects of JavaScript that other sides hold.
 * @property {number} lastObjectId
 */

/** Names the layout of what is shared. Copies of the client with another layout have a registry of their own. */
const KEY = Symbol.for('interop-js.connections.1');

/** @type {SharedConnections} */
export const shared = (/** @type {any} */ (globalThis)[KEY] ??= {
  open: new Set(),
  scripts: new Map(),
  objects: new Map(),
  lastObjectId: 0,
});

/** @param {CallDispatcher} dispatcher */
export function addDispatcher(dispatcher) {
  shared.open.add(dispatcher);
  shared.latest = dispatcher;
}

/**
 * The connection has ended.
 *
 * @param {CallDispatcher} dispatcher
 */
export function removeDispatcher(dispatcher) {
  shared.open.delete(dispatcher);
}

/**
 * The connection that is meant where none is named: the one that is open.
 *
 * @param {string} method The function that was called, for the text of the error.
 * @returns {CallDispatcher}
 */
export function defaultDispatcher(method) {
  const { open, latest } = shared;
  if (open.size > 1) {
    throw new Error(
      `${open.size} connections are open, and DotNet.${method} does not say which one is meant. ` +
        `Use connection.${method} of what connect() or connectWasm() has returned.`,
    );
  }
  const [dispatcher = latest] = open;
  if (!dispatcher) {
    throw new Error('There is no connection. Call connect() or connectWasm() before DotNet is used.');
  }
  return dispatcher;
}

/**
 * The connection that a script has made to this URL, unless it was closed. Otherwise makes one.
 *
 * @template {{ state: string }} C
 * @param {string} url
 * @param {(url: string) => C} connect
 * @returns {C}
 */
export function scriptConnection(url, connect) {
  const known = shared.scripts.get(url);
  const connection = known && known.state !== 'closed' ? known : connect(url);
  shared.scripts.set(url, connection);
  return connection;
}
