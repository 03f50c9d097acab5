/**
 * @param {ArrayBuffer} frame
 * @param {Map<number, Uint8Array>} received The byte arrays for the next message.
 * @param {import('./server-streams.js').ServerStreams | undefined} streams
 */
export function receiveBytes(frame: ArrayBuffer, received: Map<number, Uint8Array>, streams: import("./server-streams.js").ServerStreams | undefined): void;
