/**
 * A project of plain files whose methods also run in the page: on the server and as WebAssembly.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launchBrowser } from './browser.js';
import { buildModule, check, createProject, greet, greetOnBothHosts } from './projects.js';

let browser, folder;
before(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'interop-new-'));
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

test('a project of plain files runs its methods on the server and in the page', async (t) => {
  const { project, url } = await createProject(t, folder, 'newcomer-plain-wasm', '--wasm');
  const page = await browser.newPage();
  t.after(() => page.close());
  // Without the module, the page has the server.
  await page.goto(url);
  await greet(page);
  assert.ok(await page.locator('option[value=page]').isDisabled());
  await buildModule(project, 'newcomer-plain-wasm');
  await greetOnBothHosts(page, url);
  assert.equal(await check(join(project, 'web/jsconfig.json')), '');
});
