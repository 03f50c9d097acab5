/**
 * What is checked in is what the sources give.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

const cargo = args => promisify(execFile)(process.env.CARGO ?? 'cargo', args.split(' '), { cwd: root });

async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  const contents = await Promise.all(paths.map(async path => [path.slice(folder.length), await readFile(path, 'utf8')]));
  return Object.fromEntries(contents.sort());
}

test('dist is what Vite builds: `npm run build` updates it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'orders-page-'));
  try {
    await build({ root, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
    assert.deepEqual(await files(folder), await files(join(root, 'dist')));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('src/interop is the client of the methods: `npm run client` updates it', async () => {
  const args = 'run --quiet --package cargo-interop -- interop check --package orders --import interop-js --out src/interop';
  await cargo(args);
});

test('contract.json is the contract of the methods: `npm run client` updates it', async () => {
  const { stdout } = await cargo('run --quiet --package cargo-interop -- interop contract --package orders');
  assert.deepEqual(JSON.parse(await readFile(join(root, '../contract.json'), 'utf8')), JSON.parse(stdout));
});
