/**
 * The folder of the module of `wasm-example-app`, which the environment variable `WASM_EXAMPLE` names.
 */
import { resolve } from 'node:path';

if (!process.env.WASM_EXAMPLE) {
  throw new Error('WASM_EXAMPLE names no folder: `cargo xtask wasm wasm-example-app` makes one and says where.');
}
export const moduleFolder = resolve(process.env.WASM_EXAMPLE);
