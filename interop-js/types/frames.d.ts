/**
 * @param {unknown[]} header
 * @param {string} [body] JSON, carried as it is.
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
 * @param {number} kind
 * @param {number[]} numbers
 * @param {Uint8Array} bytes
 */
export function binaryFrame(kind: number, numbers: number[], bytes: Uint8Array): Uint8Array<ArrayBuffer>;
/**
 * @param {ArrayBuffer} frame
 * @param {number} index Which of the numbers after the kind.
 */
export function readNumber(frame: ArrayBuffer, index: number): number;
/**
 * The frames of the WebSocket, as the protocol's page lays them out.
 */
/** First bytes of binary frames. */
export const BYTE_ARRAY: 1;
export const STREAM_CHUNK: 2;
