/**
 * The functions that pages call: those of the npm package `@microsoft/dotnet-js-interop`, `withSignal` and
 * `withOptions`.
 */
/** @import { AsyncCalls, OnEvent, SyncCalls } from '../assemblies.js' */
/** @import { CallOptions } from './call-options.js' */
/** @import { EventHandler } from './handlers.js' */
import { attachDispatcher } from './attach-dispatcher.js';
import { callsWithOptions } from './call-options.js';
import { JSCallType } from './call-types.js';
import { defaultDispatcher, shared } from './connections.js';
import { DotNetObject } from './dotnet-object.js';
import { findObjectMember } from './members.js';
import {
  JSCallResultType,
  createJSObjectReference,
  createJSStreamReference,
  disposeJSObjectReference,
  disposeJSObjectReferenceById,
  findJSFunction,
} from './references.js';
import { attachReviver } from './revivers.js';

/**
 * Calls a static method synchronously and returns its result. Only supported for WebAssembly. Calls of assemblies that
 * a generated client declares are checked.
 *
 * @type {SyncCalls['invokeMethod']}
 */
const invokeMethod = (/** @type {string} */ assemblyName, /** @type {string} */ methodIdentifier, /** @type {any[]} */ ...args) =>
  defaultDispatcher('invokeMethod').invokeDotNetMethod(assemblyName, methodIdentifier, null, args);

/**
 * Calls a static method. Calls of assemblies that a generated client declares are checked.
 *
 * @type {AsyncCalls['invokeMethodAsync']}
 */
const invokeMethodAsync = (/** @type {string} */ assemblyName, /** @type {string} */ methodIdentifier, /** @type {any[]} */ ...args) =>
  defaultDispatcher('invokeMethodAsync').invokeDotNetMethodAsync(assemblyName, methodIdentifier, null, args);

/**
 * Returns an object whose calls are cancelled by the signal. A cancelled call rejects with the signal's reason.
 *
 * ```js
 * await DotNet.withSignal(AbortSignal.timeout(1000)).invokeMethodAsync('Shop', 'Search', 'tea');
 * ```
 *
 * @param {AbortSignal} signal
 * @returns {AsyncCalls}
 */
function withSignal(signal) {
  return callsWithOptions({ signal: signal ?? /** @type {any} */ (null) }, () => defaultDispatcher('withSignal'));
}

/**
 * Returns an object whose calls have these options.
 *
 * ```js
 * await DotNet.withOptions({ timeout: 5000, signal }).invokeMethodAsync('Shop', 'Search', 'tea');
 * ```
 *
 * @param {CallOptions} options
 * @returns {AsyncCalls}
 */
function withOptions(options) {
  return callsWithOptions(options, () => defaultDispatcher('withOptions'));
}

/**
 * Calls the handler for each event of this name that Rust sends over any connection of the page, with the arguments of
 * the event. A handler is called once for each event, even if it is registered several times. An event without handlers
 * is dropped. Whatever a handler throws is reported to the console and has no other effect.
 *
 * ```js
 * const stop = DotNet.on('orders.changed', (order) => show(order));
 * ```
 *
 * The handlers of events that the global interface `InteropEvents` declares are checked.
 *
 * @type {OnEvent}
 */
const on = (event, handler) => shared.handlers.on(event, handler);

/**
 * As `on`, but for one event only.
 *
 * @type {OnEvent}
 */
const once = (event, handler) => shared.handlers.on(event, handler, true);

/**
 * Removes a handler.
 *
 * @param {string} event
 * @param {EventHandler} handler
 */
const off = (event, handler) => shared.handlers.off(event, handler);

export const DotNet = {
  JSCallType,
  JSCallResultType,
  DotNetObject,
  attachDispatcher,
  attachReviver,
  invokeMethod,
  invokeMethodAsync,
  withSignal,
  withOptions,
  on,
  once,
  off,
  // The owner is for generated clients, which get it from `serializeAsArg`.
  createJSObjectReference: /** @type {(object: any) => any} */ (createJSObjectReference),
  createJSStreamReference: /** @type {(source: ArrayBuffer | ArrayBufferView | Blob | any) => any} */ (
    (source) => createJSStreamReference(source)
  ),
  disposeJSObjectReference,
  disposeJSObjectReferenceById,
  findJSFunction,
  findObjectMember,
};
