/**
 * Sends a frame, in parts if it is long.
 *
 * @param {string | Uint8Array} frame
 * @param {number} partBytes The size of a part.
 * @param {(frame: string | Uint8Array) => void} send
 */
export function sendInParts(frame: string | Uint8Array, partBytes: number, send: (frame: string | Uint8Array) => void): void;
/** First bytes of the parts of a text frame and of a binary frame. */
export const TEXT_PART: 3;
export const BINARY_PART: 4;
/** The parts that this client asks for, in bytes. */
export const PART_BYTES: 32768;
/** Whether the engine can put the parts of a text together. */
export const canReceiveParts: boolean;
/** A frame that arrives in parts. */
export class Assembly {
    /**
     * @param {ArrayBuffer} part
     * @returns {string | ArrayBuffer | undefined} The frame, if this is its last part.
     */
    add(part: ArrayBuffer): string | ArrayBuffer | undefined;
    /** Checks that no frame is incomplete: only `ping` may stand between the parts of one. */
    checkComplete(): void;
    #private;
}
