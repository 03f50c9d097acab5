/**
 * @typedef {object} Limits
 * @property {number} [maxArgumentBytes]
 * @property {number} [maxFrameBytes]
 * @property {number} [maxNameBytes]
 * @property {number} [maxCallsInFlight]
 * @property {number} [maxJsonDepth]
 * @property {number} [chunkBytes]
 * @property {number} [window]
 * @property {number} [partBytes]
 * @property {number} [streamBytes]
 */
/**
 * The limits announced by the other side. Values that are not valid limits are ignored.
 *
 * @param {any} announced
 * @returns {Limits}
 */
export function usableLimits(announced: any): Limits;
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
 * @param {number} [callsInFlight]
 */
export function checkCall(limits: Limits, assembly: string | null | undefined, method: string, argsJson: string, callsInFlight?: number): void;
/**
 * @param {Limits} limits
 * @param {string} frame
 * @param {Uint8Array[]} byteArrays
 */
export function checkMessage(limits: Limits, frame: string, byteArrays: Uint8Array[]): void;
/**
 * @param {string} limit
 * @param {number} value
 * @param {number} [count]
 */
export function exceeded(limit: string, value: number, count?: number): import("./errors.js").InteropError;
export type Limits = {
    maxArgumentBytes?: number | undefined;
    maxFrameBytes?: number | undefined;
    maxNameBytes?: number | undefined;
    maxCallsInFlight?: number | undefined;
    maxJsonDepth?: number | undefined;
    chunkBytes?: number | undefined;
    window?: number | undefined;
    partBytes?: number | undefined;
    streamBytes?: number | undefined;
};
export type SizeLimit = "maxNameBytes" | "maxArgumentBytes" | "maxFrameBytes";
