/**
 * How a connection is lost and found again, as a page sees it: rows of the table in `interop-js/README.md`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertVisible, connectedPage, newPage, only, ownServer, TIMEOUT } from './lifecycle-page.js';

test('a server that ends is a lost connection, and the next one is found', async () => {
  const own = await ownServer();
  const page = await connectedPage({ url: own.url });
  const running = await page.call('Wait');
  await page.outcome(await page.call('Add', 2, 40));
  const cause = Date.now();
  await own.kill();
  const event = await page.event(1);
  assert.deepEqual(only(event), ['disconnected', 1006, 'connecting']);
  assertVisible(event, cause);
  const outcome = await page.outcome(running);
  assert.equal(outcome.code, 'disconnected');
  assertVisible(outcome, cause);
  const waiting = await page.call('Add', 2, 40);
  await ownServer(own.port);
  assert.equal((await page.outcome(waiting)).result, 42);
  assert.equal((await page.types()).at(-1), 'connected');
});

test('a shutdown lets running calls complete, refuses new ones, and ends the connection', async () => {
  const own = await ownServer();
  const page = await connectedPage({ url: own.url });
  const running = await page.call('Wait');
  // Its answer says that the server has the call before it.
  await page.outcome(await page.call('Add', 2, 40));
  own.tell('shutdown 60000');
  let refused;
  do {
    refused = await page.outcome(await page.call('Add', 2, 40));
  } while (refused.code === undefined);
  assert.deepEqual([refused.code, await page.state(), await page.isPending(running)], ['shutting_down', 'connected', true]);
  const cause = Date.now();
  own.tell('finish');
  assert.equal((await page.outcome(running)).result, 'finished');
  const event = await page.event(1);
  assert.deepEqual(only(event), ['disconnected', 1001, 'connecting']);
  assertVisible(event, cause);
  const next = await page.event(2);
  assert.deepEqual([next.type, next.code], ['failed', 1006], 'it refuses new connections');
});

test('the end of the grace fails what still runs', async () => {
  const own = await ownServer();
  const page = await connectedPage({ url: own.url });
  const running = await page.call('Wait');
  await page.outcome(await page.call('Add', 2, 40));
  const cause = Date.now() + 300;
  own.tell('shutdown 300');
  const event = await page.event(1);
  assert.deepEqual(only(event), ['disconnected', 1001, 'connecting']);
  assertVisible(event, cause);
  assert.equal((await page.outcome(running)).code, 'disconnected');
});

test('a server that is suspended is lost after its time-out, and found when it continues', async () => {
  const own = await ownServer();
  const page = await connectedPage({ url: own.url });
  const running = await page.call('Wait');
  await page.outcome(await page.call('Add', 2, 40));
  const suspended = Date.now();
  own.suspend();
  const event = await page.event(1);
  assert.deepEqual([...only(event), event.reason], ['disconnected', 1006, 'connecting', 'The server has been silent for too long.']);
  assertVisible(event, suspended + TIMEOUT);
  assert.equal((await page.outcome(running)).code, 'disconnected');
  const waiting = await page.call('Add', 2, 40);
  assert.ok(await page.isPending(waiting));
  own.resume();
  assert.equal((await page.outcome(waiting)).result, 42);
});

test('when the network is gone, the connection is lost, and it comes back with the network', async () => {
  const page = await newPage();
  await page.page.evaluate(() => open('/_interop', { reconnectDelay: () => 3_600_000 }));
  await page.event(0);
  const running = await page.call('Wait');
  await page.outcome(await page.call('Add', 2, 40));
  let cause = Date.now();
  await page.context.setOffline(true);
  const lost = await page.event(1);
  assert.deepEqual(only(lost), ['disconnected', 1006, 'connecting']);
  assertVisible(lost, cause);
  assert.equal((await page.outcome(running)).code, 'disconnected');
  const waiting = await page.call('Add', 2, 40);
  cause = Date.now();
  await page.context.setOffline(false);
  const found = await page.event(2);
  assert.deepEqual([found.type, found.state], ['connected', 'connected']);
  assertVisible(found, cause);
  assert.equal((await page.outcome(waiting)).result, 42);
});
