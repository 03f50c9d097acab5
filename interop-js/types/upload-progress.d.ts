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
export function streamWithProgress(source: ArrayBuffer | ArrayBufferView | Blob, onProgress: (bytes: number) => void): any;
