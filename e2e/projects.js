/**
 * Projects that `cargo interop new` creates: their servers, their compiler, and what their page does.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { createServer } from 'vite';

import { textBecomes } from './browser.js';

const run = promisify(execFile);
export const WORKSPACE = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const compiler = require.resolve('typescript/bin/tsc');

// What is built there shares the dependencies of the workspace, and finds `cargo interop` there.
process.env.CARGO_TARGET_DIR ??= join(WORKSPACE, 'target');
process.env.PATH = join(process.env.CARGO_TARGET_DIR, 'debug') + delimiter + process.env.PATH;

/** The output of cargo, without that of the cargo that may have started this test. */
export const cargo = (args, cwd) => run(process.env.CARGO ?? 'cargo', args, { cwd });

/** Creates a project, and starts its server on a free port. */
export async function createProject(t, folder, name, ...options) {
  await cargo(['interop', 'new', name, '--path', WORKSPACE, ...options], folder);
  const project = join(folder, name);
  await copyFile(join(WORKSPACE, 'Cargo.lock'), join(project, 'Cargo.lock'));
  const env = { ...process.env, PORT: '0' };
  const server = spawn(process.env.CARGO ?? 'cargo', ['run', '--quiet'], {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(async () => {
    server.kill();
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const [url] = /http:\S+/.exec(line) ?? [];
    if (url) return { project, url };
  }
  throw new Error('the server has ended');
}

/** Starts Vite for the page of a project, and returns the page's URL and the server. */
export async function startVite(t, web, url) {
  await mkdir(join(web, 'node_modules'));
  await symlink(join(WORKSPACE, 'interop-js'), join(web, 'node_modules/interop-js'), 'dir');
  await symlink(join(WORKSPACE, 'e2e/node_modules/vite'), join(web, 'node_modules/vite'), 'dir');
  const vite = await createServer({
    root: web,
    configFile: join(web, 'vite.config.ts'),
    logLevel: 'silent',
    server: { host: '127.0.0.1', port: 0, fs: { strict: false }, proxy: { '/_interop': { target: url } } },
  });
  t.after(() => vite.close());
  await vite.listen();
  return vite;
}

/** What the compiler says about the page. */
export async function check(config) {
  try {
    await run(process.execPath, [compiler, '-p', config]);
    return '';
  } catch (error) {
    return error.stdout;
  }
}

/** Uses the form of the page, which has been opened. */
export async function greet(page) {
  await page.fill('input', 'Amy');
  await page.click('button');
  await textBecomes(page, 'output', /^Hello, Amy! You are visitor number \d+\.$/);
  await page.selectOption('select[name=language]', 'german');
  await page.click('button');
  await textBecomes(page, 'output', /^Guten Tag, Amy!/);
  await page.fill('input', ' ');
  await page.click('button');
  await textBecomes(page, 'output', 'Please enter a name.');
  await page.fill('input', 'x'.repeat(41));
  await page.click('button');
  await textBecomes(page, 'output', 'Please enter at most 40 characters.');
}

/** Builds the module of a project, as wasm-pack does it for those who have that. */
export async function buildModule(project, name) {
  const manifest = join(project, 'Cargo.toml');
  const build = ['run', '--quiet', '--package', 'xtask', '--', 'wasm', name, '--manifest-path', manifest];
  await cargo([...build, '--out', join(project, 'web/pkg')], WORKSPACE);
}

/** Greets on the server, and then in the page. */
export async function greetOnBothHosts(page, url) {
  const failures = [];
  page.on('pageerror', (error) => failures.push(error.message));
  await page.goto(url);
  await page.waitForSelector('option[value=page]:not([disabled])', { state: 'attached' });
  await page.selectOption('select[name=host]', 'server');
  await greet(page);
  await page.selectOption('select[name=language]', 'english');
  await page.selectOption('select[name=host]', 'page');
  await greet(page);
  // The module counts visitors of its own, and has had two: the server has had more.
  await page.fill('input', 'Ben');
  await page.click('button');
  await textBecomes(page, 'output', /^Guten Tag, Ben! You are visitor number 3\.$/);
  assert.deepEqual(failures, []);
}
