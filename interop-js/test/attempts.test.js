// Attempts to connect: those that fail, their URLs, and what makes the next one come at once.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { connect } from '../src/index.js';
import { FakeSocket, record, start, startConnected } from './support/fake-server.js';

function useMockTimers(t) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
}

/** Runs what promises have waiting. */
const settled = () => new Promise(setImmediate);

test('each failed attempt raises an event with its number and the delay before the next', (t) => {
  useMockTimers(t);
  const { connection, server } = start(t, { reconnectDelay: (attempt) => (attempt < 2 ? 100 * (attempt + 1) : null) });
  const events = record(connection);
  server.socket.drop(1006, 'unreachable');
  mock.timers.tick(100);
  server.socket.drop();
  mock.timers.tick(200);
  server.socket.drop(1013, 'full');
  const unknown = 'The server cannot be reached, or has refused the connection.';
  assert.deepEqual(events, [
    ['failed', { attempt: 1, delay: 100, code: 1006, reason: 'unreachable' }],
    ['failed', { attempt: 2, delay: 200, code: 1006, reason: unknown }],
    ['failed', { attempt: 3, delay: null, code: 1013, reason: 'full' }],
    ['closed', { code: 1013, reason: 'full' }],
  ]);
});

test('attempts are counted again from zero after each connection', (t) => {
  useMockTimers(t);
  const { connection, server } = startConnected(t);
  const events = record(connection);
  server.socket.drop();
  mock.timers.tick(0);
  server.socket.drop();
  mock.timers.tick(0);
  server.socket.welcome();
  assert.deepEqual(events.map(([type, { attempt }]) => [type, attempt]), [['disconnected', undefined], ['failed', 1], ['connected', undefined]]);
});

test('an attempt that the server never answers fails after its time', (t) => {
  useMockTimers(t);
  const { connection, server } = start(t, { connectTimeout: 2000, reconnectDelay: () => 500 });
  const events = record(connection);
  server.socket.dispatchEvent(new Event('open'));
  mock.timers.tick(2000);
  assert.deepEqual(events, [['failed', { attempt: 1, delay: 500, code: 1006, reason: 'The server has not answered in time.' }]]);
  assert.equal(server.socket.closedWith, 1000);
});

test('the reason is what the error says, if the close event has none', (t) => {
  const { connection, server } = start(t);
  const events = record(connection);
  server.socket.dispatchEvent(Object.assign(new Event('error'), { message: 'Unexpected server response: 403' }));
  server.socket.drop(1006);
  assert.equal(events[0][1].reason, 'Unexpected server response: 403');
});

test('a listener of a failed attempt can close the connection, or make the next attempt at once', (t) => {
  useMockTimers(t);
  const { connection, server } = start(t, { reconnectDelay: () => 1000 });
  connection.addEventListener('failed', () => connection.connect(), { once: true });
  server.socket.drop();
  assert.equal(server.sockets.length, 2);
  connection.addEventListener('failed', () => connection.close(), { once: true });
  server.socket.drop();
  mock.timers.tick(5000);
  assert.equal(server.sockets.length, 2);
  assert.equal(connection.state, 'closed');
});

/** Connects with a function for the URL. */
function startWith(t, url, options = {}) {
  const sockets = [];
  class Socket extends FakeSocket {
    constructor(...args) {
      super(...args);
      sockets.push(this);
    }
  }
  const connection = connect(url, { WebSocket: Socket, reconnectDelay: () => 10, ...options });
  t.after(() => connection.close());
  return { connection, sockets, events: record(connection) };
}

test('a function is asked for the URL of each attempt', async (t) => {
  useMockTimers(t);
  let ticket = 0;
  const functions = [
    () => `https://example.test/_interop?ticket=${++ticket}`,
    async () => new URL(`https://example.test/_interop?ticket=${++ticket}`),
  ];
  for (const url of functions) {
    const { connection, sockets, events } = startWith(t, url);
    await settled();
    sockets[0].welcome();
    sockets[0].drop();
    mock.timers.tick(10);
    await settled();
    sockets[1].welcome();
    assert.deepEqual(sockets.map((socket) => socket.url), [
      `wss://example.test/_interop?ticket=${ticket - 1}`,
      `wss://example.test/_interop?ticket=${ticket}`,
    ]);
    assert.deepEqual(events.map(([type]) => type), ['connected', 'disconnected', 'connected']);
    connection.close();
  }
  assert.equal(ticket, 4);
});

const WITHOUT_URL = {
  'throws': [() => { throw new Error('no ticket'); }, /no ticket/],
  'rejects': [async () => { throw new Error('no ticket'); }, /no ticket/],
  'rejects with nothing': [() => Promise.reject(), /undefined/],
  'returns no URL': [() => 'not a url', /connect\(\) cannot use the URL 'not a url'/],
  'returns nothing': [async () => {}, /connect\(\) cannot use the URL 'undefined'/],
};
for (const [what, [url, reason]] of Object.entries(WITHOUT_URL)) {
  test(`a function that ${what} is a failed attempt`, async (t) => {
    useMockTimers(t);
    const { connection, sockets, events } = startWith(t, url);
    for (const attempt of [1, 2]) {
      await settled();
      const [type, detail] = events.at(-1);
      assert.deepEqual([type, detail.attempt, detail.delay, detail.code], ['failed', attempt, 10, 1006]);
      assert.match(detail.reason, reason);
      mock.timers.tick(10);
    }
    assert.equal(connection.state, 'connecting');
    assert.deepEqual(sockets, []);
  });
}

test('a URL that never comes fails its attempt after connectTimeout, and is ignored if it comes later', async (t) => {
  useMockTimers(t);
  const given = [];
  const { sockets, events } = startWith(t, () => new Promise((resolve) => given.push(resolve)), { connectTimeout: 1000 });
  await settled();
  mock.timers.tick(1000);
  assert.deepEqual(events.map(([type]) => type), ['failed']);
  mock.timers.tick(10);
  await settled();
  given[0]('https://late.test');
  given[1]('https://example.test');
  await settled();
  assert.deepEqual(sockets.map(({ url }) => url), ['wss://example.test/']);
});

test('a URL that comes after the connection was closed opens nothing', async (t) => {
  let give;
  const { connection, sockets, events } = startWith(t, () => new Promise((resolve) => (give = resolve)));
  await settled();
  connection.close();
  give('https://example.test');
  await settled();
  assert.deepEqual(sockets, []);
  assert.deepEqual(events.map(([type]) => type), ['closed']);
});

test('without a WebSocket class connect() throws, also if it is given a function', (t) => {
  const { WebSocket } = globalThis;
  delete globalThis.WebSocket;
  t.after(() => WebSocket && Object.assign(globalThis, { WebSocket }));
  assert.throws(() => connect(() => 'https://example.test', {}), /There is no global WebSocket class/);
});

/** A page: the events of its window, and of its document. */
function usePage(t) {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  globalThis.document = document;
  for (const name of ['addEventListener', 'removeEventListener']) {
    globalThis[name] = window[name].bind(window);
  }
  t.after(() => ['document', 'addEventListener', 'removeEventListener'].forEach((name) => delete globalThis[name]));
  return {
    online: () => window.dispatchEvent(new Event('online')),
    offline: () => window.dispatchEvent(new Event('offline')),
    becomes(visibilityState) {
      document.visibilityState = visibilityState;
      document.dispatchEvent(new Event('visibilitychange'));
    },
    resumes: () => document.dispatchEvent(new Event('resume')),
    isShown: () => window.dispatchEvent(new Event('pageshow')),
  };
}

test('the next attempt comes at once when the network is back or the page becomes visible', (t) => {
  useMockTimers(t);
  const page = usePage(t);
  const delays = [];
  const { connection, server } = start(t, { reconnectDelay: (attempt) => (delays.push(attempt), 20000) });
  let sockets = 1;
  const wakes = [page.online, () => page.becomes('visible'), page.resumes, page.isShown, () => connection.connect()];
  for (const happens of wakes) {
    server.socket.drop();
    mock.timers.tick(10000);
    page.becomes('hidden');
    page.offline();
    assert.equal(server.sockets.length, sockets);
    happens();
    assert.equal(server.sockets.length, ++sockets);
    happens();
    mock.timers.tick(15000);
    assert.equal(server.sockets.length, sockets, 'while an attempt is under way, there is no other');
  }
  assert.deepEqual(delays, wakes.map(() => 0), 'delays start again from the first');
});

test('a connection that has ended no longer listens to the page', (t) => {
  const page = usePage(t);
  const { connection, server } = startConnected(t);
  connection.close();
  page.online();
  page.becomes('visible');
  assert.equal(server.sockets.length, 1);
});

test('when the network has ended, a server that does not answer immediately counts as lost', (t) => {
  useMockTimers(t);
  const page = usePage(t);
  const { connection, server, socket } = startConnected(t);
  const events = record(connection);
  page.offline();
  assert.deepEqual(socket.take(), [['ping']]);
  socket.receive(['pong']);
  mock.timers.tick(900);
  assert.equal(connection.state, 'connected', 'a server on this machine needs no network');
  page.offline();
  mock.timers.tick(999);
  assert.deepEqual(events.map(([type]) => type), ['disconnected']);
  assert.equal(server.sockets.length, 2);
});

test('when the page is woken, a server that does not answer within a second is lost', (t) => {
  useMockTimers(t);
  const page = usePage(t);
  for (const wakes of [page.online, () => page.becomes('visible'), page.resumes, page.isShown]) {
    const { connection, socket } = startConnected(t, { reconnectDelay: () => 10 });
    wakes();
    assert.deepEqual(socket.take(), [['ping']]);
    mock.timers.tick(699);
    socket.receive(['pong']);
    mock.timers.tick(20000);
    assert.equal(connection.state, 'connected');
    wakes();
    mock.timers.tick(400);
    wakes();
    mock.timers.tick(299);
    assert.equal(connection.state, 'connected', 'not before the time is over');
    mock.timers.tick(200);
    assert.equal(connection.state, 'connecting', 'and not later, if the page is woken again');
    connection.close();
  }
});

test('a server that took long for its welcome may take longer to answer a page that is woken', (t) => {
  useMockTimers(t);
  const page = usePage(t);
  let now = 0;
  t.mock.method(Date, 'now', () => now);
  const { connection, server } = start(t);
  server.socket.dispatchEvent(new Event('open'));
  now += 1500;
  server.socket.receive(['welcome', { version: 1, circuit: '8', timeout: 30000 }]);
  page.becomes('visible');
  mock.timers.tick(2999);
  assert.equal(connection.state, 'connected');
  mock.timers.tick(751);
  assert.equal(connection.state, 'connecting');
});

test('while an upload is waiting to be sent, a page that is woken does not expect an answer soon', (t) => {
  useMockTimers(t);
  const page = usePage(t);
  const { connection, socket } = startConnected(t);
  socket.bufferedAmount = 1;
  page.becomes('visible');
  mock.timers.tick(20000);
  assert.deepEqual([connection.state, socket.take()], ['connected', []]);
});

test('attempts do not run out while the network is gone', (t) => {
  useMockTimers(t);
  const page = usePage(t);
  const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { onLine: false }, configurable: true });
  t.after(() => (navigator ? Object.defineProperty(globalThis, 'navigator', navigator) : delete globalThis.navigator));
  const { connection, server } = start(t, { reconnectDelay: undefined });
  for (let attempt = 0; attempt < 100; attempt++) {
    server.socket.drop();
    mock.timers.tick(30000);
    assert.equal(server.sockets.length, attempt + 2);
  }
  page.online();
  server.socket.welcome();
  assert.equal(connection.state, 'connected');
});
