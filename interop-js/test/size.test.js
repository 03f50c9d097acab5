import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const src = fileURLToPath(new URL('../src', import.meta.url));
const entries = {
  'a server': "import './interop.js'",
  'WebAssembly': "export { DotNet, connectWasm } from './index.js'",
};
for (const [host, contents] of Object.entries(entries)) {
  test(`the client of ${host} is at most 12 KiB, minified and compressed`, async (t) => {
    const stdin = { contents, resolveDir: src };
    const options = { stdin, bundle: true, minify: true, format: 'esm', target: 'es2022', write: false };
    const { outputFiles } = await build(options);
    const size = gzipSync(outputFiles[0].contents, { level: 9 }).length;
    t.diagnostic(`${size} bytes`);
    assert.ok(size <= 12 * 1024, `${size} bytes`);
  });
}
