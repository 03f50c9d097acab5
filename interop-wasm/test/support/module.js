/**
 * The module of the crate `wasm-tests-app`: `WASM_APP` is the folder with its bindings for the web.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAME = 'wasm_tests_app';

/** @type {Map<string, WebAssembly.Module>} */
const modules = new Map();
let instances = 0;

/**
 * The folder in an environment variable.
 *
 * @param {string} variable
 */
export function folderOf(variable) {
  const folder = process.env[variable];
  if (!folder) {
    throw new Error(
      `The environment variable ${variable} is to name the folder of ${NAME}.js, which \`cargo xtask wasm wasm-tests-app\` ` +
        'makes; `cargo xtask test wasm` sets it.',
    );
  }
  return resolve(folder);
}

/**
 * Creates a fresh instance of the module and returns its exports, including `interop`.
 *
 * @param {string} [folder]
 */
export async function instantiate(folder = folderOf('WASM_APP')) {
  let module = modules.get(folder);
  if (!module) {
    module = new WebAssembly.Module(readFileSync(join(folder, `${NAME}_bg.wasm`)));
    modules.set(folder, module);
  }
  // The bindings contain one instance each. With another query they are loaded as another script.
  const app = await import(`${pathToFileURL(join(folder, `${NAME}.js`))}?${++instances}`);
  app.initSync({ module });
  return app;
}
