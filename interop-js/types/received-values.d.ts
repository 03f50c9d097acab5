/**
 * @typedef {object} Context Resolves the references of a message.
 * @property {(id: number) => any} dotNetObject
 * @property {(id: number) => any} byteArray
 * @property {(id: number) => any} dotNetStream
 * @property {(id: string) => Element | undefined} sentElement
 * @property {Map<number, import('./references.js').HeldObject>} heldObjects
 */
/**
 * Parses a message and resolves the references in it. The script for pages passes what it shares with this module.
 *
 * @param {string} json
 * @param {ConnectionDispatcher} dispatcher
 * @param {JsonReviver[]} revivers
 * @param {Context['heldObjects']} heldObjects
 * @param {Context['sentElement']} sentElement
 * @param {typeof DotNetObject} Class
 * @param {typeof releases} registry
 * @returns {any}
 */
export function readMessage(json: string, dispatcher: ConnectionDispatcher, revivers: JsonReviver[], heldObjects: Context["heldObjects"], sentElement: Context["sentElement"], Class: typeof DotNetObject, registry: typeof releases): any;
/**
 * @param {string} json
 * @param {Context} context
 * @param {JsonReviver[]} [revivers] The revivers of the page.
 * @returns {any}
 */
export function revive(json: string, context: Context, revivers?: JsonReviver[]): any;
/**
 * Parses JSON that contains no references.
 *
 * @param {string} json
 * @returns {any}
 */
export function parsePlain(json: string): any;
/**
 * Resolves the references of a message.
 */
export type Context = {
    dotNetObject: (id: number) => any;
    byteArray: (id: number) => any;
    dotNetStream: (id: number) => any;
    sentElement: (id: string) => Element | undefined;
    heldObjects: Map<number, import("./references.js").HeldObject>;
};
import type { ConnectionDispatcher } from './connection-dispatcher.js';
import type { JsonReviver } from './revivers.js';
import type { DotNetObject } from './dotnet-object.js';
import type { releases } from './dotnet-object.js';
