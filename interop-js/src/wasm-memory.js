/**
 * Texts and bytes in the memory of a WebAssembly instance.
 */

import { isShared } from './brands.js';

// Up to these lengths a loop is faster than the encoder and the decoder, as long as the text is ASCII.
const SHORT_TO_WRITE = 32;
const SHORT_TO_READ = 12;
/** So much room may be asked for without measuring first; no instance refuses it. */
const UNMEASURED = 4096;

const encoder = new TextEncoder();
/** Engines without WebAssembly have none, and can import this file all the same. */
const decoder = /** @type {TextDecoder} */ (globalThis.TextDecoder && new TextDecoder());

/**
 * How many bytes there must be room for to write texts.
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
  /** The encoder and the decoder refuse the memory of a module with threads: their texts are copied once more. */
  #isShared;

  /** @param {WebAssembly.Memory} memory */
  constructor(memory) {
    this.#memory = memory;
    this.#view = new Uint8Array(memory.buffer);
    this.#isShared = isShared(memory.buffer);
  }

  /**
   * The memory up to an address. When it grows it gets another buffer, and the old one has no bytes any more.
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
   * Writes a text where there is room for it, and returns how many bytes it takes.
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
   * Writes bytes where there is room for them, and returns how many there are.
   *
   * @param {Uint8Array} bytes
   * @param {number} address
   */
  writeBytes(bytes, address) {
    const end = address + bytes.length;
    // Whatever the array says of its length, nothing is written beyond.
    this.#upTo(end).subarray(address, end).set(bytes);
    return bytes.length;
  }

  /**
   * A copy of bytes that stay there for no longer than now.
   *
   * @param {number} address
   * @param {number} length
   */
  copyBytes(address, length) {
    const end = address + length;
    return this.#upTo(end).slice(address, end);
  }
}
