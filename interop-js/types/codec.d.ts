/**
 * Adds a reviver for all received messages. It is called with the results of the built-in reviver and of those added
 * before.
 *
 * @param {JsonReviver} reviver
 */
export function attachReviver(reviver: JsonReviver): void;
/**
 * Serializes a value as JSON. Byte arrays are returned separately; the index of each is its id in the JSON. Functions are held
 * for the receiver, and their ids are returned.
 *
 * @param {unknown} value
 * @param {symbol} [receiver] The circuit that the JSON is sent to. References to objects of other circuits are refused.
 * @returns {{ json: string, byteArrays: Uint8Array[], functions: number[] }}
 */
export function serialize(value: unknown, receiver?: symbol): {
    json: string;
    byteArrays: Uint8Array[];
    functions: number[];
};
/**
 * @typedef {object} Context Resolves the references of a message.
 * @property {(id: number) => any} dotNetObject
 * @property {(id: number) => any} jsObject
 * @property {(id: number) => any} byteArray
 * @property {(id: number) => any} dotNetStream
 * @property {(id: number) => any} dotNetItems
 */
/**
 * Whether a message needs {@link revive}. `JSON.parse` is much faster and is sufficient for most messages.
 *
 * @param {string} json
 */
export function mayHoldReferences(json: string): boolean;
/**
 * Parses a message and resolves the references in it.
 *
 * @param {string} json
 * @param {Context} context
 * @returns {any}
 */
export function revive(json: string, context: Context): any;
/**
 * Parses JSON that contains no references.
 *
 * @param {string} json
 * @returns {any}
 */
export function parsePlain(json: string): any;
/**
 * Resolves the references of a message.
 */
export type Context = {
    dotNetObject: (id: number) => any;
    jsObject: (id: number) => any;
    byteArray: (id: number) => any;
    dotNetStream: (id: number) => any;
    dotNetItems: (id: number) => any;
};
export type JsonReviver = (key: any, value: any) => any;
