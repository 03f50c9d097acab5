// The package as others install it, and the files that the server carries.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { FILES, SERVED, bundles, hash } from '../scripts/bundle.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

for (const name of FILES) {
  test(`the server carries ${name} as it is now`, async () => {
    const read = (ending) => readFile(join(SERVED, name + ending));
    const text = (await bundles())[name];
    const stale = 'run `npm run bundle`';
    assert.ok((await read('')).equals(Buffer.from(text)), stale);
    assert.equal(String(await read('.hash')), hash(text), stale);
    // Compressors differ between versions of Node: what counts is what a browser makes of it.
    assert.ok(gunzipSync(await read('.gz')).equals(Buffer.from(text)), stale);
    assert.ok(brotliDecompressSync(await read('.br')).equals(Buffer.from(text)), stale);
  });
}

test('the server carries nothing else', async () => {
  const expected = FILES.flatMap((name) => ['', '.br', '.gz', '.hash'].map((ending) => name + ending));
  assert.deepEqual((await readdir(SERVED)).sort(), expected.sort());
});

test('the package is as bundlers and Node expect it', async () => {
  const { messages, pkg } = await publint({ pkgDir: root, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('its types are found by every way to resolve modules', async () => {
  const require = createRequire(import.meta.url);
  const program = join(dirname(require.resolve('@arethetypeswrong/cli/package.json')), 'dist/index.js');
  // `global` declares only what the script of a page has set.
  const options = ['--pack', '.', '--profile', 'esm-only', '--exclude-entrypoints', 'global', '--no-color', '--no-emoji'];
  await run(process.execPath, [program, ...options], { cwd: root }).catch((error) => assert.fail(error.stdout));
});

test('the package holds what it names, licences too, and no tests', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
  const packed = JSON.parse(stdout)[0].files.map(({ path }) => path);
  for (const path of ['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'global.d.ts', 'src/index.js', 'types/index.d.ts']) {
    assert.ok(packed.includes(path), path);
  }
  assert.deepEqual(packed.filter((path) => /^(test|scripts|node_modules)\//.test(path)), []);
});
