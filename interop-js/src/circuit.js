/**
 * One circuit: what is said over one WebSocket, from `hello` to its end.
 */
/** @import { CallDispatcher } from './dispatcher.js' */
/** @import { Limits } from './limits.js' */
import { CircuitStreams } from './circuit-streams.js';
import { parsePlain } from './codec.js';
import { reportError } from './errors.js';
import { BYTE_ARRAY, STREAM_CHUNK, binaryFrame, readNumber, readTextFrame, textFrame } from './frames.js';
import { checkCall, checkMessage } from './limits.js';

/** The version of the protocol, and the WebSocket subprotocol that stands for it. */
const VERSION = 1;
export const SUBPROTOCOL = 'interop.v1';

/**
 * What the server says of itself at the beginning.
 *
 * @typedef {object} Welcome
 * @property {number} version
 * @property {string} circuit The circuit's name, as in the server's log.
 * @property {number} [keepAlive] Milliseconds.
 * @property {number} [timeout] Milliseconds.
 * @property {Limits} [limits]
 * @property {boolean} [detailedErrors]
 */

/**
 * @typedef {object} Call
 * @property {number} callId
 * @property {string | null} assembly
 * @property {string} method
 * @property {number | null} objectId
 * @property {string} argsJson
 * @property {Uint8Array[]} byteArrays
 */

export class Circuit {
  /** @type {Set<number>} */
  #callsInFlight = new Set();
  #streams = new CircuitStreams(this);
  #socket;
  #dispatcher;
  #welcomed;
  /** @type {Limits} */
  #limits = {};

  /**
   * @param {WebSocket} socket
   * @param {CallDispatcher} dispatcher
   * @param {(welcome: Welcome) => void} welcomed
   */
  constructor(socket, dispatcher, welcomed) {
    this.#socket = socket;
    this.#dispatcher = dispatcher;
    this.#welcomed = welcomed;
  }

  begin() {
    this.tell('hello', { version: VERSION });
  }

  // To the server

  /** @param {Call} call */
  sendCall({ callId, assembly, method, objectId, argsJson, byteArrays }) {
    try {
      // An object can always be disposed, whatever else is under way.
      checkCall(this.#limits, assembly, method, argsJson, method === '__Dispose' ? 0 : this.#callsInFlight.size);
      this.#sendMessage(['call', callId, assembly, method, objectId ?? 0], argsJson, byteArrays);
      this.#callsInFlight.add(callId);
    } catch (error) {
      this.#dispatcher.rejectCall(callId, Object.assign(/** @type {Error} */ (error), { assembly, method }));
    }
  }

  /**
   * @param {number} taskId
   * @param {string} payload
   * @param {Uint8Array[]} byteArrays
   */
  sendResult(taskId, payload, byteArrays) {
    try {
      this.#sendMessage(['result'], payload, byteArrays);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      this.#sendMessage(['result'], JSON.stringify([taskId, false, message]), []);
    }
  }

  /**
   * @param {unknown[]} header
   * @param {string} body
   * @param {Uint8Array[]} byteArrays
   */
  #sendMessage(header, body, byteArrays) {
    const frame = textFrame(header, body);
    checkMessage(this.#limits, frame, byteArrays);
    byteArrays.forEach((bytes, id) => this.#socket.send(binaryFrame(BYTE_ARRAY, [id], bytes)));
    this.#socket.send(frame);
  }

  /**
   * Sends a frame that has no body.
   *
   * @param {...unknown} header
   */
  tell(...header) {
    this.#socket.send(textFrame(header));
  }

  /**
   * @param {number} streamId
   * @param {number} sequence
   * @param {Uint8Array} bytes
   */
  sendChunk(streamId, sequence, bytes) {
    this.#socket.send(binaryFrame(STREAM_CHUNK, [streamId, sequence], bytes));
  }

  /** @param {number} streamId */
  offerStream(streamId) {
    return this.#streams.offer(streamId, this.#limits.window);
  }

  // From the server

  /** @param {string | ArrayBuffer} frame */
  receive(frame) {
    if (typeof frame === 'string') {
      const { header, body } = readTextFrame(frame);
      this.#receiveMessage(header, body);
      this.#dispatcher.forgetByteArrays();
      return;
    }
    const kind = new Uint8Array(frame)[0];
    if (kind === BYTE_ARRAY) {
      // A copy: what the page gets is the bytes and nothing around them.
      this.#dispatcher.receiveByteArray(readNumber(frame, 0), new Uint8Array(frame.slice(9)));
    } else if (kind === STREAM_CHUNK) {
      this.#streams.receive(readNumber(frame, 0), readNumber(frame, 1), new Uint8Array(frame, 17));
    }
  }

  /**
   * @param {any[]} header
   * @param {string} body
   */
  #receiveMessage([kind, id, ...rest], body) {
    switch (kind) {
      case 'reply':
        this.#callsInFlight.delete(id);
        this.#dispatcher.resolveCall(id, body);
        break;
      case 'fail':
        this.#callsInFlight.delete(id);
        this.#dispatcher.failCall(id, parsePlain(body));
        break;
      case 'invoke': {
        const [identifier, resultType, targetId, callType] = rest;
        this.#dispatcher.beginInvokeJSFromDotNet(id, identifier, body, resultType, targetId, callType).catch(reportError);
        break;
      }
      case 'open':
        this.#streams.open(id, rest[0], rest[1], rest[2], this.#dispatcher.circuit);
        break;
      case 'grant':
        this.#streams.grant(id, rest[0]);
        break;
      case 'stop':
        this.#streams.stop(id);
        break;
      case 'end':
        this.#streams.end(id, rest[0]);
        break;
      case 'ping':
        this.tell('pong');
        break;
      case 'welcome':
        if (id.version !== VERSION) {
          throw new Error(`The server speaks version ${id.version} of the protocol, this client version ${VERSION}.`);
        }
        this.#limits = id.limits ?? {};
        this.#welcomed(id);
        break;
    }
  }

  /**
   * The connection is gone.
   *
   * @param {string} message
   */
  end(message) {
    this.#streams.disconnect(message);
  }
}
