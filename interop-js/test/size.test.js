import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { bundle } from '../scripts/bundle.js';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** What an application that only has WebAssembly loads, once its bundler has shaken off the rest. */
async function wasmBundle() {
  const stdin = { contents: "export { DotNet, connectWasm } from './index.js'", resolveDir: src };
  const options = { stdin, bundle: true, minify: true, format: 'esm', target: 'es2022', write: false };
  return (await build(options)).outputFiles[0].text;
}

const CLIENTS = {
  'the script of a page with a server': { text: () => bundle('interop.js'), most: 12 * 1024 },
  'the client of a page with WebAssembly': { text: wasmBundle, most: 12 * 1024 },
};
for (const [client, { text, most }] of Object.entries(CLIENTS)) {
  test(`${client} is at most ${most} bytes, minified and compressed`, async (t) => {
    const size = gzipSync(await text(), { level: 9 }).length;
    t.diagnostic(`${size} bytes`);
    assert.ok(size <= most, `${size} bytes`);
  });
}
