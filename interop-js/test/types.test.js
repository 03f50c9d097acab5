// The types: those of the sources are right, those that are committed are theirs, and users can work with them.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { writeTypes } from '../scripts/types.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

async function compile(...options) {
  const process = spawn(globalThis.process.execPath, [compiler, ...options], { cwd: root });
  let output = '';
  process.stdout.on('data', (text) => (output += text));
  const [code] = await new Promise((resolve) => process.on('close', (...exit) => resolve(exit)));
  assert.equal(code, 0, output);
}

async function readAll(folder) {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])));
}

test('the sources have right types, and types/ is made from them', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'interop-js-types-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeTypes(folder);
  assert.deepEqual(await readAll(join(root, 'types')), await readAll(folder), 'run `npm run types`');
});

test('users can work with the types', () => compile('-p', 'test/types/tsconfig.json'));

test('the configuration of Vite accepts the plugin', () => compile('-p', 'test/types-vite/tsconfig.json'));

test('a script of a page knows the global DotNet', async (t) => {
  // As in a project that has installed the package: a package cannot name its own entries as types.
  const project = await mkdtemp(join(tmpdir(), 'interop-js-page-'));
  t.after(() => rm(project, { recursive: true }));
  await cp(join(root, 'test/types-global'), project, { recursive: true });
  await mkdir(join(project, 'node_modules'));
  await symlink(root, join(project, 'node_modules/interop-js'), 'dir');
  await compile('-p', project);
});

test('what is internal is not declared', async () => {
  const declarations = await readAll(join(root, 'types'));
  assert.match(declarations['dispatcher.d.ts'], /endInvokeDotNetFromJS/);
  for (const [name, text] of Object.entries(declarations)) {
    assert.doesNotMatch(text, /@internal/, name);
  }
});
