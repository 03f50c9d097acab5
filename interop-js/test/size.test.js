import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

test('the client is at most 10 KiB, minified and compressed', async (t) => {
  const entry = fileURLToPath(new URL('../src/interop.js', import.meta.url));
  const options = { entryPoints: [entry], bundle: true, minify: true, format: 'esm', target: 'es2022', write: false };
  const { outputFiles } = await build(options);
  const size = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  t.diagnostic(`${size} bytes`);
  assert.ok(size <= 10 * 1024, `${size} bytes`);
});
