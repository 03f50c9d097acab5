/**
 * The values in the messages of a connection, and the byte arrays that are sent ahead of them.
 */
import { serialize } from './codec.js';
import { DotNetObject, releases } from './dotnet-object.js';
import { sentElement } from './elements.js';
import { heldObjects } from './references.js';
import { mayHoldReferences, userRevivers } from './revivers.js';
import { readMessage } from './supplement.js';

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
    return mayHoldReferences(json)
      ? readMessage(json, this.#dispatcher, userRevivers, heldObjects, sentElement, DotNetObject, releases)
      : JSON.parse(json);
  }
}
