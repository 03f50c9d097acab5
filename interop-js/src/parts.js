/**
 * Splits long frames into parts and reassembles them. A browser does not expose a message until it is complete, so
 * without parts a server that is sending a long message would appear silent.
 */
import { binaryFrame, readNumber } from './frames.js';

/** The first bytes of the parts of text frames and of binary frames. */
export const TEXT_PART = 3;
export const BINARY_PART = 4;

/** The size of the parts that this client requests, in bytes. */
export const PART_BYTES = 32768;

const encoder = new TextEncoder();

/**
 * Sends a frame, split into parts if it is long.
 *
 * @param {string | Uint8Array} frame
 * @param {number} partBytes The maximum size of a part.
 * @param {(frame: string | Uint8Array) => void} send
 */
export function sendInParts(frame, partBytes, send) {
  const isText = typeof frame === 'string';
  // A UTF-16 unit takes at most three bytes, so most texts can be checked without encoding them.
  if (frame.length * (isText ? 3 : 1) <= partBytes) {
    return send(frame);
  }
  const bytes = isText ? encoder.encode(frame) : frame;
  if (bytes.length <= partBytes) {
    return send(frame);
  }
  for (let start = 0; start < bytes.length; start += partBytes) {
    const part = bytes.subarray(start, start + partBytes);
    send(binaryFrame(isText ? TEXT_PART : BINARY_PART, [bytes.length - start - part.length], part));
  }
}

/** Whether the engine can reassemble text frames. */
export const canReceiveParts = typeof TextDecoder === 'function';

/** Reassembles a frame that arrives in parts. */
export class Assembly {
  /** The kind of the parts, or 0 before the first part. */
  #kind = 0;
  #missing = 0;
  /** @type {Uint8Array[]} */
  #parts = [];

  /**
   * @param {ArrayBuffer} part
   * @returns {string | ArrayBuffer | undefined} The frame, if this is its last part.
   */
  add(part) {
    const [kind] = new Uint8Array(part);
    const missing = readNumber(part, 0);
    const bytes = new Uint8Array(part, 9);
    const continues = kind === this.#kind && missing + bytes.length === this.#missing;
    if (!bytes.length || (this.#kind && !continues)) {
      throw new Error('A part of a frame does not continue the previous part.');
    }
    this.#kind = kind;
    this.#missing = missing;
    this.#parts.push(bytes);
    if (missing) {
      return undefined;
    }
    const frame = join(this.#parts);
    this.#kind = 0;
    this.#parts = [];
    return kind === TEXT_PART ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(frame) : frame.buffer;
  }

  /** Checks that no frame is incomplete. Only `ping` may come between the parts of a frame. */
  checkComplete() {
    if (this.#kind) {
      throw new Error('Another frame came between the parts of a frame.');
    }
  }
}

/** @param {Uint8Array[]} parts */
function join(parts) {
  const frame = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    frame.set(part, end);
    end += part.length;
  }
  return frame;
}
