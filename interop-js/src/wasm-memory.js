/**
 * Reads and writes texts and bytes in the memory of a WebAssembly instance.
 */

import { isShared } from './brands.js';

// Up to these lengths a loop is faster than the encoder and the decoder, provided that the text is ASCII.
const SHORT_TO_WRITE = 32;
const SHORT_TO_READ = 12;
/** Up to this size a buffer is requested without measuring the text first. No instance refuses this size. */
const UNMEASURED = 4096;

const encoder = new TextEncoder();
/** Undefined in engines without WebAssembly, which must still be able to import this file. */
const decoder = /** @type {TextDecoder} */ (globalThis.TextDecoder && new TextDecoder());

/**
 * The size of the buffer that is needed to write texts.
 *
 * @param {string} first
 * @param {string} [second]
 * @param {string} [third]
 */
export function roomFor(first, second = '', third = '') {
  // A UTF-16 unit takes at most three bytes.
  const most = 3 * (first.length + second.length + third.length);
  return most <= UNMEASURED ? most : byteLength(first) + byteLength(second) + byteLength(third);
}

/** @param {string} text */
function byteLength(text) {
  return encoder.encode(text).length;
}

export class WasmMemory {
  #memory;
  #view;
  /** The encoder and the decoder reject shared memory, so the texts of a module with threads are copied once more. */
  #isShared;

  /** @param {WebAssembly.Memory} memory */
  constructor(memory) {
    this.#memory = memory;
    this.#view = new Uint8Array(memory.buffer);
    this.#isShared = isShared(memory.buffer);
  }

  /**
   * Returns a view of the memory up to an address. When the memory grows, its buffer is replaced and the old one
   * becomes empty.
   *
   * @param {number} end
   */
  #upTo(end) {
    if (end > this.#view.length) {
      this.#view = new Uint8Array(this.#memory.buffer);
    }
    return this.#view;
  }

  /**
   * Writes a text to the buffer at the address, and returns its length in bytes.
   *
   * @param {string} text
   * @param {number} address
   */
  write(text, address) {
    const { length } = text;
    const view = this.#upTo(address + length);
    if (length <= SHORT_TO_WRITE) {
      let index = 0;
      for (; index < length; index++) {
        const unit = text.charCodeAt(index);
        if (unit > 127) {
          break;
        }
        view[address + index] = unit;
      }
      if (index === length) {
        return length;
      }
    }
    if (this.#isShared) {
      return this.writeBytes(encoder.encode(text), address);
    }
    return encoder.encodeInto(text, view.subarray(address)).written;
  }

  /**
   * @param {number} address
   * @param {number} length
   */
  read(address, length) {
    const end = address + length;
    const view = this.#upTo(end);
    if (length <= SHORT_TO_READ) {
      let text = '';
      let index = address;
      for (; index < end; index++) {
        const byte = view[index];
        if (byte > 127) {
          break;
        }
        text += String.fromCharCode(byte);
      }
      if (index === end) {
        return text;
      }
    }
    return decoder.decode(this.#isShared ? view.slice(address, end) : view.subarray(address, end));
  }

  /**
   * Writes bytes to the buffer at the address, and returns their number.
   *
   * @param {Uint8Array} bytes
   * @param {number} address
   */
  writeBytes(bytes, address) {
    const end = address + bytes.length;
    // Nothing is written beyond the buffer, whatever length the array claims to have.
    this.#upTo(end).subarray(address, end).set(bytes);
    return bytes.length;
  }

  /**
   * Copies bytes that are only valid during the current call.
   *
   * @param {number} address
   * @param {number} length
   */
  copyBytes(address, length) {
    const end = address + length;
    return this.#upTo(end).slice(address, end);
  }
}
