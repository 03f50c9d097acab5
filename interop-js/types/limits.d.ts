/**
 * @param {any} assembly
 * @param {any} method
 */
export function checkNames(assembly: any, method: any): void;
/**
 * @param {Limits} limits
 * @param {string | null | undefined} assembly
 * @param {string} method
 * @param {string} argsJson
 * @param {number} callsInFlight
 */
export function checkCall(limits: Limits, assembly: string | null | undefined, method: string, argsJson: string, callsInFlight: number): void;
/**
 * @param {Limits} limits
 * @param {string} frame
 * @param {Uint8Array[]} byteArrays
 */
export function checkMessage({ maxArgumentBytes, maxFrameBytes }: Limits, frame: string, byteArrays: Uint8Array[]): void;
export type Limits = {
    maxArgumentBytes?: number | undefined;
    maxFrameBytes?: number | undefined;
    maxNameBytes?: number | undefined;
    maxCallsInFlight?: number | undefined;
    maxJsonDepth?: number | undefined;
    chunkBytes?: number | undefined;
    window?: number | undefined;
};
