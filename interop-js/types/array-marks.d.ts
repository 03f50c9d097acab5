/**
 * The marks of typed arrays.
 */
export const BYTES: "__byte[]";
/**
 * The mark of each kind of typed array, and the class that receives it. The data is little-endian.
 *
 * @type {Record<string, string>}
 */
export const ARRAY_MARKS: Record<string, string>;
