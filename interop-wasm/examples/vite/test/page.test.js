/**
 * The page as Vite builds it, and as its development server serves it, in a real browser. `WASM_EXAMPLE` names the folder
 * of the module.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { build, createServer } from 'vite';

import { launchBrowser } from '../../../../e2e/browser.js';
import { serveFiles } from '../../../../e2e/static-server.js';

const root = fileURLToPath(new URL('..', import.meta.url));

if (!process.env.WASM_EXAMPLE) {
  throw new Error('WASM_EXAMPLE names no folder: `cargo xtask wasm wasm-example-app` makes one and says where.');
}

/** Builds the page and serves it as any static file server does, in a folder of its own. */
async function serveBuilt() {
  const outDir = await mkdtemp(join(tmpdir(), 'vite-example-'));
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  const server = await serveFiles(outDir, '/some/folder/');
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(outDir, { recursive: true });
    },
  };
}

async function serveDevelopment() {
  const server = await createServer({ root, logLevel: 'warn', server: { port: 0, host: '127.0.0.1' } });
  await server.listen();
  return { url: server.resolvedUrls.local[0], stop: () => server.close() };
}

for (const [name, serve] of Object.entries({ built: serveBuilt, development: serveDevelopment })) {
  describe(`the page, ${name}`, () => {
    let server, browser;

    before(async () => {
      server = await serve();
      browser = await launchBrowser();
    });

    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    /** Opens the page, with what its console says. */
    async function open() {
      const page = await browser.newPage();
      const problems = [];
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(String(error)));
      await page.goto(server.url);
      await instance(page, 1);
      return { page, problems };
    }

    /** Waits until an instance is there, which are counted from 1. */
    function instance(page, number) {
      return page.waitForSelector(`html[data-instance="${number}"]`, { state: 'attached' });
    }

    /** Clicks a button and returns what is shown beside it. */
    async function click(page, id) {
      const output = page.locator(`output[for=${id}]`);
      await output.evaluate((output) => (output.value = ''));
      await page.click(`#${id}`);
      const handle = await page.waitForFunction((output) => output.value, await output.elementHandle());
      return handle.jsonValue();
    }

    test('a synchronous call, one in which Rust asks the page, an object and a plain export', async () => {
      const { page, problems } = await open();
      await page.fill('#name', 'Rory');
      assert.equal(await click(page, 'greet'), 'Hello, Rory!');
      assert.equal(await click(page, 'introduce'), 'Nice to meet you, Rory.');
      assert.equal(await click(page, 'count'), '41');
      assert.equal(await click(page, 'count'), '42');
      assert.equal(await click(page, 'shout'), 'RORY');
      assert.deepEqual(problems, []);
    });

    test('a panic ends the instance, and a fresh one takes its place, again and again', async () => {
      const { page } = await open();
      for (const next of [2, 3]) {
        assert.equal(await click(page, 'count'), '41');
        assert.match(await click(page, 'divide'), /instance has panicked and is gone: .*divide by zero/s);
        await instance(page, next);
        assert.equal(await click(page, 'greet'), 'Hello, Amy!');
      }
    });
  });
}
