/**
 * Hosts: what they implement, and what they call.
 */
/** @import { AsyncCalls } from '../assemblies.js' */
/** @import { CallOptions } from './call-options.js' */
import { callsWithOptions } from './call-options.js';
import { ConnectionDispatcher } from './connection-dispatcher.js';
import { convertResult, disposeJSObjectReferenceById } from './references.js';
import { DotNetStream } from './streams.js';
import { SuppliedStreams } from './supplied-streams.js';
import { MARK } from './wasm-instance.js';

/**
 * What a host implements. It transports messages to the other side.
 *
 * @typedef {object} DotNetCallDispatcher
 * @property {(assemblyName: string | null, methodIdentifier: string, dotNetObjectId: number | null, argsJson: string)
 *   => string | null} [invokeDotNetFromJS] Calls a method synchronously and returns its result as JSON. Optional.
 * @property {(callId: number, assemblyName: string | null, methodIdentifier: string, dotNetObjectId: number | null,
 *   argsJson: string, options?: import('./call-options.js').SentOptions) => void} beginInvokeDotNetFromJS Starts a
 *   call, which is answered with `endInvokeDotNetFromJS`. `timeout` is in milliseconds; the host need not measure it.
 * @property {(callId: number, succeeded: boolean, resultOrError: any) => void} endInvokeJSFromDotNet Answers a call to
 *   JavaScript. The third argument is a JSON array of all three values.
 * @property {(id: number, data: Uint8Array) => void} sendByteArray Sends a byte array that the next call or answer
 *   refers to.
 * @property {(callId: number) => boolean | void} [cancelDotNetCall] Cancels a call. The host still answers it, unless
 *   this returns false.
 * @property {(counts: Map<number, number>) => void} [releaseDotNetObjects] Releases references: a count for each object
 *   id.
 * @property {(streamId: number) => DotNetStream} [offerDotNetStream] Creates the stream that a message refers to. A
 *   host without this function calls `supplyDotNetStream` instead.
 */

/**
 * What an attached host calls. {@link CallDispatcher} implements it.
 *
 * @typedef {Pick<CallDispatcher, 'invokeJSFromDotNet' | 'beginInvokeJSFromDotNet' | 'endInvokeDotNetFromJS'
 *   | 'invokeDotNetStaticMethod' | 'invokeDotNetStaticMethodAsync' | 'receiveByteArray' | 'supplyDotNetStream'>}
 *   ICallDispatcher
 */

export class CallDispatcher extends ConnectionDispatcher {
  #streams = new SuppliedStreams();

  getDotNetCallDispatcher() {
    return this.host;
  }

  // From JavaScript

  /**
   * @template [T=any]
   * @param {string} assemblyName
   * @param {string} methodIdentifier
   * @param {...any} args
   * @returns {T | null}
   */
  invokeDotNetStaticMethod(assemblyName, methodIdentifier, ...args) {
    return this.invokeDotNetMethod(assemblyName, methodIdentifier, null, args);
  }

  /**
   * @template [T=any]
   * @param {string} assemblyName
   * @param {string} methodIdentifier
   * @param {...any} args
   * @returns {Promise<T>}
   */
  invokeDotNetStaticMethodAsync(assemblyName, methodIdentifier, ...args) {
    return this.invokeDotNetMethodAsync(assemblyName, methodIdentifier, null, args);
  }

  /**
   * @override
   * @param {string | null} assembly
   * @param {string} method
   * @param {number | null} objectId
   * @param {any[] | null} args
   * @returns {any}
   */
  invokeDotNetMethod(assembly, method, objectId, args) {
    if (!this.host.invokeDotNetFromJS) {
      return super.invokeDotNetMethod(assembly, method, objectId, args);
    }
    const { json, functions } = this.messageValues.writeValue(args);
    let result;
    try {
      result = this.host.invokeDotNetFromJS(assembly, method, objectId, json);
    } catch (error) {
      // Rust releases the functions of calls that it has received.
      if (!(/** @type {any} */ (error)?.[MARK])) {
        functions.forEach(disposeJSObjectReferenceById);
      }
      throw error;
    }
    return result ? this.messageValues.readValue(result) : null;
  }

  /**
   * @override
   * @param {string | null} assembly
   * @param {string} method
   * @param {number | null} objectId
   * @param {any[] | null} args
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  invokeDotNetMethodAsync(assembly, method, objectId, args, options) {
    if (assembly && objectId) {
      throw new Error(`For instance method calls, assemblyName should be null. Received '${assembly}'.`);
    }
    return super.invokeDotNetMethodAsync(assembly, method, objectId, args, options);
  }

  /**
   * Returns an object whose calls are cancelled by the signal.
   *
   * @param {AbortSignal} signal
   * @returns {AsyncCalls}
   */
  withSignal(signal) {
    return this.withOptions({ signal: signal ?? /** @type {any} */ (null) });
  }

  /**
   * Returns an object whose calls have these options.
   *
   * @param {CallOptions} options
   * @returns {AsyncCalls}
   */
  withOptions(options) {
    return callsWithOptions(options, () => this);
  }

  /**
   * Receives the answer to a call.
   *
   * @param {string | number} asyncCallId
   * @param {boolean} success
   * @param {string | null | undefined} resultJsonOrExceptionMessage The result as JSON, or the text of the error.
   */
  endInvokeDotNetFromJS(asyncCallId, success, resultJsonOrExceptionMessage) {
    const callId = parseInt(/** @type {string} */ (asyncCallId), 10);
    const known = success
      ? this.resolveCall(callId, resultJsonOrExceptionMessage)
      : this.failCall(callId, { message: resultJsonOrExceptionMessage });
    if (!known) {
      throw new Error(`There is no pending async call with ID ${callId}.`);
    }
  }

  // To JavaScript

  /**
   * Calls JavaScript and returns the result as JSON.
   *
   * @param {string} identifier
   * @param {string | null} argsJson
   * @param {number} resultType One of `JSCallResultType`.
   * @param {number} targetInstanceId
   * @param {number} [callType] One of `JSCallType`.
   * @returns {string | null}
   */
  invokeJSFromDotNet(identifier, argsJson, resultType, targetInstanceId, callType) {
    const value = this.processJSCall(targetInstanceId, identifier, callType, argsJson);
    const result = convertResult(value, resultType, this.circuit);
    return result === null || result === undefined ? null : this.messageValues.writeValue(result).json;
  }

  /**
   * Receives a byte array that the next message refers to.
   *
   * @param {number} id
   * @param {Uint8Array} data
   */
  receiveByteArray(id, data) {
    this.messageValues.received.set(id, data);
  }

  /**
   * @param {number} id
   * @returns {Uint8Array | null}
   * @internal
   */
  processByteArray(id) {
    const { received } = this.messageValues;
    const data = received.get(id);
    received.delete(id);
    return data ?? null;
  }

  /**
   * Supplies a stream that a message has referred to, or will refer to.
   *
   * @param {number} streamId
   * @param {ReadableStream} stream
   */
  supplyDotNetStream(streamId, stream) {
    this.#streams.supply(streamId, stream);
  }

  /**
   * @param {number} streamId
   * @returns {Promise<ReadableStream>}
   * @internal
   */
  getDotNetStreamPromise(streamId) {
    return this.#streams.take(streamId);
  }

  /**
   * @override
   * @param {number} streamId
   * @internal
   */
  offerStream(streamId) {
    return super.offerStream(streamId) ?? new DotNetStream(() => this.getDotNetStreamPromise(streamId));
  }
}
