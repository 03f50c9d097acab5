/**
 * The calls of a connection in both directions, independent of the host that transports their messages.
 */
/** @import { CallOptions } from './call-options.js' */
/** @import { DotNetCallDispatcher } from './dispatcher.js' */
/** @import { CircuitState } from './dotnet-object.js' */
/** @import { Failure } from './errors.js' */
import { sentOptions } from './call-options.js';
import { shared } from './connections.js';
import { beginCircuit } from './dotnet-object.js';
import { readFailure, reportError } from './errors.js';
import { Handlers } from './handlers.js';
import { MessageValues } from './message-values.js';
import { PendingCalls, deadlineExceeded } from './pending-calls.js';
import { convertResult, disposeObjectsOf, findJSFunction } from './references.js';
import { describeError, explain } from './supplement.js';

export class ConnectionDispatcher {
  #calls = new PendingCalls();
  /** @internal */
  host;
  /** @internal */
  messageValues = new MessageValues(this);
  /** The handlers of the events of this connection. @internal */
  handlers = new Handlers();

  /** @param {DotNetCallDispatcher} host */
  constructor(host) {
    this.host = host;
    /** @type {CircuitState} */
    this.circuit = beginCircuit();
  }

  // From JavaScript

  /**
   * @param {string | null} _assembly
   * @param {string} _method
   * @param {number | null} _objectId
   * @param {any[] | null} _args
   * @returns {any}
   */
  invokeDotNetMethod(_assembly, _method, _objectId, _args) {
    throw new Error(
      'The current connection does not support synchronous calls from JavaScript to Rust. Use invokeMethodAsync instead.',
    );
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
        this.#calls.cancelBy(callId, options, () => this.host.cancelDotNetCall?.(callId));
      }
      try {
        const { json, functions } = this.messageValues.writeValue(args);
        call.functions = functions;
        const sent = options && sentOptions(options);
        this.host.beginInvokeDotNetFromJS(callId, assembly, method, objectId, json, ...(sent ? [sent] : []));
      } catch (error) {
        this.#calls.reject(callId, error);
      }
    });
  }

  /**
   * @param {number} callId
   * @param {string | null | undefined} json
   * @returns {boolean} Whether the call existed.
   * @internal
   */
  resolveCall(callId, json) {
    return this.#calls.resolve(callId, () => (json ? this.messageValues.readValue(json) : null));
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
   * Calls JavaScript and sends the answer when the result is available. With a handle of 0, no answer is sent.
   *
   * @param {number} asyncHandle
   * @param {string} identifier
   * @param {string | null} argsJson
   * @param {number} resultType One of `JSCallResultType`.
   * @param {number} targetInstanceId
   * @param {number} [callType] One of `JSCallType`.
   * @returns {Promise<void>}
   */
  async beginInvokeJSFromDotNet(asyncHandle, identifier, argsJson, resultType, targetInstanceId, callType) {
    const circuit = this.circuit;
    let succeeded = true;
    let payload = '';
    try {
      const value = await this.processJSCall(targetInstanceId, identifier, callType, argsJson);
      if (asyncHandle && !circuit.ended) {
        payload = this.messageValues.writeValue([asyncHandle, true, convertResult(value, resultType, circuit)]).json;
      }
    } catch (error) {
      if (!asyncHandle) {
        reportError(error);
        return;
      }
      await /** @type {Promise<void>} */ (new Promise((resolve) => explain(error, resolve)));
      succeeded = false;
      payload = JSON.stringify([asyncHandle, false, describeError(error)]);
    }
    if (asyncHandle && !circuit.ended) {
      this.host.endInvokeJSFromDotNet(asyncHandle, succeeded, payload);
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
      const args = this.messageValues.readValue(argsJson);
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
    const args = (argsJson && this.messageValues.readValue(argsJson)) || [];
    return findJSFunction(identifier, targetInstanceId, callType)(...args);
  }

  /**
   * Creates the stream that a message refers to.
   *
   * @param {number} streamId
   * @internal
   */
  offerStream(streamId) {
    return this.host.offerDotNetStream?.(streamId);
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
    this.circuit = beginCircuit();
    this.#calls.keepFunctions(isWaiting, this.circuit.owner);
    disposeObjectsOf(ended);
    this.messageValues.received.clear();
    this.#calls.disconnect(isWaiting, failure);
  }
}
