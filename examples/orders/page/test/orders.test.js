/**
 * Customers and staff in a real browser, each with a profile of their own.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launchBrowser } from '../../../../e2e/browser.js';
import { openAs, startApplication } from './application.js';

const module = process.env.ORDERS_WASM;
assert.ok(module, '`cargo xtask test e2e` builds the module of the domain and names its folder in ORDERS_WASM');

let application, browser;
before(async () => {
  [application, browser] = await Promise.all([startApplication(['--module', module]), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  assert.equal(await application?.stop(), 0);
});

/** Orders one of an article, and returns the number of the order. */
async function order(page, article) {
  await page.goto(`${application.url}/#/shop`);
  await page.getByRole('button', { name: `Add ${article}` }).click();
  await page.locator('#total').waitFor();
  await page.getByRole('button', { name: 'Place the order' }).click();
  await page.locator('#status').waitFor();
  return Number(/\d+$/.exec(page.url())[0]);
}

test('a page without a session asks for the password and names a wrong one', async () => {
  const page = await browser.newPage();
  await page.goto(application.url);
  await page.getByLabel('Name').fill('amy');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.getByRole('alert').getByText('no such user with this password').waitFor();
  await page.getByLabel('Password').fill('demo');
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.getByRole('heading', { name: "Today's shelf" }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: "Today's shelf" }).waitFor();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
  await page.close();
});

test('the page computes the price of the basket itself', async () => {
  const { page, problems, context } = await openAs(browser, application.url, 'rory');
  await page.getByText('Priced in this page').waitFor();
  await page.getByRole('button', { name: 'Add Assam tea' }).click();
  await page.getByText('€17.80').waitFor();
  await context.setOffline(true);
  for (let more = 1; more < 8; more += 1) {
    await page.getByRole('button', { name: 'One Assam tea, 250 g more' }).click();
  }
  // 8 × €12.90, less a tenth, without shipping.
  await page.getByText('€92.88').waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test('all who look at an order see its status change, and the lists show it when it is new', async () => {
  const amy = await openAs(browser, application.url, 'amy');
  const river = await openAs(browser, application.url, 'river');
  const rory = await openAs(browser, application.url, 'rory');
  await rory.page.goto(`${application.url}/#/orders`);
  const number = await order(amy.page, 'Rooibos');
  await river.page.getByRole('link', { name: `No. ${number} ` }).click();
  for (const [button, status] of [['Mark as packed', 'packed'], ['Mark as shipped', 'shipped']]) {
    await river.page.getByRole('button', { name: button }).click();
    await amy.page.locator(`#status[data-status=${status}]`).waitFor();
    await amy.page.locator(`.list [aria-current] [data-status=${status}]`).waitFor();
  }
  assert.equal(await amy.page.getByRole('button', { name: 'Cancel the order' }).count(), 0);
  assert.equal(await rory.page.getByRole('link', { name: `No. ${number} ` }).count(), 0, 'it is not an order of rory');
  assert.deepEqual([amy.problems, river.problems, rory.problems], [[], [], []]);
  await Promise.all([amy.context.close(), river.context.close(), rory.context.close()]);
});

test('a lost connection is visible, and the lists are whole again when it is back', async () => {
  const river = await openAs(browser, application.url, 'river');
  await river.page.locator('.list').waitFor();
  await river.context.setOffline(true);
  await river.page.getByText('Reconnecting').waitFor({ timeout: 1000 });
  const amy = await openAs(browser, application.url, 'amy');
  const number = await order(amy.page, 'Sencha');
  assert.equal(await river.page.getByRole('link', { name: `No. ${number} ` }).count(), 0);
  await river.context.setOffline(false);
  await river.page.locator('[data-connection=connected]').waitFor();
  await river.page.getByRole('link', { name: `No. ${number} ` }).waitFor();
  await Promise.all([amy.context.close(), river.context.close()]);
});

test('of two customers who want the last article, the second one reads how many are left', async () => {
  const [amy, rory] = [await openAs(browser, application.url, 'amy'), await openAs(browser, application.url, 'rory')];
  for (const { page } of [amy, rory]) {
    await page.getByRole('button', { name: 'Add Bamboo whisk' }).click();
    await page.getByRole('button', { name: 'One Bamboo whisk more' }).click();
    await page.locator('#total').waitFor();
    await page.getByText('2 × Bamboo whisk').waitFor();
  }
  await amy.page.getByRole('button', { name: 'Place the order' }).click();
  await amy.page.locator('#status').waitFor();
  await rory.page.getByRole('button', { name: 'Place the order' }).click();
  await rory.page.getByText('Bamboo whisk: somebody was faster, 1 are left.').waitFor();
  await Promise.all([amy.context.close(), rory.context.close()]);
});

test('an attached file arrives whole, and a cancelled one leaves nothing', async () => {
  const { page, problems, context } = await openAs(browser, application.url, 'amy');
  await order(page, 'Matcha');
  const content = Buffer.alloc(3_000_000, 'tea ');
  const folder = await mkdtemp(join(tmpdir(), 'orders-files-'));
  const attach = async (name, buffer) => {
    const path = join(folder, name);
    await writeFile(path, buffer);
    await page.setInputFiles('input[type=file]', path);
  };
  await attach('note.bin', content);
  await page.getByRole('button', { name: 'note.bin' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'note.bin' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'note.bin');
  assert.ok((await readFile(await download.path())).equals(content));

  // Cancels as soon as the first bytes have arrived: on this machine, the rest follows at once.
  await page.evaluate(() => {
    globalThis.cancelled = new Promise(resolve => {
      new MutationObserver((_, observer) => {
        const upload = document.querySelector('.upload');
        const { value, max } = upload?.querySelector('progress') ?? {};
        if (value > 0 && value < max) {
          observer.disconnect();
          upload.querySelector('button').click();
          resolve();
        }
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
  });
  await attach('large.bin', Buffer.alloc(20_000_000));
  await page.evaluate(() => globalThis.cancelled);
  await page.locator('.upload').waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('button', { name: 'large.bin' }).count(), 0);
  assert.equal(await page.locator('.notice').count(), 0);

  await attach('film.bin', Buffer.alloc(21 << 20));
  await page.getByText('film.bin is too large: a file can have 21.0 MB.').waitFor();
  await rm(folder, { recursive: true });
  assert.deepEqual(problems, []);
  await context.close();
});

test('a forecast shows how far it is, and can be cancelled and run again', async () => {
  const { page, problems, context } = await openAs(browser, application.url, 'river');
  await page.getByRole('link', { name: 'Stock' }).click();
  await page.getByLabel('Days').fill('365');
  await page.getByRole('button', { name: 'Run' }).click();
  await page.waitForFunction(() => document.querySelector('.run progress')?.value > 0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Run' }).waitFor();
  assert.equal(await page.locator('.risks').count(), 0);
  await page.getByLabel('Days').fill('5');
  await page.getByRole('button', { name: 'Run' }).click();
  await page.locator('.risks li').nth(9).waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test('the export is a file with all orders', async () => {
  const amy = await openAs(browser, application.url, 'amy');
  const number = await order(amy.page, 'Heather honey');
  const river = await openAs(browser, application.url, 'river');
  const [download] = await Promise.all([
    river.page.waitForEvent('download'),
    river.page.getByRole('button', { name: 'Export' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'orders.csv');
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n');
  // The page writes the time, because only the page knows how its user reads it.
  assert.match(lines[1], new RegExp(`^${number},amy,placed,"\\d+ \\w+ \\d{4}, \\d\\d:\\d\\d",1,14\\.70$`));
  await Promise.all([amy.context.close(), river.context.close()]);
});

test('a logout in one window logs out the others of the session', async () => {
  const { page, problems, context } = await openAs(browser, application.url, 'amy');
  const other = await context.newPage();
  await other.goto(application.url);
  await other.locator('[data-connection=connected]').waitFor();
  const elsewhere = await openAs(browser, application.url, 'amy');
  await page.getByRole('button', { name: 'Log out' }).click();
  for (const window of [page, other]) {
    await window.getByRole('heading', { name: 'Log in' }).waitFor();
  }
  await elsewhere.page.locator('[data-connection=connected]').waitFor();
  await order(elsewhere.page, 'Sencha');
  assert.deepEqual([problems, elsewhere.problems], [[], []]);
  await Promise.all([context.close(), elsewhere.context.close()]);
});
