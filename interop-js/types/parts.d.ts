/**
 * Sends a frame, split into parts if it is long.
 *
 * @param {string | Uint8Array} frame
 * @param {number} partBytes The maximum size of a part.
 * @param {(frame: string | Uint8Array) => void} send
 */
export function sendInParts(frame: string | Uint8Array, partBytes: number, send: (frame: string | Uint8Array) => void): void;
/** The size of the parts that this client requests, in bytes. */
export const PART_BYTES: 32768;
/** Whether the engine can reassemble text frames. */
export const canReceiveParts: boolean;
/** Reassembles a frame that arrives in parts. */
export class Assembly {
    /**
     * Takes what has arrived: a whole frame or a part of one. Only `ping` may come between the parts of a frame.
     *
     * @param {string | ArrayBuffer} data
     * @returns {string | ArrayBuffer | undefined} The frame, if it is complete.
     */
    accept(data: string | ArrayBuffer): string | ArrayBuffer | undefined;
    #private;
}
