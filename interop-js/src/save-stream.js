/**
 * Saves streams from Rust as files of the user.
 */

/** What can be saved: a `DotNetStream`. @typedef {{ stream(): Promise<ReadableStream<Uint8Array>> }} SavedStream */

/**
 * @typedef {object} SaveOptions
 * @property {string} [type] The media type of the file. Default: none.
 * @property {(bytes: number) => void} [onProgress] Called with the number of bytes that have arrived.
 * @property {AbortSignal} [signal] Stops the transfer. The promise rejects with the signal's reason, and nothing is saved.
 * @property {boolean} [pick] Whether the user selects the place, where the browser has such a dialog (`showSaveFilePicker`). The
 *   file then goes to disk while it arrives. Default: the browser saves it among its downloads when it has arrived.
 */

/** How long a browser may take to begin a download, in milliseconds. */
const DOWNLOAD_TIME = 60000;

/**
 * Saves a stream as a file. The page never holds the whole file in its own memory: the browser collects the bytes, on disk if
 * they are many.
 *
 * ```js
 * await saveStream(server.download(id), 'report.pdf', { onProgress: (bytes) => (progress.value = bytes) });
 * ```
 *
 * @param {SavedStream | Promise<SavedStream>} stream
 * @param {string} name
 * @param {SaveOptions} [options]
 * @returns {Promise<void>} Rejects if the stream fails, or with an `AbortError` if the user closes the dialog.
 */
export async function saveStream(stream, name, { type, onProgress, signal, pick } = {}) {
  const picker = pick && /** @type {any} */ (globalThis).showSaveFilePicker;
  let file;
  try {
    // First of all, because browsers only show the dialog soon after a click.
    file = await picker?.({ suggestedName: name });
  } catch (error) {
    Promise.resolve(stream)
      .then(async (unread) => (await unread.stream()).cancel())
      .catch(() => {});
    throw error;
  }
  let bytes = 0;
  const counter = new TransformStream({
    transform(/** @type {Uint8Array} */ chunk, controller) {
      bytes += chunk.length;
      onProgress?.(bytes);
      controller.enqueue(chunk);
    },
  });
  const content = (await (await stream).stream()).pipeThrough(counter, { signal });
  if (file) {
    await content.pipeTo(await file.createWritable());
    return;
  }
  const blob = await new Response(content, type ? { headers: { 'content-type': type } } : {}).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_TIME);
}
