/**
 * How a connection begins, as a page sees it: rows of the table in `interop-js/README.md`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertVisible, newPage, only, ownServer, pretended } from './lifecycle-page.js';
import { closedUrl, startScriptedServer, startSilentServer } from './lifecycle-server.js';

test('calls made before the connection is open wait and are sent', async () => {
  const page = await newPage();
  await page.page.evaluate(() => {
    open('/_interop');
    call('Add', 2, 40);
    globalThis.stateAtFirst = connection.state;
  });
  const event = await page.event(0);
  assert.deepEqual(only(event), ['connected', undefined, 'connected']);
  assertVisible(event, await page.page.evaluate(() => opened));
  assert.equal((await page.outcome(0)).result, 42);
  assert.equal(await page.page.evaluate(() => stateAtFirst), 'connecting');
});

const NOT_ACCEPTED = {
  'cannot be reached': closedUrl,
  'answers with a status': () => '/_interop?status=401',
  'does not allow the origin of the page': async () => (await ownServer()).url.replace('http', 'ws') + '/_interop',
};
for (const [what, url] of Object.entries(NOT_ACCEPTED)) {
  test(`a server that ${what} is a failed attempt, which is repeated`, async () => {
    const page = await newPage();
    await page.open(await url());
    const cause = await page.page.evaluate(() => opened);
    const call = await page.call('Add', 2, 40);
    const first = await page.event(0);
    assert.deepEqual([...only(first), first.attempt, first.delay], ['failed', 1006, 'connecting', 1, 100]);
    assert.match(first.reason, /cannot be reached, or has refused/);
    assertVisible(first, cause);
    const second = await page.event(1);
    assert.deepEqual([second.type, second.attempt], ['failed', 2]);
    assertVisible(second, first.at + 100);
    assert.ok(await page.isPending(call));
  });
}

const UNANSWERED = {
  'accepts the connection but never answers': () => pretended(startSilentServer()),
  'opens the WebSocket but never welcomes': () => pretended(startScriptedServer()),
};
for (const [what, url] of Object.entries(UNANSWERED)) {
  test(`a server that ${what} is a failed attempt after connectTimeout, and what waits is rejected`, async () => {
    const page = await newPage();
    await page.open(await url(), { connectTimeout: 700 });
    const call = await page.call('Add', 2, 40);
    const cause = (await page.page.evaluate(() => opened)) + 700;
    const event = await page.event(0);
    assert.deepEqual(only(event), ['failed', 1006, 'connecting']);
    assert.ok(event.at >= cause);
    assertVisible(event, cause);
    const { code, message, at } = await page.outcome(call);
    assert.deepEqual([code, message], ['disconnected', 'The call was not sent: there was no connection in time.']);
    assert.ok(at >= cause);
    // The call was made after the attempt began.
    assertVisible({ at }, cause);
    const next = await page.call('Add', 2, 40);
    assert.ok(await page.isPending(next), 'new calls wait again');
    assert.equal((await page.outcome(next)).code, 'disconnected');
  });
}

const URL_FUNCTIONS = {
  'throws': ['() => { throw new Error("no ticket") }', /^no ticket$/, 0],
  'rejects': ['async () => { throw new Error("no ticket") }', /^no ticket$/, 0],
  'never answers': ['() => new Promise(() => {})', /not answered in time/, 700],
};
for (const [what, [url, reason, time]] of Object.entries(URL_FUNCTIONS)) {
  test(`a function for the URL that ${what} is a failed attempt`, async () => {
    const page = await newPage();
    await page.page.evaluate(`open(${url}, { connectTimeout: 700 })`);
    const event = await page.event(0);
    assert.deepEqual(only(event), ['failed', 1006, 'connecting']);
    assert.match(event.reason, reason);
    assertVisible(event, (await page.page.evaluate(() => opened)) + time);
    assert.equal((await page.event(1)).attempt, 2);
  });
}

test('a function for the URL is asked for each attempt', async () => {
  const page = await newPage();
  await page.page.evaluate(() => {
    const urls = ['/_interop?status=401', '/_interop?refuse=503', '/_interop'];
    open(async () => urls.shift());
  });
  await page.event(2);
  assert.deepEqual(await page.types(), ['failed', 'failed', 'connected']);
});

test('with failFast, calls without a connection fail at once', async () => {
  const page = await newPage();
  await page.open(await pretended(startSilentServer()), { failFast: true });
  const cause = Date.now();
  const outcome = await page.outcome(await page.call('Add', 2, 40));
  assert.equal(outcome.code, 'disconnected');
  assertVisible(outcome, cause);
});

for (const status of [401, 403, 429]) {
  test(`a refusal of the application with ${status} is final until connect()`, async () => {
    const page = await newPage();
    await page.page.evaluate((status) => {
      globalThis.refuses = true;
      open(() => (refuses ? `/_interop?refuse=${status}` : '/_interop'));
      call('Add', 2, 40);
    }, status);
    const events = [await page.event(0), await page.event(1)];
    assert.deepEqual(events.map(only), [['refused', 4000 + status, 'closed'], ['closed', 4000 + status, 'closed']]);
    assertVisible(events[0], await page.page.evaluate(() => opened));
    for (const call of [0, await page.call('Add', 2, 40)]) {
      const { code, message, data, at } = await page.outcome(call);
      assert.deepEqual([code, message, data], ['refused', 'The reason of the application.', { code: 4000 + status }]);
      assertVisible({ at }, call ? Date.now() : events[0].at);
    }
    await page.page.evaluate(() => {
      refuses = false;
      connection.connect();
    });
    assert.equal((await page.event(2)).type, 'connected');
    assert.equal((await page.outcome(await page.call('Add', 2, 40))).result, 42);
  });
}

test('an application that is unavailable is tried again', async () => {
  const page = await newPage();
  await page.open('/_interop?refuse=503');
  const event = await page.event(0);
  assert.deepEqual([...only(event), event.reason], ['failed', 4503, 'connecting', 'The reason of the application.']);
  assertVisible(event, await page.page.evaluate(() => opened));
  assert.equal((await page.event(1)).attempt, 2);
});

test('when there are no more attempts, the connection is closed', async () => {
  const page = await newPage();
  const url = await closedUrl();
  await page.page.evaluate((url) => {
    open(url, { reconnectDelay: (attempt) => (attempt < 1 ? 50 : null) });
    call('Add', 2, 40);
  }, url);
  const last = await page.event(2);
  assert.deepEqual(await page.types(), ['failed', 'failed', 'closed']);
  assert.equal((await page.event(1)).delay, null);
  assert.equal(last.state, 'closed');
  for (const call of [0, await page.call('Add', 2, 40)]) {
    assert.equal((await page.outcome(call)).code, 'disconnected');
  }
});
