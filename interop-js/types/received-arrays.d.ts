/**
 * Returns the typed array that a mark denotes.
 *
 * @param {string} mark
 * @param {Uint8Array} bytes
 */
export function fromByteArray(mark: string, bytes: Uint8Array): any;
