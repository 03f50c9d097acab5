/**
 * Imports the script that wasm-bindgen has generated for the target `web`, initializes its module and connects to it. Calls with the
 * same URL share one instance. If the instance has ended, the next call loads a fresh one and reconnects the same connection.
 *
 * ```js
 * const connection = await loadWasm('/pkg/my_app.js');
 * const prices = bind(await loadWasm(hasModule ? '/pkg/my_app.js' : undefined, { fallback: server }));
 * ```
 *
 * With a `fallback`, such as the connection to a server that links the same methods, a page runs whether there is a module or
 * not: the fallback is the result if there is no URL, or if the module cannot be loaded, which is written to the console.
 *
 * @overload
 * @param {string | URL} url Relative URLs are resolved against the page.
 * @returns {Promise<WasmConnection>}
 */
export function loadWasm(url: string | URL): Promise<WasmConnection>;
/**
 * @template F
 * @overload
 * @param {string | URL | null | undefined} url
 * @param {{ fallback: F }} options
 * @returns {Promise<WasmConnection | F>}
 */
export function loadWasm<F>(url: string | URL | null | undefined, options: {
    fallback: F;
}): Promise<WasmConnection | F>;
/**
 * A script that was asked for: how often it was imported, the connection to its last instance, and the running load.
 */
export type Script = {
    imports: number;
    connection?: WasmConnection;
    loading?: Promise<WasmConnection>;
};
import type { WasmConnection } from './wasm.js';
