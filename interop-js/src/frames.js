/**
 * Encodes and decodes WebSocket frames, as specified in `docs/protocol.md`.
 */

/** The first bytes of binary frames. */
export const BYTE_ARRAY = 1;
export const STREAM_CHUNK = 2;
export const FIRST_BYTES = 5;

/** Encodes text as UTF-8. */
export const encoder = new TextEncoder();

/** The weight of the upper half of a 64-bit number. */
const HALF = 2 ** 32;

/**
 * @param {unknown[]} header
 * @param {string} [body] JSON, which is appended without further encoding.
 */
export function textFrame(header, body) {
  return body === undefined ? JSON.stringify(header) : `${JSON.stringify(header)}\n${body}`;
}

/**
 * @param {string} frame
 * @returns {{ header: any[], body: string }}
 */
export function readTextFrame(frame) {
  const end = frame.indexOf('\n');
  const header = JSON.parse(end < 0 ? frame : frame.slice(0, end));
  if (!Array.isArray(header)) {
    throw new Error('A header is not an array.');
  }
  return { header, body: end < 0 ? '' : frame.slice(end + 1) };
}

/**
 * Whether the server makes sure that the client still answers. Such frames may come at any time.
 *
 * @param {string | ArrayBuffer} frame
 */
export function isPing(frame) {
  return typeof frame === 'string' && readTextFrame(frame).header[0] === 'ping';
}

/**
 * @param {number} kind
 * @param {number[]} numbers
 * @param {Uint8Array} bytes
 */
export function binaryFrame(kind, numbers, bytes) {
  const start = 1 + 8 * numbers.length;
  const frame = new Uint8Array(start + bytes.length);
  const view = new DataView(frame.buffer);
  frame[0] = kind;
  numbers.forEach((number, index) => {
    // Written as two halves, which avoids `BigInt`.
    view.setUint32(1 + 8 * index, number, true);
    view.setUint32(5 + 8 * index, number / HALF, true);
  });
  frame.set(bytes, start);
  return frame;
}

/**
 * @param {ArrayBuffer} frame
 * @param {number} index The index of the number after the first byte.
 */
export function readNumber(frame, index) {
  const view = new DataView(frame, 1 + 8 * index);
  return view.getUint32(0, true) + view.getUint32(4, true) * HALF;
}
