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
