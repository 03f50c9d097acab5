/**
 * What a newcomer does: creates a project, makes a typed call in the browser, breaks a type in Rust, and sees the error in
 * TypeScript and in the page.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launchBrowser } from './browser.js';
import { cargo, check, createProject, greet, startVite } from './projects.js';

let browser, folder;
before(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'interop-new-'));
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

/** Replaces texts in a file. */
async function edit(file, ...replacements) {
  let text = await readFile(file, 'utf8');
  for (const [from, to] of replacements) {
    assert.ok(text.includes(from), `${file} contains ${from}`);
    text = text.replaceAll(from, to);
  }
  await writeFile(file, text);
}

const RENAMED = [['pub name: String', 'pub full_name: String'], ['visitor.name', 'visitor.full_name']];

test('a project of plain files runs, and its types are checked', async (t) => {
  const { project, url } = await createProject(t, folder, 'newcomer-plain');
  const page = await browser.newPage();
  await page.goto(url);
  await greet(page);
  await page.close();
  const config = join(project, 'web/jsconfig.json');
  assert.equal(await check(config), '');
  await edit(join(project, 'src/lib.rs'), ...RENAMED);
  await cargo(['interop', 'ts', '--out', 'web/interop'], project);
  assert.match(await check(config), /main\.js\(\d+,\d+\): error TS\d+: .*name/);
});

test('a project with Vite follows changes in Rust, and shows errors in the page', async (t) => {
  const { project, url } = await createProject(t, folder, 'newcomer-vite', '--vite');
  const web = join(project, 'web');
  const vite = await startVite(t, web, url);
  const page = await browser.newPage();
  await page.goto(vite.resolvedUrls.local[0]);
  await greet(page);
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
