/**
 * What a page finds out about its connection when it wakes up: rows of the table in `interop-js/README.md`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { assertVisible, browser, connectedPage, newPage, only, opened, pretended, TIMEOUT, VISIBLE } from './lifecycle-page.js';
import { startForgottenServer } from './lifecycle-server.js';

/** The processes of the pages that `open` opens. */
async function renderersOf(open) {
  const session = await browser.newBrowserCDPSession();
  opened.push(() => session.detach());
  const renderers = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  };
  const others = await renderers();
  const page = await open();
  const processes = (await renderers()).filter((id) => !others.includes(id));
  assert.ok(processes.length > 0);
  return { page, processes };
}

/** Lets time pass without the page, as when the computer is asleep. Returns when the page continues. */
async function suspend(processes, time) {
  processes.forEach((id) => process.kill(id, 'SIGSTOP'));
  await setTimeout(time);
  const continued = Date.now();
  processes.forEach((id) => process.kill(id, 'SIGCONT'));
  return continued;
}

test('a page that was suspended for longer than the time-out sees at once that its connection is lost', async () => {
  const { page, processes } = await renderersOf(() => connectedPage());
  const running = await page.call('Wait');
  await page.outcome(await page.call('Add', 2, 40));
  const cause = await suspend(processes, 3 * TIMEOUT);
  const event = await page.event(1);
  assert.ok(event.at >= cause);
  assert.deepEqual(only(event), ['disconnected', 4002, 'connecting']);
  assertVisible(event, cause);
  assert.equal((await page.outcome(running)).code, 'disconnected');
  assert.equal((await page.event(2)).type, 'connected');
});

/** A page whose connection has no other end any more, or one that only answers what is named. */
async function forgottenPage(answers) {
  const page = await newPage();
  await page.open(await pretended(startForgottenServer(answers)));
  await page.event(0);
  return page;
}

test('a page that was suspended finds out that its connection has no other end', async () => {
  const { page, processes } = await renderersOf(forgottenPage);
  const running = await page.call('Add', 2, 40);
  const cause = await suspend(processes, 3000);
  const event = await page.event(1);
  assert.deepEqual(only(event), ['disconnected', 1006, 'connecting']);
  assert.ok(event.at >= cause);
  assertVisible(event, cause);
  const outcome = await page.outcome(running);
  assert.equal(outcome.code, 'disconnected');
  assertVisible(outcome, cause);
});

test('a page that was suspended keeps a connection whose server answers', async () => {
  const { page, processes } = await renderersOf(() => forgottenPage({ '["ping"]': '["pong"]' }));
  const running = await page.call('Wait');
  await suspend(processes, 3000);
  await setTimeout(2 * VISIBLE);
  assert.deepEqual([await page.types(), await page.isPending(running)], [['connected'], true]);
});

const WAKING = {
  'the page becomes visible': () => document.dispatchEvent(new Event('visibilitychange')),
  'the page is resumed': () => document.dispatchEvent(new Event('resume')),
  'the page calls connection.connect()': () => connection.connect(),
};
for (const [what, wake] of Object.entries(WAKING)) {
  test(`when ${what}, the next attempt follows at once`, async () => {
    const page = await newPage();
    await page.page.evaluate(() => {
      const urls = ['/_interop?status=503', '/_interop'];
      open(() => urls.shift(), { reconnectDelay: () => 3_600_000 });
    });
    await page.event(0);
    const waiting = await page.call('Add', 2, 40);
    const cause = Date.now();
    await page.page.evaluate(wake);
    const event = await page.event(1);
    assert.deepEqual(only(event), ['connected', undefined, 'connected']);
    assertVisible(event, cause);
    assert.equal((await page.outcome(waiting)).result, 42);
  });
}

const CHECKING = {
  'the page becomes visible': () => document.dispatchEvent(new Event('visibilitychange')),
  'the network is back': () => dispatchEvent(new Event('online')),
  'the page is shown again': () => dispatchEvent(new Event('pageshow')),
  'the page is resumed': () => document.dispatchEvent(new Event('resume')),
  'the page calls connection.connect()': () => connection.connect(),
};
for (const [what, wake] of Object.entries(CHECKING)) {
  test(`when ${what}, a connection without another end is found out, and one with another end is kept`, async () => {
    const page = await forgottenPage();
    const running = await page.call('Add', 2, 40);
    const cause = Date.now();
    await page.page.evaluate(wake);
    const event = await page.event(1);
    assert.deepEqual(only(event), ['disconnected', 1006, 'connecting']);
    assertVisible(event, cause);
    const outcome = await page.outcome(running);
    assert.equal(outcome.code, 'disconnected');
    assertVisible(outcome, cause);

    const other = await connectedPage();
    await other.page.evaluate(wake);
    await setTimeout(2 * VISIBLE);
    assert.deepEqual(await other.types(), ['connected']);
  });
}
