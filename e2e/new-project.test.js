/**
 * What a newcomer does: creates a project, makes a typed call in the browser, breaks a type in Rust, and sees the error in
 * TypeScript and in the page.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { createServer } from 'vite';

import { launchBrowser, textBecomes } from './browser.js';

const run = promisify(execFile);
const WORKSPACE = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const compiler = require.resolve('typescript/bin/tsc');

// What is built there shares the dependencies of the workspace, and finds `cargo interop` there.
process.env.CARGO_TARGET_DIR ??= join(WORKSPACE, 'target');
process.env.PATH = join(process.env.CARGO_TARGET_DIR, 'debug') + delimiter + process.env.PATH;

/** The output of cargo, without that of the cargo that may have started this test. */
const cargo = (args, cwd) => run(process.env.CARGO ?? 'cargo', args, { cwd });

let browser, folder;
before(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'interop-new-'));
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

/** Creates a project, and starts its server on a free port. */
async function createProject(t, name, ...options) {
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

/** Replaces texts in a file. */
async function edit(file, ...replacements) {
  let text = await readFile(file, 'utf8');
  for (const [from, to] of replacements) {
    assert.ok(text.includes(from), `${file} contains ${from}`);
    text = text.replaceAll(from, to);
  }
  await writeFile(file, text);
}

/** What the compiler says about the page. */
async function check(config) {
  try {
    await run(process.execPath, [compiler, '-p', config]);
    return '';
  } catch (error) {
    return error.stdout;
  }
}

async function greet(page, url) {
  await page.goto(url);
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

const RENAMED = [['pub name: String', 'pub full_name: String'], ['visitor.name', 'visitor.full_name']];

test('a project of plain files runs, and its types are checked', async (t) => {
  const { project, url } = await createProject(t, 'newcomer-plain');
  const page = await browser.newPage();
  await greet(page, url);
  await page.close();
  const config = join(project, 'web/jsconfig.json');
  assert.equal(await check(config), '');
  await edit(join(project, 'src/lib.rs'), ...RENAMED);
  await cargo(['interop', 'ts', '--out', 'web/interop'], project);
  assert.match(await check(config), /main\.js\(\d+,\d+\): error TS\d+: .*name/);
});

test('a project with Vite follows changes in Rust, and shows errors in the page', async (t) => {
  const { project, url } = await createProject(t, 'newcomer-vite', '--vite');
  const web = join(project, 'web');
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
  const page = await browser.newPage();
  await greet(page, vite.resolvedUrls.local[0]);
  assert.equal(await check(web), '');

  const library = join(project, 'src/lib.rs');
  const original = await readFile(library, 'utf8');
  await edit(library, ['.trim();', '.trim_start_only();']);
  await page.waitForSelector('vite-error-overlay', { state: 'attached' });
  const message = page.locator('vite-error-overlay .message-body');
  await message.filter({ hasText: 'no method named `trim_start_only`' }).waitFor();
  await writeFile(library, original);
  await page.waitForSelector('vite-error-overlay', { state: 'detached' });

  const types = join(web, 'src/interop/types.d.ts');
  const written = new Promise((resolve) => vite.watcher.on('change', (path) => path === types && resolve()));
  await edit(library, ...RENAMED);
  await written;
  assert.match(await check(web), /main\.ts\(\d+,\d+\): error TS\d+: .*name/);
  await page.close();
});
