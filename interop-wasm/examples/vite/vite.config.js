import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** Where wasm-pack has put the module, or whoever else has built it. */
const module = resolve(import.meta.dirname, process.env.WASM_EXAMPLE || '../app/pkg');
/** Outside of this folder too, as long as it is not installed from a registry. */
const client = resolve(import.meta.dirname, '../../../interop-js');

export default defineConfig({
  // The page works in any folder of a server.
  base: './',
  resolve: { alias: { 'wasm-example-app': module } },
  server: { fs: { allow: ['.', module, client] } },
});
