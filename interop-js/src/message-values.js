/**
 * The values in the messages of a connection, and the byte arrays that are sent ahead of them.
 */
import { mayHoldReferences, revive, serialize } from './codec.js';
import { receiveDotNetObject } from './dotnet-object.js';
import { findHeldObject } from './references.js';
import { DotNetItems } from './supplement.js';

export class MessageValues {
  /** Byte arrays that have been received for the next message. @type {Map<number, Uint8Array>} */
  received = new Map();
  #dispatcher;

  /** @param {import('./connection-dispatcher.js').ConnectionDispatcher} dispatcher */
  constructor(dispatcher) {
    this.#dispatcher = dispatcher;
  }

  /**
   * Serializes the contents of the next message, and sends its byte arrays ahead of it.
   *
   * @param {unknown} value
   */
  writeValue(value) {
    const { circuit, host } = this.#dispatcher;
    const message = serialize(value, circuit.owner);
    message.byteArrays.forEach((data, id) => host.sendByteArray(id, data));
    return message;
  }

  /** @param {string} json */
  readValue(json) {
    return mayHoldReferences(json) ? this.#revive(json) : JSON.parse(json);
  }

  /** @param {string} json */
  #revive(json) {
    // Reviving can run code of the page, which can make calls and receive answers. Those messages have their own byte
    // arrays.
    const byteArrays = this.received;
    this.received = new Map();
    /** @type {Set<number>} */
    const named = new Set();
    try {
      return revive(json, {
        dotNetObject: (id) => receiveDotNetObject(id, this.#dispatcher),
        dotNetItems: (id) => new DotNetItems(receiveDotNetObject(id, this.#dispatcher)),
        jsObject: findHeldObject,
        byteArray: (id) => {
          const data = byteArrays.get(id);
          if (!data) {
            throw new Error(`Byte array with ID ${id} does not exist. It may have been read already.`);
          }
          named.add(id);
          return data;
        },
        dotNetStream: (id) => this.#dispatcher.offerStream(id),
      });
    } finally {
      byteArrays.forEach((data, id) => named.has(id) || this.received.set(id, data));
    }
  }
}
