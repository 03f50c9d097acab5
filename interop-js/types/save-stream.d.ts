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
export function saveStream(stream: SavedStream | Promise<SavedStream>, name: string, { type, onProgress, signal, pick }?: SaveOptions): Promise<void>;
/**
 * What can be saved: a `DotNetStream`.
 */
export type SavedStream = {
    stream(): Promise<ReadableStream<Uint8Array>>;
};
export type SaveOptions = {
    /**
     * The media type of the file. Default: none.
     */
    type?: string | undefined;
    /**
     * Called with the number of bytes that have arrived.
     */
    onProgress?: ((bytes: number) => void) | undefined;
    /**
     * Stops the transfer. The promise rejects with the signal's reason, and nothing is saved.
     */
    signal?: AbortSignal | undefined;
    /**
     * Whether the user selects the place, where the browser has such a dialog (`showSaveFilePicker`). The
     * file then goes to disk while it arrives. Default: the browser saves it among its downloads when it has arrived.
     */
    pick?: boolean | undefined;
};
