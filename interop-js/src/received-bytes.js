/**
 * Binary frames from a server.
 */
import { BYTE_ARRAY, STREAM_CHUNK, readNumber } from './frames.js';

/**
 * @param {ArrayBuffer} frame
 * @param {Map<number, Uint8Array>} received The byte arrays for the next message.
 * @param {import('./server-streams.js').ServerStreams | undefined} streams
 */
export function receiveBytes(frame, received, streams) {
  const [kind] = new Uint8Array(frame);
  if (kind === BYTE_ARRAY) {
    // A copy, so that the buffer that the page gets contains the bytes only.
    received.set(readNumber(frame, 0), new Uint8Array(frame.slice(9)));
  } else if (kind === STREAM_CHUNK) {
    streams?.receiveChunk(frame);
  }
}
