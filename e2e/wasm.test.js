/**
 * What only the page with Rust inside has: synchronous calls, an instance that can end, and files that any server can serve.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { connected, launchBrowser, openGallery, textBecomes } from './browser.js';
import { exportGallery } from './gallery.js';
import { serveFiles } from './static-server.js';

let folder;
let server;
let browser;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gallery-'));
  await exportGallery(folder);
  [server, browser] = await Promise.all([serveFiles(folder, '/some/where/'), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a plain file server is enough, at any path, and nothing leaves the page', async () => {
  const { page, problems } = await openGallery(browser, server.url);
  await textBecomes(page, '.hosts', 'Rust runs in this page, as WebAssembly');
  await textBecomes(page, '#connection', 'Running');
  await page.click('#javascript-isolation button');
  await textBecomes(page, '#javascript-isolation .result', 'Hello, Amy Pond, from a module. Is greet a global? false');
  await page.click('#stream-from-javascript button');
  await textBecomes(page, '#stream-from-javascript .result', '10000000 bytes in memory');
  assert.deepEqual(problems, []);
  await page.close();
});

test('a call without a promise returns the result', async () => {
  const { page, problems } = await openGallery(browser, server.url);
  const [item, array, greeting, bytes] = await page.evaluate(() => [
    DotNet.invokeMethod('BlazorSample', 'ReadItem', 1),
    // Asynchronous, and ready at once.
    DotNet.invokeMethod('BlazorSample', 'ReturnArrayAsync'),
    GreetingHelpers.dotNetHelper.invokeMethod('GetHelloMessage'),
    new TextDecoder().decode(DotNet.invokeMethod('BlazorSample', 'ReturnByteArray')),
  ]);
  assert.deepEqual([item, array, greeting, bytes], [2, [1, 2, 3], 'Hello, Amy Pond!', 'Shiny.']);
  assert.deepEqual(problems, []);
  await page.close();
});

test('a call without a promise that would have to wait is refused', async () => {
  const { page, problems, printed } = await openGallery(browser, server.url);
  const refusal = await page.evaluate(() => {
    try {
      return DotNet.invokeMethod('BlazorSample', 'WaitForEver');
    } catch (error) {
      return error.message;
    }
  });
  assert.match(
    refusal,
    /`WaitForEver` is asynchronous and was not ready at once\. Use invokeMethodAsync instead of invokeMethod\.$/,
  );
  // It has been dropped.
  await printed(/^WaitForEver/);
  assert.deepEqual(await page.evaluate(() => DotNet.invokeMethodAsync('BlazorSample', 'ReturnArrayAsync')), [1, 2, 3]);
  assert.deepEqual(problems, []);
  await page.close();
});

test('after a panic no call hangs, and the fresh instance has new components', async () => {
  const { page } = await openGallery(browser, server.url);
  await page.fill('#call-dotnet-example-2 input', 'Rory');
  await page.click('#call-dotnet-example-6 button');
  await textBecomes(page, '#call-dotnet-example-6 li', 'UpdateMessage Called!');
  const outcomes = await page.evaluate(async () => {
    const pending = DotNet.invokeMethodAsync('BlazorSample', 'WaitForEver');
    const old = GreetingHelpers.dotNetHelper;
    let thrown;
    try {
      DotNet.invokeMethod('BlazorSample', 'ReadItem', 3);
    } catch (error) {
      thrown = error;
    }
    const later = DotNet.invokeMethodAsync('BlazorSample', 'ReturnArrayAsync');
    const rejections = await Promise.allSettled([pending, later, old.invokeMethodAsync('GetHelloMessage')]);
    return [thrown, ...rejections.map(({ reason }) => reason)].map(error => `${error?.code}: ${error?.message}`);
  });
  const [reference, ...calls] = outcomes.reverse();
  for (const call of calls) {
    assert.match(call, /^disconnected: The WebAssembly instance has panicked and can no longer be used: .*the len is 3/s);
  }
  assert.match(reference, /^disconnected: The object with id '\d+' is no longer available: /);
  await page.evaluate(() => gallery.connected());
  await connected(page);
  await textBecomes(page, '#call-dotnet-example-6 li', 'Select one of these list item buttons. InteropCall');
  await page.click('#call-dotnet-example-2 button');
  await textBecomes(page, '#call-dotnet-example-2 .result', 'Hello, Rory!');
  await page.close();
});
