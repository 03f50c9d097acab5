/**
 * A project with Vite whose methods also run in the page: on the server and as WebAssembly.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launchBrowser } from './browser.js';
import { buildModule, check, createProject, greetOnBothHosts, startVite } from './projects.js';

let browser, folder;
before(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'interop-new-'));
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

test('a project with Vite runs its methods on the server and in the page', async (t) => {
  const { project, url } = await createProject(t, folder, 'newcomer-vite-wasm', '--vite', '--wasm');
  await buildModule(project, 'newcomer-vite-wasm');
  const web = join(project, 'web');
  const vite = await startVite(t, web, url);
  const page = await browser.newPage();
  t.after(() => page.close());
  await greetOnBothHosts(page, vite.resolvedUrls.local[0]);
  assert.equal(await check(web), '');
});
