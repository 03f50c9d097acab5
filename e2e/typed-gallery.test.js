/**
 * The page of the gallery with the generated client, on every host: each method of the client is called.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { launchBrowser, openGallery, textBecomes } from './browser.js';
import { on } from './expectations.js';
import { HOSTS, startGallery } from './gallery.js';

/** The results of the typed examples. The last ones end the connection. */
const RESULTS = {
  'call-dotnet-example-1': '1 + 2 + 3 = 6, and again 1, 2, 3',
  'call-dotnet-example-8': 'Shiny.',
  'js-object-reference': 'Rust has read properties of window.',
  'circular-reference': /A circular value cannot be sent\..*max_json_depth/s,
  'size-limit': /^limit_exceeded\. A shorter text: .*100/,
  disconnection: 'disconnected',
  panic: { server: /^internal, then \d+$/, wasm: /^disconnected, then \d+$/ },
};

let gallery, browser;
before(async () => {
  [gallery, browser] = await Promise.all([startGallery(), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await gallery?.stop();
});

for (const host of HOSTS) {
  test(`${host}: every example of the generated client works, and so does the article's next to it`, async () => {
    const { page, problems } = await openGallery(browser, gallery.page(host));
    await page.click('.clients a');
    await page.waitForFunction(() => document.documentElement.dataset.connection === 'connected');
    const ids = await page.$$eval('button[data-typed]', (buttons) => buttons.map((button) => button.dataset.typed));
    assert.deepEqual(ids.sort(), Object.keys(RESULTS).sort());
    await page.click('#call-dotnet-example-2 button');
    await textBecomes(page, '#call-dotnet-example-2 .result', 'Hello, Amy Pond!');
    for (const [id, result] of Object.entries(RESULTS)) {
      await page.click(`#${id} button[data-typed]`);
      await textBecomes(page, `#${id} .typed .result`, on(host, result));
    }
    // The module logs its panic.
    const expected = host === 'wasm' ? [/index out of bounds/, /RuntimeError: unreachable/] : [];
    assert.equal(problems.length, expected.length, problems.join('\n'));
    expected.forEach((pattern, index) => assert.match(problems[index], pattern));
    await page.close();
  });
}

test('the typed examples have correct types', async () => {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const config = fileURLToPath(new URL('../gallery/page/jsconfig.json', import.meta.url));
  const check = promisify(execFile)(process.execPath, [compiler, '-p', config]);
  await check.catch((error) => assert.fail(error.stdout));
});
