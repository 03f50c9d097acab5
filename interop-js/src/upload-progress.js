/**
 * Uploads that report how far they are.
 */
import { isArrayBuffer, isBlob } from './brands.js';
import { reportError } from './errors.js';
import { createJSStreamReference } from './references.js';

/**
 * Creates a reference that lets Rust read bytes as a stream, as `DotNet.createJSStreamReference` does, and reports how many of
 * them were sent. Nothing is sent for it: the server need not know.
 *
 * ```js
 * await server.attachFile(orderId, streamWithProgress(file, (bytes) => (progress.value = bytes)));
 * ```
 *
 * @param {ArrayBuffer | ArrayBufferView | Blob} source
 * @param {(bytes: number) => void} onProgress Called with the number of bytes that were sent, after each part and with the
 *   whole length at the end. It is not called for a stream without bytes. What it throws is written to the console.
 * @returns {any}
 */
export function streamWithProgress(source, onProgress) {
  // An object of its own, so that the same source can be sent several times. It shares the bytes.
  const own = isBlob(source)
    ? source.slice(0, source.size, source.type)
    : isArrayBuffer(source)
      ? new Uint8Array(source)
      : ArrayBuffer.isView(source) && new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (own) {
    // The function that `streams.js` calls. All copies of the client share its name.
    /** @type {any} */ (own).onSent = (/** @type {number} */ bytes) => {
      try {
        onProgress(bytes);
      } catch (error) {
        reportError(error);
      }
    };
  }
  return createJSStreamReference(own || source);
}
