/**
 * Every section of the gallery, on every host: each on a page of its own and all on one page.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { connected, launchBrowser, openGallery, textBecomes } from './browser.js';
import { expectations, on } from './expectations.js';
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

async function follow(host, page, { section, steps }) {
  for (const { fill, button, result } of steps) {
    if (fill !== undefined) {
      await page.fill(`#${section} input`, fill);
    }
    await page.locator(`#${section} button`).nth(button).click();
    await textBecomes(page, `#${section} .result`, on(host, result));
  }
}

/** The console says what is expected and nothing else, in this order. */
function assertProblems(problems, patterns) {
  assert.equal(problems.length, patterns.length, problems.join('\n'));
  patterns.forEach((pattern, index) => assert.match(problems[index], pattern));
}

for (const host of HOSTS) {
  describe(`${host}: on a fresh page, without an error in the console`, () => {
    for (const expectation of expectations) {
      test(expectation.section, async () => {
        const { page, problems } = await openGallery(browser, gallery.page(host));
        await follow(host, page, expectation);
        assertProblems(problems, on(host, expectation.problems ?? []));
        await page.close();
      });
    }
  });

  test(`${host}: all sections work one after the other on one page, and again after a reload`, async () => {
    const { page, problems } = await openGallery(browser, gallery.page(host));
    for (const expectation of expectations) {
      await follow(host, page, expectation);
    }
    await page.reload();
    if (host === 'wasm') {
      // Calls of a server wait for their connection.
      await connected(page);
    }
    for (const expectation of expectations) {
      await follow(host, page, expectation);
    }
    const once = expectations.flatMap(({ problems = [] }) => on(host, problems));
    assertProblems(problems, [...once, ...once]);
    await page.close();
  });

  test(`${host}: every section of the page has its expectation`, async () => {
    const { page } = await openGallery(browser, gallery.page(host));
    const sections = await page.$$eval('main section', sections => sections.map(section => section.id));
    assert.deepEqual(expectations.map(({ section }) => section), sections);
    await page.close();
  });

  test(`${host}: the generic objects have the values that JavaScript sent last, and Rust has printed all of them`, async () => {
    const { page, printed } = await openGallery(browser, gallery.page(host));
    const values = '#generics-example .values';
    await textBecomes(page, values, 'genericType1: string 0 genericType2: 0');
    await page.click('#generics-example button');
    await textBecomes(page, values, /^genericType1: string [1-9]\d* genericType2: [1-9]\d*$/);
    const log = await page.innerText('#generics-example .result');
    const sent = [...log.matchAll(/:(Update(?:Async)?)\('?(string )?(\d+)'?\)/g)];
    for (const [, method, string, number] of sent) {
      const type = string ? 'String' : 'i32';
      const line = new RegExp(`^${method}: GenericType<${type}>: ${string ?? ''}${number}$`);
      await (host === 'server' ? gallery.printed(line) : printed(line));
    }
    const last = type => sent.filter(([, , string]) => (type === 'string') === !!string).at(-1)[3];
    await textBecomes(page, values, `genericType1: string ${last('string')} genericType2: ${last('number')}`);
    await page.close();
  });
}

test('too large a call is not sent at all', async () => {
  const { page } = await openGallery(browser, gallery.page('server'));
  const [socket] = [page.waitForEvent('websocket'), page.reload()];
  /** @type {number[]} */
  const sizes = [];
  (await socket).on('framesent', ({ payload }) => sizes.push(payload.length));
  await page.click('#size-limit button >> nth=0');
  await textBecomes(page, '#size-limit .result', /32768/);
  await page.click('#size-limit button >> nth=1');
  await textBecomes(page, '#size-limit .result', /received/);
  assert.equal(sizes.filter(size => size > 32000).length, 1);
  await page.close();
});
