/**
 * How a connection ends, and several connections of a page: rows of the table in `interop-js/README.md`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertVisible, connectedPage, newPage, only, ownServer, pretended, server } from './lifecycle-page.js';
import { startScriptedServer } from './lifecycle-server.js';

test('a circuit that the application closes is closed for good', async () => {
  const page = await connectedPage();
  const running = await page.call('Wait');
  const cause = Date.now();
  await page.call('CloseCircuit');
  const event = await page.event(1);
  assert.deepEqual(only(event), ['closed', 4003, 'closed']);
  assertVisible(event, cause);
  for (const call of [running, await page.call('Add', 2, 40)]) {
    assert.equal((await page.outcome(call)).code, 'disconnected');
  }
});

test('a circuit that the application closes for its client to connect again is followed by another one', async () => {
  const page = await connectedPage();
  const running = await page.call('Wait');
  const cause = Date.now();
  await page.call('Reconnect');
  const event = await page.event(1);
  assert.deepEqual(only(event), ['disconnected', 4006, 'connecting']);
  assertVisible(event, cause);
  assert.equal((await page.outcome(running)).code, 'disconnected');
  assert.equal((await page.outcome(await page.call('Add', 2, 40))).result, 42);
  assert.deepEqual(await page.types(), ['connected', 'disconnected', 'connected']);
});

test('a server that violates the protocol is left for good', async () => {
  const page = await newPage();
  await page.open(await pretended(startScriptedServer((socket) => socket.send('{"not":"a frame"}'))));
  const [failed, closed] = [await page.event(0), await page.event(1)];
  assert.deepEqual([failed, closed].map(only), [['failed', 4000, 'closed'], ['closed', 4000, 'closed']]);
  assertVisible(failed, await page.page.evaluate(() => opened));
  assert.equal((await page.outcome(await page.call('Add', 2, 40))).code, 'disconnected');
});

test('close() is seen at once, and a new connection is the one that DotNet uses', async () => {
  const page = await connectedPage();
  const running = await page.call('Wait');
  await page.page.evaluate(() => connection.close());
  assert.deepEqual(only(await page.event(1)), ['closed', 1000, 'closed']);
  for (const call of [running, await page.call('Add', 2, 40)]) {
    assert.equal((await page.outcome(call)).code, 'disconnected');
  }
  await page.page.evaluate(() => connection.connect());
  assert.equal((await page.event(2)).type, 'connected');
  assert.equal((await page.outcome(await page.call('Add', 2, 40))).result, 42);
  await page.page.evaluate(() => connection.close());
  await page.open('/_interop');
  assert.equal((await page.outcome(await page.call('Add', 2, 40))).result, 42);
  assert.deepEqual(await page.types(), ['connected', 'closed', 'connected', 'closed', 'connected']);
});

test('with two connections, the error names the function to use', async () => {
  const page = await connectedPage();
  await page.page.evaluate(() => connect('/_interop'));
  const message = await page.page.evaluate(() => {
    try {
      DotNet.invokeMethodAsync('Lifecycle', 'Add', 2, 40);
    } catch (error) {
      return error.message;
    }
  });
  assert.match(message, /^2 connections are open.*connection\.invokeMethodAsync/);
});

test('a page of an allowed origin loads the client from the server and connects', async () => {
  const own = await ownServer(0, [new URL(server.url).origin]);
  const page = await newPage();
  const sum = await page.page.evaluate(async (url) => {
    const { connect } = await import(`${url}/_interop/index.js`);
    return connect(`${url}/_interop`).invokeMethodAsync('Lifecycle', 'Add', 2, 40);
  }, own.url);
  assert.equal(sum, 42);
  const script = await page.page.evaluate(async (url) => {
    const { interop } = await import(`${url}/_interop/interop.js`);
    return interop.invokeMethodAsync('Lifecycle', 'Add', 2, 40);
  }, own.url);
  assert.equal(script, 42);
});
