export namespace DotNet {
    export { JSCallType };
    export { JSCallResultType };
    export { DotNetObject };
    export { attachDispatcher };
    export { attachReviver };
    export { invokeMethod };
    export { invokeMethodAsync };
    export { withSignal };
    export { withOptions };
    export { on };
    export { once };
    export { off };
    export let createJSObjectReference: (object: any) => any;
    export let createJSStreamReference: (source: ArrayBuffer | ArrayBufferView | Blob | any) => any;
    export { disposeJSObjectReference };
    export { disposeJSObjectReferenceById };
    export { findJSFunction };
    export { findObjectMember };
}
import { JSCallType } from './call-types.js';
import { JSCallResultType } from './references.js';
import { DotNetObject } from './dotnet-object.js';
import { attachDispatcher } from './attach-dispatcher.js';
import { attachReviver } from './revivers.js';
/**
 * Calls a static method synchronously and returns its result. Only supported for WebAssembly. Calls of assemblies that
 * a generated client declares are checked.
 *
 * @type {SyncCalls['invokeMethod']}
 */
declare const invokeMethod: SyncCalls["invokeMethod"];
/**
 * Calls a static method. Calls of assemblies that a generated client declares are checked.
 *
 * @type {AsyncCalls['invokeMethodAsync']}
 */
declare const invokeMethodAsync: AsyncCalls["invokeMethodAsync"];
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
declare function withSignal(signal: AbortSignal): AsyncCalls;
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
declare function withOptions(options: CallOptions): AsyncCalls;
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
declare const on: OnEvent;
/**
 * As `on`, but for one event only.
 *
 * @type {OnEvent}
 */
declare const once: OnEvent;
/**
 * Removes a handler.
 *
 * @param {string} event
 * @param {EventHandler} handler
 */
declare function off(event: string, handler: EventHandler): void;
import { disposeJSObjectReference } from './references.js';
import { disposeJSObjectReferenceById } from './references.js';
import { findJSFunction } from './references.js';
import { findObjectMember } from './members.js';
import type { SyncCalls } from '../assemblies.js';
import type { AsyncCalls } from '../assemblies.js';
import type { CallOptions } from './call-options.js';
import type { OnEvent } from '../assemblies.js';
import type { EventHandler } from './handlers.js';
export {};
