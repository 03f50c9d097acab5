/** @param {CallDispatcher} dispatcher */
export function addDispatcher(dispatcher: CallDispatcher): void;
/**
 * The connection has ended.
 *
 * @param {CallDispatcher} dispatcher
 */
export function removeDispatcher(dispatcher: CallDispatcher): void;
/**
 * The connection that is meant where none is named: the one that is open.
 *
 * @param {string} method The function that was called, for the text of the error.
 * @returns {CallDispatcher}
 */
export function defaultDispatcher(method: string): CallDispatcher;
/**
 * The connection that a script has made to this URL, unless it was closed. Otherwise makes one.
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
     * Those that are open or about to be.
     */
    open: Set<CallDispatcher>;
    /**
     * The one that was added last. It explains why it has ended if no other is open.
     */
    latest?: CallDispatcher | undefined;
    /**
     * The connections that scripts have made, by their URLs.
     */
    scripts: Map<string, any>;
    /**
     * The objects of JavaScript that other sides hold.
     */
    objects: Map<number, import("./references.js").HeldObject>;
    lastObjectId: number;
};
import type { CallDispatcher } from './dispatcher.js';
