/**
 * @param {unknown[]} header
 * @param {string} [body] JSON, which is appended without further encoding.
 */
export function textFrame(header: unknown[], body?: string): string;
/**
 * @param {string} frame
 * @returns {{ header: any[], body: string }}
 */
export function readTextFrame(frame: string): {
    header: any[];
    body: string;
};
/**
 * Whether the server makes sure that the client still answers. Such frames may come at any time.
 *
 * @param {string | ArrayBuffer} frame
 */
export function isPing(frame: string | ArrayBuffer): boolean;
/**
 * @param {number} kind
 * @param {number[]} numbers
 * @param {Uint8Array} bytes
 */
export function binaryFrame(kind: number, numbers: number[], bytes: Uint8Array): Uint8Array<ArrayBuffer>;
/**
 * @param {ArrayBuffer} frame
 * @param {number} index The index of the number after the first byte.
 */
export function readNumber(frame: ArrayBuffer, index: number): number;
/**
 * Encodes and decodes WebSocket frames, as specified in `docs/protocol.md`.
 */
/** The first bytes of binary frames. */
export const BYTE_ARRAY: 1;
export const STREAM_CHUNK: 2;
export const FIRST_BYTES: 5;
/** Encodes text as UTF-8. */
export const encoder: TextEncoder;
