// Every generated function and method, called from Chromium on a server and in a WebAssembly module.
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { launchBrowser } from '../../../../e2e/browser.js';
import { serveFiles } from '../../../../e2e/static-server.js';
import { serverUrl } from '../test/hosts.js';

const root = new URL('..', import.meta.url);
const folder = await mkdtemp(join(tmpdir(), 'typed-page-'));
const files = await serveFiles(folder, '/');
const browser = await launchBrowser();

test.before(async () => {
  await cp(process.env.TYPED_SHOP_WASM, folder, { recursive: true });
  await cp(new URL('test/board.js', root), join(folder, 'board.js'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><link rel="icon" href="data:,"><script type="module" src="page.js"></script>');
  await build({
    entryPoints: [new URL('browser/page.js', root).pathname],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    outfile: join(folder, 'page.js'),
  });
});

test.after(async () => {
  await browser.close();
  await files.stop();
  await rm(folder, { recursive: true });
});

for (const host of ['server', 'wasm']) {
  // Engines without `Symbol.dispose` get it from the client.
  for (const dispose of ['of its own', 'of the client']) {
    test(`every function and method works in a page on this host: ${host}, with a Symbol.dispose ${dispose}`, async (t) => {
      const parameters = new URLSearchParams({ host });
      if (host === 'server') {
        parameters.set('url', await serverUrl(t, undefined, new URL(files.url).origin));
      }
      const page = await browser.newPage();
      t.after(() => page.close());
      if (dispose === 'of the client') {
        // The built-in property cannot be removed, but what scripts see as `Symbol` can lack it.
        await page.addInitScript(() => {
          const known = ['asyncIterator', 'hasInstance', 'iterator', 'toPrimitive', 'toStringTag'];
          const symbol = Object.assign((text) => Symbol_(text), { for: (text) => Symbol_.for(text) });
          const Symbol_ = globalThis.Symbol;
          known.forEach((name) => (symbol[name] = Symbol_[name]));
          globalThis.Symbol = symbol;
        });
      }
      await page.goto(`${files.url}?${parameters}`);
      const handle = await page.waitForFunction(() => window.outcome);
      const { passed, error } = await handle.jsonValue();
      assert.equal(error, undefined, `after ${passed.join(', ')}`);
      assert.ok(passed.length >= 9, `${passed}`);
    });
  }
}
