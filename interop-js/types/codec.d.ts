/**
 * Adds a reviver for all messages that come. It gets what the built-in one and those added before it have made.
 *
 * @param {JsonReviver} reviver
 */
export function attachReviver(reviver: JsonReviver): void;
/**
 * Writes a value as JSON. The byte arrays that it names stand beside it, their index being their id.
 *
 * @param {unknown} value
 * @param {symbol} [receiver] The circuit that it is for. References to objects of any other are refused.
 * @returns {{ json: string, byteArrays: Uint8Array[] }}
 */
export function serialize(value: unknown, receiver?: symbol): {
    json: string;
    byteArrays: Uint8Array[];
};
/**
 * @typedef {object} Context What the references of a message are looked up in.
 * @property {(id: number) => any} dotNetObject
 * @property {(id: number) => any} jsObject
 * @property {(id: number) => any} byteArray
 * @property {(id: number) => any} dotNetStream
 */
/**
 * Whether a message needs {@link revive}: `JSON.parse` is much faster, and enough for most.
 *
 * @param {string} json
 */
export function mayHoldReferences(json: string): boolean;
/**
 * Reads a message with the references in it.
 *
 * @param {string} json
 * @param {Context} context
 * @returns {any}
 */
export function revive(json: string, context: Context): any;
/**
 * Reads JSON that holds no references.
 *
 * @param {string} json
 * @returns {any}
 */
export function parsePlain(json: string): any;
/**
 * What the references of a message are looked up in.
 */
export type Context = {
    dotNetObject: (id: number) => any;
    jsObject: (id: number) => any;
    byteArray: (id: number) => any;
    dotNetStream: (id: number) => any;
};
export type JsonReviver = (key: any, value: any) => any;
