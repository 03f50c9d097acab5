/**
 * The page around the examples, on every host.
 */
import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { connected, launchBrowser, openGallery, textBecomes } from './browser.js';
import { HOSTS, startGallery } from './gallery.js';

let gallery;
let browser;
before(async () => {
  [gallery, browser] = await Promise.all([startGallery(), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await gallery?.stop();
});

for (const host of HOSTS) {
  test(`${host}: two tabs have objects of their own`, async () => {
    const context = await browser.newContext();
    const url = gallery.page(host);
    const [first, second] = [await openGallery(context, url), await openGallery(context, url)];
    const input = '#call-dotnet-example-one-helper input';
    await first.page.fill(input, 'Amy');
    await second.page.fill(input, 'Rory');
    for (const [{ page }, name] of [[first, 'Amy'], [second, 'Rory'], [first, 'Amy']]) {
      await page.bringToFront();
      await page.click('#call-dotnet-example-one-helper button');
      await textBecomes(page, '#call-dotnet-example-one-helper .result', `Message from .NET: "Hello, ${name}!"`);
    }
    await first.page.click('#call-dotnet-example-6 button >> nth=2');
    await textBecomes(first.page, '#call-dotnet-example-6 li:nth-child(3)', 'UpdateMessage Called!');
    await second.page.bringToFront();
    await textBecomes(second.page, '#call-dotnet-example-6 li:nth-child(3)', 'Select one of these list item buttons. InteropCall');
    await first.page.close();
    await second.page.click('#call-dotnet-example-2 button');
    await textBecomes(second.page, '#call-dotnet-example-2 .result', 'Hello, Amy Pond!');
    assert.deepEqual([first.problems, second.problems], [[], []]);
    await context.close();
  });

  test(`${host}: after a lost connection the components are new and have what the inputs say`, async () => {
    const { page, problems, printed } = await openGallery(browser, gallery.page(host));
    await page.fill('#call-dotnet-example-2 input', 'Rory');
    await page.click('#call-dotnet-example-6 button');
    await textBecomes(page, '#call-dotnet-example-6 li', 'UpdateMessage Called!');
    await page.click('#disconnection button');
    const line = /^WaitForEver: the connection is lost/;
    if (host === 'server') {
      await page.waitForFunction(() => document.getElementById('connection').textContent.startsWith('Connecting'));
      await gallery.printed(line);
    } else {
      await printed(line);
    }
    await connected(page);
    await textBecomes(page, '#call-dotnet-example-6 li', 'Select one of these list item buttons. InteropCall');
    await page.click('#call-dotnet-example-2 button');
    await textBecomes(page, '#call-dotnet-example-2 .result', 'Hello, Rory!');
    assert.deepEqual(problems, []);
    await page.close();
  });

  test(`${host}: everything can be done with the keyboard`, async () => {
    const { page } = await openGallery(browser, gallery.page(host));
    await page.focus('#call-dotnet-example-2 input');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Rory');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await textBecomes(page, '#call-dotnet-example-2 .result', 'Hello, Rory!');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(outline, 'solid');
    const unreachable = await page.$$eval('[onclick], [data-onclick]', elements =>
      elements.filter(element => element.tabIndex < 0).map(element => element.outerHTML));
    assert.deepEqual(unreachable, []);
    await page.close();
  });

  test(`${host}: results are announced and everything has a name`, async () => {
    const { page } = await openGallery(browser, gallery.page(host));
    const silent = await page.$$eval('.result', results =>
      results.filter(result => result.getAttribute('aria-live') !== 'polite').map(result => result.outerHTML));
    assert.deepEqual(silent, []);
    const nameless = await page.$$eval('button, input, nav a, summary', elements =>
      elements.filter(element => !(element.innerText || element.labels?.length || element.textContent)).map(element => element.outerHTML));
    assert.deepEqual(nameless, []);
    await page.close();
  });

  test(`${host}: a phone shows one column and nothing beyond its edge`, async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    const { page, problems } = await openGallery(context, gallery.page(host));
    const [width, open] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.querySelectorAll('details[open]').length,
    ]);
    assert.equal(width, 360);
    assert.equal(open, 0);
    const tops = await page.$$eval('.hosts > :not(.wide), .connection', places => places.map(place => Math.round(place.getBoundingClientRect().top)));
    assert.equal(new Set(tops).size, 1, `the hosts and the state are in one row: ${tops}`);
    await page.tap('#call-dotnet-example-1 summary');
    await page.tap('#call-dotnet-example-1 button');
    await textBecomes(page, '#call-dotnet-example-1 .result', 'Array(3) [ 1, 2, 3 ]');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test('on a desktop all code is there to be read, and every attribute of the project is marked', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const { page, problems } = await openGallery(context, gallery.page('server'));
  await page.$$eval('.sources details', files => files.forEach(file => { file.open = true; }));
  const hidden = await page.$$eval('.sources pre', panels =>
    panels.filter(panel => panel.scrollHeight > panel.clientHeight || panel.scrollWidth > panel.clientWidth).map(panel => panel.ariaLabel));
  assert.deepEqual(hidden, []);
  const [marked, there] = await page.$$eval('.sources code', panels => [
    panels.flatMap(panel => [...panel.querySelectorAll('.i')]).length,
    panels.map(panel => panel.textContent.match(/#\[(js_invokable|interop_object)/g)?.length ?? 0).reduce((sum, count) => sum + count),
  ]);
  assert.ok(there > 20);
  assert.equal(marked, there);
  assert.deepEqual(problems, []);
  await context.close();
});

test('each page says where Rust runs and leads to the other', async () => {
  const [server, wasm] = [gallery.page('server'), gallery.page('wasm')];
  const { page, problems } = await openGallery(browser, server);
  const there = '.hosts strong';
  await textBecomes(page, there, 'on the server');
  await page.click('.hosts a');
  await textBecomes(page, there, 'in this page, as WebAssembly');
  assert.equal(page.url(), wasm);
  await connected(page);
  await page.click('.hosts a');
  await textBecomes(page, there, 'on the server');
  assert.equal(page.url(), server);
  await connected(page);
  assert.deepEqual(problems, []);
  await page.close();
});

test('without a module, the other page says how to build it', async () => {
  const other = await startGallery({ wasm: '' });
  const page = await browser.newPage();
  const response = await page.goto(`${other.url}wasm`);
  assert.equal(response.status(), 404);
  await textBecomes(page, 'main, body', /cargo xtask gallery --host wasm/);
  await page.click('a');
  await connected(page);
  await page.close();
  await other.stop();
});

test('the file of a page is there as long as the page', async () => {
  const { page } = await openGallery(browser, gallery.page('server'));
  await page.click('#stream-from-javascript button');
  const text = await textBecomes(page, '#stream-from-javascript .result', /^10000000 bytes in /);
  const file = text.replace('10000000 bytes in ', '');
  await access(file);
  await page.close();
  // What another page is told after this one's end comes after its end.
  const other = await openGallery(browser, gallery.page('server'));
  await assert.rejects(async () => {
    for (;;) {
      await access(file);
      await other.page.click('#call-dotnet-example-1 button');
      await textBecomes(other.page, '#call-dotnet-example-1 .result', 'Array(3) [ 1, 2, 3 ]');
    }
  }, { code: 'ENOENT' });
  await other.page.close();
});

test('the gallery ends when its user stops it, with pages open', async () => {
  const other = await startGallery();
  const { page } = await openGallery(browser, other.page('server'));
  assert.equal(await other.stop(), 0);
  await page.waitForFunction(() => document.getElementById('connection').textContent.startsWith('Connecting'));
  await page.close();
});
