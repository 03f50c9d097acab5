/** Streams supplied by a host, before or after a message refers to them. */
export class SuppliedStreams {
  /** @type {Map<number, { promise: Promise<ReadableStream>, resolve: (stream: ReadableStream) => void }>} */
  #slots = new Map();

  /**
   * @param {number} id
   * @param {ReadableStream} stream
   */
  supply(id, stream) {
    this.#slot(id).resolve(stream);
  }

  /**
   * @param {number} id
   * @returns {Promise<ReadableStream>}
   */
  take(id) {
    const { promise } = this.#slot(id);
    promise.then(() => this.#slots.delete(id));
    return promise;
  }

  /** @param {number} id */
  #slot(id) {
    let slot = this.#slots.get(id);
    if (!slot) {
      /** @type {(stream: ReadableStream) => void} */
      let resolve = () => {};
      const promise = /** @type {Promise<ReadableStream>} */ (new Promise((settle) => (resolve = settle)));
      slot = { promise, resolve };
      this.#slots.set(id, slot);
    }
    return slot;
  }
}
