/**
 * Reassembles frames that arrive in parts.
 */
import { isPing, readNumber } from './frames.js';
import { TEXT_PART, isPart } from './parts.js';

export class Assembly {
  /** The kind of the parts, or 0 before the first part. */
  #kind = 0;
  #missing = 0;
  #frame = new Uint8Array();

  /**
   * Takes what has arrived: a whole frame or a part of one. Only `ping` may come between the parts of a frame.
   *
   * @param {string | ArrayBuffer} data
   * @returns {string | ArrayBuffer | undefined} The frame, if it is complete.
   */
  accept(data) {
    if (isPart(data)) {
      return this.#add(/** @type {ArrayBuffer} */ (data));
    }
    if (this.#kind && !isPing(data)) {
      throw new Error('Another frame came between the parts of a frame.');
    }
    return data;
  }

  /** @param {ArrayBuffer} part */
  #add(part) {
    const [kind] = new Uint8Array(part);
    const missing = readNumber(part, 0);
    const bytes = new Uint8Array(part, 9);
    const rest = missing + bytes.length;
    if (!bytes.length || (this.#kind && (kind !== this.#kind || rest !== this.#missing))) {
      throw new Error('A part of a frame does not continue the previous part.');
    }
    const frame = this.#kind ? this.#frame : new Uint8Array(rest);
    frame.set(bytes, frame.length - rest);
    this.#frame = frame;
    this.#kind = missing && kind;
    this.#missing = missing;
    if (missing) {
      return undefined;
    }
    // Parts are not split into parts again, which is an error here.
    return kind === TEXT_PART ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(frame) : this.accept(frame.buffer);
  }
}
