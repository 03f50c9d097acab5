/**
 * What pages call. The same functions as those of the npm package `@microsoft/dotnet-js-interop`, and `withSignal`.
 */
/** @import { DotNetCallDispatcher } from './dispatcher.js' */
import { attachReviver } from './codec.js';
import { CallDispatcher } from './dispatcher.js';
import { DotNetObject } from './dotnet-object.js';
import { JSCallType, findObjectMember } from './members.js';
import {
  JSCallResultType,
  createJSObjectReference,
  createJSStreamReference,
  disposeJSObjectReference,
  disposeJSObjectReferenceById,
  findJSFunction,
} from './references.js';

/** @type {CallDispatcher | null | undefined} Null when there are several. */
let defaultDispatcher;

/**
 * Attaches a host. The first one is where `DotNet.invokeMethodAsync` goes; with a second one there is no such default
 * any more. A host whose connection is lost and made again stays attached.
 *
 * @param {DotNetCallDispatcher} host
 * @returns {CallDispatcher}
 */
export function attachDispatcher(host) {
  const dispatcher = new CallDispatcher(host);
  addDispatcher(dispatcher);
  return dispatcher;
}

/** @param {CallDispatcher} dispatcher */
export function addDispatcher(dispatcher) {
  defaultDispatcher = defaultDispatcher === undefined ? dispatcher : null;
}

/** @returns {CallDispatcher} */
function getDefaultDispatcher() {
  if (defaultDispatcher === undefined) {
    throw new Error('No call dispatcher has been set.');
  }
  if (defaultDispatcher === null) {
    throw new Error(
      'There are multiple .NET runtimes present, so a default dispatcher could not be resolved. ' +
        'Use DotNetObject to invoke .NET instance methods.',
    );
  }
  return defaultDispatcher;
}

/**
 * Calls a static method and returns its result, on hosts that run in the page.
 *
 * @template [T=any]
 * @param {string} assemblyName
 * @param {string} methodIdentifier
 * @param {...any} args
 * @returns {T | null}
 */
function invokeMethod(assemblyName, methodIdentifier, ...args) {
  return getDefaultDispatcher().invokeDotNetMethod(assemblyName, methodIdentifier, null, args);
}

/**
 * Calls a static method.
 *
 * @template [T=any]
 * @param {string} assemblyName
 * @param {string} methodIdentifier
 * @param {...any} args
 * @returns {Promise<T>}
 */
function invokeMethodAsync(assemblyName, methodIdentifier, ...args) {
  return getDefaultDispatcher().invokeDotNetMethodAsync(assemblyName, methodIdentifier, null, args);
}

/**
 * Calls that the signal cancels: the promise rejects with the signal's reason.
 *
 * ```js
 * await DotNet.withSignal(AbortSignal.timeout(1000)).invokeMethodAsync('Shop', 'Search', 'tea');
 * ```
 *
 * @param {AbortSignal} signal
 * @returns {{ invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T> }}
 */
function withSignal(signal) {
  return {
    invokeMethodAsync: (assemblyName, methodIdentifier, ...args) =>
      getDefaultDispatcher().invokeDotNetMethodAsync(assemblyName, methodIdentifier, null, args, signal),
  };
}

export const DotNet = {
  JSCallType,
  JSCallResultType,
  DotNetObject,
  attachDispatcher,
  attachReviver,
  invokeMethod,
  invokeMethodAsync,
  withSignal,
  createJSObjectReference: /** @type {(object: any) => any} */ ((object) => createJSObjectReference(object)),
  createJSStreamReference: /** @type {(source: ArrayBuffer | ArrayBufferView | Blob | any) => any} */ (
    (source) => createJSStreamReference(source)
  ),
  disposeJSObjectReference,
  disposeJSObjectReferenceById,
  findJSFunction,
  findObjectMember,
};
