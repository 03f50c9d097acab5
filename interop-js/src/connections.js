/**
 * The connections of the page, and the objects that the page has passed over them. All copies of the client share them:
 * a page may load several, such as the server's script and the package in a bundle, or one script under two URLs.
 */
/** @import { ConnectionDispatcher } from './connection-dispatcher.js' */
import { Handlers } from './handlers.js';

/**
 * @typedef {object} SharedConnections
 * @property {Set<ConnectionDispatcher>} open Connections that are open or connecting.
 * @property {ConnectionDispatcher} [latest] The connection that was added last. If none is open, it
 *   reports why it has ended.
 * @property {Map<string, any>} scripts The connections opened by scripts, by URL.
 * @property {Map<number, import('./references.js').HeldObject>} objects The JavaScript objects that
 *   the other sides hold, by id.
 * @property {number} lastObjectId
 * @property {Handlers} handlers The handlers of the events of all connections.
 */

/** Identifies the layout of the shared state. Copies of the client with another layout have separate state. */
const KEY = Symbol.for('interop-js.connections.2');

/** @type {SharedConnections} */
export const shared = (/** @type {any} */ (globalThis)[KEY] ??= {
  open: new Set(),
  scripts: new Map(),
  objects: new Map(),
  lastObjectId: 0,
  handlers: new Handlers(),
});

/** @param {ConnectionDispatcher} dispatcher */
export function addDispatcher(dispatcher) {
  shared.open.add(dispatcher);
  shared.latest = dispatcher;
}

/**
 * Removes a connection that has ended.
 *
 * @param {ConnectionDispatcher} dispatcher
 */
export function removeDispatcher(dispatcher) {
  shared.open.delete(dispatcher);
}

/**
 * The connection that `DotNet` uses: the one that is open.
 *
 * @param {string} method The function that was called, for the error message.
 * @returns {ConnectionDispatcher}
 */
export function defaultDispatcher(method) {
  const { open, latest } = shared;
  if (open.size > 1) {
    throw new Error(
      `${open.size} connections are open. Use connection.${method} of the one that connect() or connectWasm() returned.`,
    );
  }
  const [dispatcher = latest] = open;
  if (!dispatcher) {
    throw new Error('There is no connection. Call connect() or connectWasm() first.');
  }
  return dispatcher;
}

/**
 * Returns the connection that a script has opened to this URL. Opens one if there is none or if it was closed.
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
