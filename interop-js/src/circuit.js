/**
 * One circuit: the messages of one WebSocket, from `hello` to its end.
 */
/** @import { ConnectionDispatcher } from './connection-dispatcher.js' */
/** @import { Limits } from './limits.js' */
import { reportError } from './errors.js';
import { BYTE_ARRAY, binaryFrame, readTextFrame, textFrame } from './frames.js';
import { checkCall, checkMessage, usableLimits } from './limits.js';
import { PART_BYTES, canReceiveParts, sendInParts } from './parts.js';
import { heldObjects } from './references.js';
import { ServerStreams, errorMessage, explain, loadSupplement, parsePlain, receiveBytes } from './supplement.js';

/** The version of the protocol, and the WebSocket subprotocol that denotes it. */
const VERSION = 1;
export const SUBPROTOCOL = 'interop.v1';

/** The number of bytes of each stream that the server may send before the stream is claimed. */
const STREAM_BYTES = 65536;

/**
 * What the server announces when it accepts the connection.
 *
 * @typedef {object} Welcome
 * @property {number} version
 * @property {string} circuit The name of the circuit, which also appears in the server's log.
 * @property {number} [keepAlive] Idle time in milliseconds after which the server sends a ping.
 * @property {number} [timeout] Time without data in milliseconds after which the connection is considered lost.
 * @property {Limits} [limits]
 * @property {boolean} [detailedErrors]
 * @property {Record<string, string>} [contract] The hashes of contracts, by assembly, if the server announces them.
 */

/**
 * @typedef {object} Call
 * @property {number} callId
 * @property {string | null} assembly
 * @property {string} method
 * @property {number | null} objectId
 * @property {string} argsJson
 * @property {import('./call-options.js').SentOptions | undefined} options
 * @property {Uint8Array[]} byteArrays
 */

export class Circuit {
  /** @type {Set<number>} */
  #callsInFlight = new Set();
  /** The streams, once there has been one. @type {import('./server-streams.js').ServerStreams | undefined} */
  #streams;
  #socket;
  #dispatcher;
  #link;
  /** @type {Limits} */
  #limits = {};

  /**
   * @param {WebSocket} socket
   * @param {ConnectionDispatcher} dispatcher
   * @param {import('./link.js').Link} link What the circuit reports to.
   */
  constructor(socket, dispatcher, link) {
    this.#socket = socket;
    this.#dispatcher = dispatcher;
    this.#link = link;
  }

  begin() {
    this.tell('hello', {
      version: VERSION,
      ...(canReceiveParts && { partBytes: PART_BYTES, streamBytes: STREAM_BYTES }),
    });
  }

  // To the server

  /**
   * Whether the server accepts this call now. Disposing an object is always accepted, regardless of other running
   * calls.
   *
   * @param {Call} call
   */
  hasRoomFor({ method }) {
    const { maxCallsInFlight = Infinity } = this.#limits;
    return isDisposal(method) || maxCallsInFlight === 0 || this.#callsInFlight.size < maxCallsInFlight;
  }

  /**
   * Checks the limits that are known before a call is sent.
   *
   * @param {Call} call
   */
  check({ assembly, method, argsJson }) {
    checkCall(this.#limits, assembly, method, argsJson);
  }

  /** @param {Call} call */
  sendCall({ callId, assembly, method, objectId, argsJson, options, byteArrays }) {
    try {
      checkCall(this.#limits, assembly, method, argsJson, isDisposal(method) ? 0 : this.#callsInFlight.size);
      const header = ['call', callId, assembly, method, objectId ?? 0];
      this.#sendMessage(options ? [...header, options] : header, argsJson, byteArrays);
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
      explain(error, () => {
        const { message } = /** @type {Error} */ (error);
        this.#sendMessage(['result'], JSON.stringify([taskId, false, message]), []);
      });
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
    if (body.includes('"__jsStream') && !loadSupplement()) {
      this.#openStreams().sendFirst(body);
    }
    byteArrays.forEach((bytes, id) => this.sendFrame(binaryFrame(BYTE_ARRAY, [id], bytes)));
    this.sendFrame(frame);
  }

  /**
   * Sends a frame that has no body.
   *
   * @param {...unknown} header
   */
  tell(...header) {
    this.sendFrame(textFrame(header));
  }

  /** The number of bytes that wait to be sent. */
  get bufferedAmount() {
    return this.#socket.bufferedAmount;
  }

  /**
   * @param {string | Uint8Array} frame
   * @param {boolean} [isWhole] Whether it is never split into parts.
   */
  sendFrame(frame, isWhole) {
    try {
      sendInParts(frame, (!isWhole && this.#limits.partBytes) || Infinity, (part) => this.#socket.send(part));
    } catch (error) {
      this.#link.failed(/** @type {Error} */ (error).message);
    }
  }

  #openStreams() {
    return (this.#streams ??= new ServerStreams(this, this.#limits, this.#dispatcher, heldObjects));
  }

  /** @param {number} streamId */
  offerStream(streamId) {
    return this.#openStreams().offer(streamId);
  }

  // From the server

  /** @param {string | ArrayBuffer} frame */
  receive(frame) {
    if (typeof frame === 'string') {
      const { header, body } = readTextFrame(frame);
      this.#receiveMessage(header, body);
      this.#dispatcher.messageValues.received.clear();
      return;
    }
    receiveBytes(frame, this.#dispatcher.messageValues.received, this.#streams);
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
        this.#link.answered();
        break;
      case 'fail':
        this.#callsInFlight.delete(id);
        this.#dispatcher.failCall(id, parsePlain(body));
        this.#link.answered();
        break;
      case 'invoke': {
        const [identifier, resultType, targetId, callType] = rest;
        this.#dispatcher.beginInvokeJSFromDotNet(id, identifier, body, resultType, targetId, callType).catch(reportError);
        break;
      }
      case 'event':
        this.#dispatcher.receiveEvent(id, body);
        break;
      case 'ping':
        this.tell('pong');
        break;
      case 'welcome':
        if (id.version !== VERSION) {
          throw new Error(`The server uses version ${id.version} of the protocol, this client version ${VERSION}.`);
        }
        this.#limits = usableLimits(id.limits);
        this.#link.welcomed(id);
        break;
      case 'open':
        try {
          this.#openStreams();
        } catch (error) {
          this.tell('end', id, errorMessage(error));
        }
      // falls through
      default:
        this.#streams?.receiveMessage(kind, id, rest);
    }
  }

  /**
   * Ends the circuit because its connection has ended.
   *
   * @param {string} message
   */
  end(message) {
    this.#streams?.disconnect(message);
  }
}

/** @param {string} method */
function isDisposal(method) {
  return method === '__Dispose';
}
