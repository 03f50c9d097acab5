/**
 * Loads a WebAssembly module, or uses another connection in its place.
 */
/** @import { WasmConnection } from './wasm.js' */
import { importModule } from './import-module.js';
import { connectWasm } from './wasm.js';

/**
 * A script that was asked for: how often it was imported, the connection to its last instance, and the running load.
 *
 * @typedef {{ imports: number, connection?: WasmConnection, loading?: Promise<WasmConnection> }} Script
 */

/** @type {Map<string, Script>} */
const scripts = new Map();

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
/**
 * @template F
 * @overload
 * @param {string | URL | null | undefined} url
 * @param {{ fallback: F }} options
 * @returns {Promise<WasmConnection | F>}
 */
/**
 * @param {string | URL | null | undefined} url
 * @param {{ fallback?: any }} [options]
 */
export async function loadWasm(url, options) {
  const hasFallback = options?.fallback !== undefined;
  if (hasFallback && (url === undefined || url === null)) {
    return options.fallback;
  }
  try {
    return await connectionTo(String(url));
  } catch (error) {
    if (!hasFallback) {
      throw error;
    }
    console.warn(`The module '${url}' cannot be loaded, so its fallback is used.`, error);
    return options.fallback;
  }
}

/**
 * @param {string} url
 * @returns {Promise<WasmConnection>}
 */
async function connectionTo(url) {
  const script = scripts.get(url) ?? { imports: 0 };
  scripts.set(url, script);
  if (script.connection?.state === 'connected') {
    return script.connection;
  }
  script.loading ??= load(url, script).finally(() => (script.loading = undefined));
  return script.loading;
}

/**
 * @param {string} url
 * @param {Script} script
 */
async function load(url, script) {
  // A URL is imported once, so that each further instance needs one of its own.
  const number = script.imports++;
  const module = await importModule(number ? `${url}${url.includes('?') ? '&' : '?'}instance=${number}` : url);
  await module.default();
  if (script.connection) {
    script.connection.reconnect(module);
  } else {
    script.connection = connectWasm(module);
  }
  return script.connection;
}
