import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The folder in which wasm-pack, or another tool, has built the module. */
const module = resolve(import.meta.dirname, process.env.WASM_EXAMPLE || '../app/pkg');
/** The client is outside of this folder unless it is installed from a registry. */
const client = resolve(import.meta.dirname, '../../../interop-js');

export default defineConfig({
  // Relative URLs let the page work in any folder of a server.
  base: './',
  resolve: { alias: { 'wasm-example-app': module } },
  server: { fs: { allow: ['.', module, client] } },
});
