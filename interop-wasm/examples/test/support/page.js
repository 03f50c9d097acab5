/**
 * Tests the behavior that all example pages share in a real browser.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launchBrowser } from '../../../../e2e/browser.js';

/**
 * Tests a page.
 *
 * @param {string} name
 * @param {() => Promise<{ url: string, stop: () => Promise<void> }>} serve Builds and serves the page.
 */
export function testPage(name, serve) {
  describe(name, () => {
    let server, browser;

    before(async () => {
      server = await serve();
      browser = await launchBrowser();
    });

    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    test('calls Rust synchronously, as a page that Rust asks, through an object, and by a plain export', async () => {
      const { page, problems } = await open(browser, server.url);
      await page.fill('#name', 'Rory');
      assert.equal(await click(page, 'greet'), 'Hello, Rory!');
      assert.equal(await click(page, 'introduce'), 'Nice to meet you, Rory.');
      assert.equal(await click(page, 'count'), '41');
      assert.equal(await click(page, 'count'), '42');
      assert.equal(await click(page, 'shout'), 'RORY');
      assert.deepEqual(problems, []);
    });

    test('starts a fresh instance after a panic, again and again', async () => {
      const { page } = await open(browser, server.url);
      for (const next of [2, 3]) {
        assert.equal(await click(page, 'count'), '41');
        assert.match(await click(page, 'divide'), /instance has panicked and can no longer be used: .*divide by zero/s);
        await instance(page, next);
        assert.equal(await click(page, 'greet'), 'Hello, Amy!');
      }
    });
  });
}

/** Opens a page and records its errors. */
async function open(browser, url) {
  const page = await browser.newPage();
  const problems = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(url);
  await instance(page, 1);
  return { page, problems };
}

/** Waits for an instance, which the page numbers from 1. */
function instance(page, number) {
  return page.waitForSelector(`html[data-instance="${number}"]`, { state: 'attached' });
}

/** Clicks a button and returns the text next to it. */
async function click(page, id) {
  const output = page.locator(`output[for=${id}]`);
  await output.evaluate((output) => (output.value = ''));
  await page.click(`#${id}`);
  const handle = await page.waitForFunction((output) => output.value, await output.elementHandle());
  return handle.jsonValue();
}
