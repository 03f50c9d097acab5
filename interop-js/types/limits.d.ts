/**
 * @param {any} assembly
 * @param {any} method
 */
export function checkNames(assembly: any, method: any): void;
/**
 * @param {Limits} limits
 * @param {string} argsJson
 * @param {number} callsInFlight
 */
export function checkCall(limits: Limits, argsJson: string, callsInFlight: number): void;
/**
 * @param {Limits} limits
 * @param {string} frame
 * @param {Uint8Array[]} byteArrays
 */
export function checkMessage({ maxArgumentBytes, maxFrameBytes }: Limits, frame: string, byteArrays: Uint8Array[]): void;
export type Limits = {
    maxArgumentBytes?: number | undefined;
    maxFrameBytes?: number | undefined;
    maxCallsInFlight?: number | undefined;
    maxJsonDepth?: number | undefined;
    chunkBytes?: number | undefined;
    window?: number | undefined;
};
