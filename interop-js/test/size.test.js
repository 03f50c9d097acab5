import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bundles, compressed, shorten } from '../scripts/bundle.js';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** What an application that only uses WebAssembly loads, after its bundler has removed the rest. */
function wasmBundle() {
  return shorten({ stdin: { contents: "export { DotNet, connectWasm } from './index.js'", resolveDir: src } });
}

const CLIENTS = {
  'the script of a page with a server': { text: async () => (await bundles())['interop.js'], most: 9_216 },
  'what this script loads on first use': { text: async () => (await bundles())['supplement.js'], most: 5_900 },
  'the client of a page with WebAssembly': { text: wasmBundle, most: 12_240 },
};
for (const [client, { text, most }] of Object.entries(CLIENTS)) {
  test(`${client} is at most ${most} bytes, minified and compressed`, async (t) => {
    const { gz } = await compressed(await text());
    t.diagnostic(`${gz.length} bytes`);
    assert.ok(gz.length <= most, `${gz.length} bytes`);
  });
}
