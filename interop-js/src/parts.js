/**
 * Splits long frames into parts. A browser does not expose a message until it is complete, so without parts a server that
 * is sending a long message would appear silent.
 */
import { binaryFrame, encoder } from './frames.js';

/** The first bytes of the parts of text frames and of binary frames. */
export const TEXT_PART = 3;
export const BINARY_PART = 4;

/** The size of the parts that this client requests, in bytes. */
export const PART_BYTES = 32768;

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

/**
 * Whether this is a part of a frame.
 *
 * @param {string | ArrayBuffer} data
 */
export function isPart(data) {
  return typeof data !== 'string' && [TEXT_PART, BINARY_PART].includes(new Uint8Array(data)[0]);
}

/**
 * Whether this may be a part of a frame. It can be another frame that clients do not know.
 *
 * @param {string | ArrayBuffer} data
 */
export function mayBePart(data) {
  return typeof data !== 'string' && new Uint8Array(data)[0] >= TEXT_PART;
}

/** Whether the engine can reassemble text frames. */
export const canReceiveParts = typeof TextDecoder === 'function';
