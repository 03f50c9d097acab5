/** The methods of `typed-shop` on both hosts. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { connect, connectWasm } from 'interop-js';
import { WebSocket } from 'ws';

const WORKSPACE = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Starts the server, which announces the hash of a contract if there is one, and to which pages of another origin may connect. It
 * ends with its input, however the test ends.
 */
export async function serverUrl(t, hash, origin) {
  const child = spawn(process.env.CARGO ?? 'cargo', ['run', '--quiet', '--package', 'typed-shop', '--', ...(hash ? [hash] : [])], {
    cwd: WORKSPACE,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...(origin && { TYPED_SHOP_ORIGIN: origin }) },
  });
  t.after(() => child.stdin.end());
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value: url, done } = await lines.next();
  if (done) {
    throw new Error('the server did not start');
  }
  return url;
}

/** Starts the server and connects to it. */
export async function server(t, hash) {
  const url = await serverUrl(t, hash);
  const connection = connect(url, { WebSocket });
  t.after(() => connection.close());
  return connection;
}

/** An instance of the module, whose folder `TYPED_SHOP_WASM` names. */
export async function wasmModule() {
  const folder = process.env.TYPED_SHOP_WASM;
  if (!folder) {
    throw new Error('TYPED_SHOP_WASM is to name the folder that `cargo xtask wasm typed-shop` makes; `cargo xtask test typed` sets it.');
  }
  const app = await import(pathToFileURL(join(resolve(folder), 'typed_shop.js')));
  app.initSync({ module: readFileSync(join(folder, 'typed_shop_bg.wasm')) });
  return app;
}

/** Connects to an instance of the module. */
export async function wasm(t) {
  const app = await wasmModule();
  const connection = connectWasm(app);
  t.after(() => connection.close());
  return connection;
}
