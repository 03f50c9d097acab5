/**
 * Calls in both directions, independent of the host that transports their messages.
 */
/** @import { AsyncCalls } from '../assemblies.js' */
/** @import { CallOptions } from './call-options.js' */
/** @import { CircuitState } from './dotnet-object.js' */
/** @import { Failure } from './errors.js' */
import { callsWithOptions, sentOptions } from './call-options.js';
import { mayHoldReferences, revive, serialize } from './codec.js';
import { shared } from './connections.js';
import { beginCircuit, receiveDotNetObject } from './dotnet-object.js';
import { describeError, readFailure, reportError } from './errors.js';
import { Handlers } from './handlers.js';
import { DotNetItems } from './items.js';
import { PendingCalls, deadlineExceeded } from './pending-calls.js';
import {
  JSCallResultType,
  createJSObjectReference,
  createJSStreamReference,
  disposeObjectsOf,
  findHeldObject,
  findJSFunction,
} from './references.js';
import { DotNetStream, SuppliedStreams } from './streams.js';

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

export class CallDispatcher {
  #calls = new PendingCalls();
  /** @type {Map<number, Uint8Array>} */
  #byteArrays = new Map();
  #streams = new SuppliedStreams();
  #host;
  /** The handlers of the events of this connection. @internal */
  handlers = new Handlers();

  /** @param {DotNetCallDispatcher} host */
  constructor(host) {
    this.#host = host;
    /** @type {CircuitState} */
    this.circuit = beginCircuit(this.#host);
  }

  getDotNetCallDispatcher() {
    return this.#host;
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
   * @param {string | null} assembly
   * @param {string} method
   * @param {number | null} objectId
   * @param {any[] | null} args
   * @returns {any}
   */
  invokeDotNetMethod(assembly, method, objectId, args) {
    if (!this.#host.invokeDotNetFromJS) {
      throw new Error(
        'The current connection does not support synchronous calls from JavaScript to Rust. Use invokeMethodAsync instead.',
      );
    }
    const { json } = this.#send(args);
    const result = this.#host.invokeDotNetFromJS(assembly, method, objectId, json);
    return result ? this.#revive(result) : null;
  }

  /**
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
    if (options?.signal?.aborted) {
      return Promise.reject(options.signal.reason);
    }
    if (/** @type {number} */ (options?.timeout) <= 0) {
      return Promise.reject(deadlineExceeded(0, { assembly, method }));
    }
    return new Promise((resolve, reject) => {
      /** @type {import('./pending-calls.js').PendingCall} */
      const call = { resolve, reject, assembly, method };
      const callId = this.#calls.begin(call);
      if (options) {
        this.#calls.cancelBy(callId, options, () => this.#host.cancelDotNetCall?.(callId));
      }
      try {
        const { json, functions } = this.#send(args);
        call.functions = functions;
        const sent = options && sentOptions(options);
        this.#host.beginInvokeDotNetFromJS(callId, assembly, method, objectId, json, ...(sent ? [sent] : []));
      } catch (error) {
        this.#calls.reject(callId, error);
      }
    });
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

  /**
   * @param {number} callId
   * @param {string | null | undefined} json
   * @returns {boolean} Whether the call existed.
   * @internal
   */
  resolveCall(callId, json) {
    return this.#calls.resolve(callId, () => (json ? this.#revive(json) : null));
  }

  /**
   * @param {number} callId
   * @param {unknown} failure What the other side sent: an object with `message` and other properties.
   * @param {boolean} [isUnsent]
   * @returns {boolean} Whether the call existed.
   * @internal
   */
  failCall(callId, failure, isUnsent) {
    return this.#calls.fail(callId, { callId, circuit: this.circuit.name, ...readFailure(failure) }, isUnsent);
  }

  /**
   * @param {number} callId
   * @param {unknown} error
   * @internal
   */
  rejectCall(callId, error) {
    this.#calls.reject(callId, error);
  }

  // To JavaScript

  /**
   * Calls JavaScript and returns the result as JSON.
   *
   * @param {string} identifier
   * @param {string | null} argsJson
   * @param {number} resultType One of {@link JSCallResultType}.
   * @param {number} targetInstanceId
   * @param {number} [callType] One of `JSCallType`.
   * @returns {string | null}
   */
  invokeJSFromDotNet(identifier, argsJson, resultType, targetInstanceId, callType) {
    const value = this.processJSCall(targetInstanceId, identifier, callType, argsJson);
    const result = this.#convertResult(value, resultType);
    return result === null || result === undefined ? null : this.#send(result).json;
  }

  /**
   * Calls JavaScript and sends the answer when the result is available. With a handle of 0, no answer is sent.
   *
   * @param {number} asyncHandle
   * @param {string} identifier
   * @param {string | null} argsJson
   * @param {number} resultType One of {@link JSCallResultType}.
   * @param {number} targetInstanceId
   * @param {number} [callType] One of `JSCallType`.
   * @returns {Promise<void>}
   */
  async beginInvokeJSFromDotNet(asyncHandle, identifier, argsJson, resultType, targetInstanceId, callType) {
    const circuit = this.circuit;
    let succeeded = true;
    let payload = '';
    try {
      const called = this.processJSCall(targetInstanceId, identifier, callType, argsJson);
      const value = await called;
      if (asyncHandle && !circuit.ended) {
        payload = this.#send([asyncHandle, true, this.#convertResult(value, resultType)]).json;
      }
    } catch (error) {
      if (!asyncHandle) {
        reportError(error);
      }
      succeeded = false;
      payload = JSON.stringify([asyncHandle, false, describeError(error)]);
    }
    if (asyncHandle && !circuit.ended) {
      this.#host.endInvokeJSFromDotNet(asyncHandle, succeeded, payload);
    }
  }

  /**
   * Calls the handlers of an event: those of this connection, and those of the page.
   *
   * @param {string} event
   * @param {string} argsJson
   * @internal
   */
  receiveEvent(event, argsJson) {
    // Also without handlers: the references in the arguments have been received and must be released.
    try {
      const args = this.#revive(argsJson);
      this.handlers.call(event, args);
      shared.handlers.call(event, args);
    } catch (error) {
      reportError(error);
    }
  }

  /**
   * Calls JavaScript and returns its result.
   *
   * @param {number} targetInstanceId
   * @param {string} identifier
   * @param {number | undefined} callType
   * @param {string | null} argsJson
   * @returns {any}
   */
  processJSCall(targetInstanceId, identifier, callType, argsJson) {
    const args = (argsJson && this.#revive(argsJson)) || [];
    return findJSFunction(identifier, targetInstanceId, callType)(...args);
  }

  /**
   * @param {any} value
   * @param {number} resultType
   */
  #convertResult(value, resultType) {
    switch (resultType) {
      case JSCallResultType.Default:
        return value;
      case JSCallResultType.JSObjectReference:
        return createJSObjectReference(value, this.circuit);
      case JSCallResultType.JSStreamReference:
        return createJSStreamReference(value, this.circuit);
      case JSCallResultType.JSVoidResult:
        return null;
      default:
        throw new Error(`Invalid JS call result type '${resultType}'.`);
    }
  }

  // Values

  /**
   * Serializes the contents of the next message, and sends its byte arrays ahead of it.
   *
   * @param {unknown} value
   */
  #send(value) {
    const message = serialize(value, this.circuit.owner);
    message.byteArrays.forEach((data, id) => this.#host.sendByteArray(id, data));
    return message;
  }

  /** @param {string} json */
  #revive(json) {
    return mayHoldReferences(json) ? this.#reviveReferences(json) : JSON.parse(json);
  }

  /** @param {string} json */
  #reviveReferences(json) {
    // Reviving can run code of the page, which can make calls and receive answers. Those messages have their own byte
    // arrays.
    const byteArrays = this.#byteArrays;
    this.#byteArrays = new Map();
    /** @type {Set<number>} */
    const named = new Set();
    try {
      return revive(json, {
        dotNetObject: (id) => receiveDotNetObject(id, this),
        dotNetItems: (id) => new DotNetItems(receiveDotNetObject(id, this)),
        jsObject: findHeldObject,
        byteArray: (id) => {
          const data = byteArrays.get(id);
          if (!data) {
            throw new Error(`Byte array with ID ${id} does not exist. It may have been read already.`);
          }
          named.add(id);
          return data;
        },
        dotNetStream: (id) =>
          this.#host.offerDotNetStream?.(id) ?? new DotNetStream(() => this.getDotNetStreamPromise(id)),
      });
    } finally {
      byteArrays.forEach((data, id) => named.has(id) || this.#byteArrays.set(id, data));
    }
  }

  /**
   * Receives a byte array that the next message refers to.
   *
   * @param {number} id
   * @param {Uint8Array} data
   */
  receiveByteArray(id, data) {
    this.#byteArrays.set(id, data);
  }

  /**
   * @param {number} id
   * @returns {Uint8Array | null}
   * @internal
   */
  processByteArray(id) {
    const data = this.#byteArrays.get(id);
    this.#byteArrays.delete(id);
    return data ?? null;
  }

  /**
   * Drops byte arrays that their message did not refer to.
   *
   * @internal
   */
  forgetByteArrays() {
    if (this.#byteArrays.size) {
      this.#byteArrays.clear();
    }
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

  // Lifetime

  /**
   * Ends the current circuit and begins a new one. The calls of the old circuit fail, its references become invalid,
   * and objects that the other side held are released.
   *
   * @param {(callId: number) => boolean} isWaiting Whether a call has not been sent yet. Such calls wait for the
   *   next circuit.
   * @param {Failure} failure How the calls of the old circuit fail.
   * @internal
   */
  endCircuit(isWaiting, failure) {
    const ended = this.circuit;
    ended.ended = true;
    this.circuit = beginCircuit(this.#host);
    this.#calls.keepFunctions(isWaiting, this.circuit.owner);
    disposeObjectsOf(ended);
    this.#byteArrays.clear();
    this.#calls.disconnect(isWaiting, failure);
  }
}
