/**
 * @param {any} value
 * @returns {value is Uint8Array}
 */
export function isUint8Array(value: any): value is Uint8Array;
/**
 * Returns the name of the class of a typed array, and undefined for other values.
 *
 * @param {any} value
 */
export function typedArrayClass(value: any): string | undefined;
/**
 * @param {any} value
 * @returns {value is ArrayBuffer}
 */
export function isArrayBuffer(value: any): value is ArrayBuffer;
/** @param {any} buffer */
export function isShared(buffer: any): boolean;
/**
 * @param {any} value
 * @returns {value is Blob}
 */
export function isBlob(value: any): value is Blob;
/**
 * @param {any} value
 * @returns {value is Error}
 */
export function isError(value: any): value is Error;
/**
 * @param {any} value
 * @returns {value is Element}
 */
export function isElement(value: any): value is Element;
/**
 * Whether a value is sent as a stream of values: an async iterable, a `ReadableStream`, or an iterator.
 *
 * @param {any} value
 */
export function isItems(value: any): any;
/**
 * The name of a built-in class, or the one that an object gives itself.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function nameOf(value: unknown): string;
