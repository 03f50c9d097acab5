/**
 * What a page downloads.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * @param {string} module The folder of the module of this crate.
 * @param {string} workspace
 * @returns {Promise<Record<string, { bytes: number, gzipped: number }>>}
 */
export async function sizes(module, workspace) {
  const client = join(workspace, 'interop-js', 'src');
  const scripts = (await readdir(client)).filter((name) => name.endsWith('.js'));
  return {
    'the module': await size([join(module, 'interop_bench_wasm_bg.wasm')]),
    'its wasm-bindgen script': await size([join(module, 'interop_bench_wasm.js')]),
    'the client': await size(scripts.map((name) => join(client, name))),
  };
}

/** @param {string[]} paths */
async function size(paths) {
  const files = await Promise.all(paths.map((path) => readFile(path)));
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  return {
    bytes: sum(files.map(({ length }) => length)),
    gzipped: sum(files.map((file) => gzipSync(file, { level: 9 }).length)),
  };
}
