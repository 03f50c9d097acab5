/**
 * Sends a frame, split into parts if it is long.
 *
 * @param {string | Uint8Array} frame
 * @param {number} partBytes The maximum size of a part.
 * @param {(frame: string | Uint8Array) => void} send
 */
export function sendInParts(frame: string | Uint8Array, partBytes: number, send: (frame: string | Uint8Array) => void): void;
/**
 * Whether this is a part of a frame.
 *
 * @param {string | ArrayBuffer} data
 */
export function isPart(data: string | ArrayBuffer): boolean;
/**
 * Whether this may be a part of a frame. It can be another frame that clients do not know.
 *
 * @param {string | ArrayBuffer} data
 */
export function mayBePart(data: string | ArrayBuffer): boolean;
/** The first bytes of the parts of text frames and of binary frames. */
export const TEXT_PART: 3;
export const BINARY_PART: 4;
/** The size of the parts that this client requests, in bytes. */
export const PART_BYTES: 32768;
/** Whether the engine can reassemble text frames. */
export const canReceiveParts: boolean;
