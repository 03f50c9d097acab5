/**
 * One circuit in an instance of a WebAssembly module: the messages between JavaScript and Rust.
 */
/** @import { Welcome } from './circuit.js' */
/** @import { CallDispatcher } from './dispatcher.js' */
/** @import { WasmClient } from './wasm-exports.js' */
/** @import { WasmInstance } from './wasm-instance.js' */
import { isError } from './brands.js';
import { CircuitStreams } from './circuit-streams.js';
import { errorMessage } from './error-texts.js';
import { interopError, reportError } from './errors.js';
import { lendObject } from './held-objects.js';
import { checkCall, checkMessage, checkNames, usableLimits } from './limits.js';
import { parsePlain } from './received-values.js';
import { heldObjects } from './references.js';
import { WasmTimers } from './wasm-timers.js';

/**
 * Messages that are not answered.
 *
 * @typedef {'cancel' | 'release' | 'claim' | 'grant' | 'stop' | 'end' | 'run' | 'wake'} Notice
 */

/** @type {Uint8Array[]} */
const NO_BYTE_ARRAYS = [];

export class WasmCircuit {
  /** @type {Set<number>} */
  #callsInFlight = new Set();
  /** Byte arrays of the message that is about to be sent. */
  #byteArrays = NO_BYTE_ARRAYS;
  #streams = new CircuitStreams(this);
  #timers = new WasmTimers(
    () => this.tell('run'),
    (timerId) => this.tell('wake', timerId),
  );
  #instance;
  #dispatcher;
  #closed;
  #id;
  #limits;
  #forgetInstance;
  /** Why the circuit has ended, if it has. @type {string | undefined} */
  ended;

  /**
   * @param {WasmInstance} instance
   * @param {CallDispatcher} dispatcher
   * @param {(reason: string) => void} closed Called when the circuit ends, possibly while Rust is running.
   */
  constructor(instance, dispatcher, closed) {
    this.#instance = instance;
    this.#dispatcher = dispatcher;
    this.#closed = closed;
    this.#id = instance.enter('connect', this.#client());
    /** @type {Welcome} */
    this.welcome = JSON.parse(instance.enter('welcome', this.#id));
    this.#limits = usableLimits(this.welcome.limits);
    dispatcher.circuit.name = this.welcome.circuit;
    this.#forgetInstance = instance.whenGone((reason) => this.#end(reason));
  }

  // To Rust

  /**
   * @param {string | null} assembly
   * @param {string} method
   * @param {number | null} objectId
   * @param {string} argsJson
   * @returns {string}
   */
  invoke(assembly, method, objectId, argsJson) {
    const byteArrays = this.#takeByteArrays();
    try {
      this.#checkLive();
      checkNames(assembly, method);
      checkCall(this.#limits, assembly, method, argsJson, 0);
      this.#sendByteArrays(byteArrays);
      // Drops byte arrays that the previous result did not refer to. Only the next call shows that the result has been
      // read.
      this.#dispatcher.messageValues.received.clear();
      return this.#instance.invoke(this.#id, assembly ?? null, method, objectId ?? 0, argsJson);
    } catch (error) {
      throw withMethod(error, assembly, method);
    }
  }

  /**
   * @param {number} callId
   * @param {string | null} assembly
   * @param {string} method
   * @param {number | null} objectId
   * @param {string} argsJson
   * @param {number} [timeout] In milliseconds.
   */
  call(callId, assembly, method, objectId, argsJson, timeout) {
    const byteArrays = this.#takeByteArrays();
    try {
      this.#checkLive();
      checkNames(assembly, method);
      // Disposing an object is always allowed, regardless of other running calls.
      checkCall(this.#limits, assembly, method, argsJson, method === '__Dispose' ? 0 : this.#callsInFlight.size);
      this.#sendByteArrays(byteArrays);
      // The answer may arrive before this returns.
      this.#callsInFlight.add(callId);
      this.#instance.call(this.#id, callId, assembly ?? null, method, objectId ?? 0, argsJson, timeout);
    } catch (error) {
      this.#callsInFlight.delete(callId);
      throw withMethod(error, assembly, method);
    }
  }

  /**
   * @param {number} taskId
   * @param {string} payload
   */
  sendResult(taskId, payload) {
    const byteArrays = this.#takeByteArrays();
    this.#attempt(() => {
      try {
        checkMessage(this.#limits, payload, byteArrays);
        this.#sendByteArrays(byteArrays);
        this.#instance.result(this.#id, payload);
      } catch (error) {
        this.#checkLive();
        this.#instance.result(this.#id, JSON.stringify([taskId, false, errorMessage(error)]));
      }
    });
  }

  /**
   * @param {Notice} kind
   * @param {...any} details
   */
  tell(kind, ...details) {
    this.#attempt(() => /** @type {any} */ (this.#instance).enter(kind, this.#id, ...details));
  }

  /**
   * @param {number} _kind
   * @param {number[]} numbers The ids of the stream and of the chunk.
   * @param {Uint8Array} bytes
   */
  sendChunk(_kind, [streamId, sequence], bytes) {
    this.#instance.chunk(this.#id, streamId, sequence, bytes);
  }

  /** @param {number} streamId */
  offerStream(streamId) {
    return this.#streams.offer(streamId, this.#limits.window || undefined);
  }

  /**
   * Collects a byte array for the next message.
   *
   * @param {number} id
   * @param {Uint8Array} data
   */
  addByteArray(id, data) {
    if (id === 0) {
      this.#byteArrays = [];
    }
    this.#byteArrays[id] = data;
  }

  #takeByteArrays() {
    const byteArrays = this.#byteArrays;
    this.#byteArrays = NO_BYTE_ARRAYS;
    return byteArrays;
  }

  /** @param {Uint8Array[]} byteArrays */
  #sendByteArrays(byteArrays) {
    if (byteArrays.length) {
      checkMessage(this.#limits, '', byteArrays);
      byteArrays.forEach((data, id) => this.#instance.bytes(this.#id, id, data));
    }
  }

  #checkLive() {
    if (this.ended !== undefined) {
      throw interopError(this.ended, { code: 'disconnected' });
    }
  }

  /**
   * Sends a message that is not answered. If it ends the circuit, the end is reported elsewhere.
   *
   * @param {() => void} say
   */
  #attempt(say) {
    if (this.ended === undefined) {
      try {
        say();
      } catch (error) {
        if (this.ended === undefined) {
          reportError(error);
        }
      }
    }
  }

  // From Rust

  /** @returns {WasmClient} */
  #client() {
    const [instance, dispatcher, streams, timers] = [this.#instance, this.#dispatcher, this.#streams, this.#timers];
    /** Ignores messages that Rust sends after the end of the circuit. */
    const whileLive = (/** @type {(...args: any[]) => void} */ receive) => (/** @type {any[]} */ ...args) => {
      if (this.ended === undefined) {
        receive(...args);
      }
    };
    return {
      reply: whileLive((callId, address, length) => {
        this.#callsInFlight.delete(callId);
        dispatcher.resolveCall(callId, instance.readText(address, length));
        dispatcher.messageValues.received.clear();
      }),
      fail: whileLive((callId, failure) => {
        this.#callsInFlight.delete(callId);
        dispatcher.failCall(callId, parsePlain(failure));
      }),
      invoke: whileLive((taskId, identifier, argsJson, resultType, targetId, callType) => {
        dispatcher.beginInvokeJSFromDotNet(taskId, identifier, argsJson, resultType, targetId, callType).catch(reportError);
        dispatcher.messageValues.received.clear();
      }),
      event: whileLive((name, argsJson) => {
        dispatcher.receiveEvent(name, argsJson);
        dispatcher.messageValues.received.clear();
      }),
      invokeSync: (identifier, argsJson, resultType, targetId, callType) =>
        this.#invokeSync(identifier, argsJson, resultType, targetId, callType),
      bytes: whileLive((id, address, length) => dispatcher.messageValues.received.set(id, instance.copyBytes(address, length))),
      open: whileLive((streamId, objectId, chunkBytes, credit) =>
        streams
          .open(streamId, lendObject(objectId, dispatcher.circuit, heldObjects), chunkBytes, credit)
          .catch((error) => this.tell('end', streamId, errorMessage(error))),
      ),
      grant: whileLive((streamId, chunks) => streams.grant(streamId, chunks)),
      stop: whileLive((streamId) => streams.stop(streamId)),
      chunk: whileLive((streamId, sequence, address, length) =>
        streams.receive(streamId, sequence, instance.copyBytes(address, length)),
      ),
      end: whileLive((streamId, error) => streams.end(streamId, error)),
      schedule: whileLive(() => timers.schedule()),
      sleep: whileLive((timerId, milliseconds) => timers.sleep(timerId, milliseconds)),
      cancelSleep: whileLive((timerId) => timers.cancelSleep(timerId)),
      panicked: (message) => instance.panicked(message),
      closed: (reason) => this.#end(`The circuit has ended: ${reason}`),
    };
  }

  /**
   * @param {string} identifier
   * @param {string} argsJson
   * @param {number} resultType
   * @param {number} targetId
   * @param {number} callType
   */
  #invokeSync(identifier, argsJson, resultType, targetId, callType) {
    this.#checkLive();
    try {
      const result = this.#dispatcher.invokeJSFromDotNet(identifier, argsJson, resultType, targetId, callType);
      this.#sendByteArrays(this.#takeByteArrays());
      return result;
    } finally {
      this.#dispatcher.messageValues.received.clear();
    }
  }

  // Lifetime

  /** @param {string} reason */
  close(reason) {
    if (this.ended === undefined) {
      // Must come first, so that messages that Rust sends while it closes are ignored.
      this.#end(reason);
      try {
        this.#instance.enter('close', this.#id);
      } catch (error) {
        reportError(error);
      }
    }
  }

  /** @param {string} reason */
  #end(reason) {
    if (this.ended === undefined) {
      this.ended = reason;
      this.#forgetInstance();
      this.#timers.stop();
      this.#streams.disconnect(reason);
      this.#dispatcher.endCircuit(() => false, { message: reason });
      this.#closed(reason);
    }
  }
}

/**
 * @param {unknown} error
 * @param {string | null} assembly
 * @param {string} method
 */
function withMethod(error, assembly, method) {
  const isUnnamed = isError(error) && !('method' in error);
  return isUnnamed ? Object.assign(error, { assembly: assembly ?? null, method }) : error;
}
