/**
 * The life of a connection as a page sees it: each row of the table in `interop-js/README.md`.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { launchBrowser } from './browser.js';
import { closedUrl, openPage, startForgottenServer, startScriptedServer, startServer, startSilentServer } from './lifecycle-server.js';

/** The time in which a page sees a change, in milliseconds. */
const VISIBLE = 1000;
/** The time after which the server and its clients consider a silent other side lost, in milliseconds. */
const TIMEOUT = 1000;

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
});
after(async () => {
  await browser?.close();
  await server?.kill();
});

/** What a test has opened. */
const opened = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) {
    await close();
  }
});

async function newPage({ url = server.url } = {}) {
  const page = await openPage(browser, url);
  opened.push(() => page.context.close());
  return page;
}

async function connectedPage(options) {
  const page = await newPage(options);
  await page.open();
  assert.equal((await page.event(0)).type, 'connected');
  return page;
}

/** A server that the test ends. */
async function ownServer(port, origins) {
  const own = await startServer(port, origins);
  opened.push(() => own.kill());
  return own;
}

async function pretended(starting) {
  const other = await starting;
  opened.push(() => other.stop());
  return other.url;
}

function assertVisible({ at }, cause) {
  const late = at - cause;
  assert.ok(late <= VISIBLE, `${late} ms after its cause`);
}

const only = ({ type, code, state }) => [type, code, state];

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
