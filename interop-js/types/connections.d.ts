/** @param {ConnectionDispatcher} dispatcher */
export function addDispatcher(dispatcher: ConnectionDispatcher): void;
/**
 * Removes a connection that has ended.
 *
 * @param {ConnectionDispatcher} dispatcher
 */
export function removeDispatcher(dispatcher: ConnectionDispatcher): void;
/**
 * The connection that `DotNet` uses: the one that is open.
 *
 * @param {string} method The function that was called, for the error message.
 * @returns {ConnectionDispatcher}
 */
export function defaultDispatcher(method: string): ConnectionDispatcher;
/**
 * Returns the connection that a script has opened to this URL. Opens one if there is none or if it was closed.
 *
 * @template {{ state: string }} C
 * @param {string} url
 * @param {(url: string) => C} connect
 * @returns {C}
 */
export function scriptConnection<C extends {
    state: string;
}>(url: string, connect: (url: string) => C): C;
/** @type {SharedConnections} */
export const shared: SharedConnections;
export type SharedConnections = {
    /**
     * Connections that are open or connecting.
     */
    open: Set<ConnectionDispatcher>;
    /**
     * The connection that was added last. If none is open, it
     * reports why it has ended.
     */
    latest?: ConnectionDispatcher | undefined;
    /**
     * The connections opened by scripts, by URL.
     */
    scripts: Map<string, any>;
    /**
     * The JavaScript objects that
     * the other sides hold, by id.
     */
    objects: Map<number, import("./references.js").HeldObject>;
    lastObjectId: number;
    /**
     * The handlers of the events of all connections.
     */
    handlers: Handlers;
};
import type { ConnectionDispatcher } from './connection-dispatcher.js';
import { Handlers } from './handlers.js';
