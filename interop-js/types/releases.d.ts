/**
 * References to Rust objects, and their release when they were garbage collected.
 */
/** @import { ConnectionDispatcher } from './connection-dispatcher.js' */
/** @import { CircuitState, DotNetObject, releases } from './dotnet-object.js' */
/**
 * Creates the object for a reference in a message. Every reference counts: the client releases an object as often as it
 * has received it.
 *
 * @param {number} id
 * @param {ConnectionDispatcher} dispatcher
 * @param {typeof DotNetObject} Class
 * @param {typeof releases} registry
 */
export function receiveDotNetObject(id: number, dispatcher: ConnectionDispatcher, Class: typeof DotNetObject, registry: typeof releases): DotNetObject;
import type { ConnectionDispatcher } from './connection-dispatcher.js';
import type { DotNetObject } from './dotnet-object.js';
import type { releases } from './dotnet-object.js';
