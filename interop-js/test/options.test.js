// What the application passes is checked where it comes in, and what the server says where it arrives.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { connect } from '../src/index.js';
import { FakeSocket, ignore, start, startConnected } from './support/fake-server.js';

function useMockTimers(t) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
}

test('options of the wrong type or size are refused by name', () => {
  const wrong = {
    reconnectDelay: [500, null, 'soon', {}],
    WebSocket: [1, null, 'ws', {}],
    connectTimeout: [0, -1, NaN, '30000', () => 1, {}],
    failFast: [1, null, 'yes', {}],
    maxQueuedCalls: [-1, NaN, '5', {}],
    maxQueuedBytes: [-1, NaN, '5', {}],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const options = { WebSocket: FakeSocket, [name]: value };
      assert.throws(() => connect('https://example.test', options), new RegExp(`The option ${name} must be`), `${name} ${value}`);
    }
  }
});

test('an address that is none is refused by name', () => {
  assert.throws(() => connect('/_interop', { WebSocket: FakeSocket }), /connect\(\) cannot use the URL '\/_interop'.*absolute/);
});

const unusable = {
  'throws': () => {
    throw new Error('oops');
  },
  'returns nothing': () => {},
  'returns a promise': async () => 5,
  'returns a promise that rejects': async () => {
    throw new Error('oops');
  },
  'returns NaN': () => NaN,
  'returns a negative number': () => -1,
  'returns Infinity': () => Infinity,
  'returns a string': () => '100',
  'returns an object': () => ({}),
};
for (const [what, reconnectDelay] of Object.entries(unusable)) {
  test(`the default delay takes the place of a reconnectDelay that ${what}`, (t) => {
    useMockTimers(t);
    const logged = t.mock.method(console, 'error', () => {});
    const { connection, server } = start(t, { reconnectDelay });
    server.socket.drop();
    assert.match(logged.mock.calls[0].arguments[0], /option reconnectDelay .* default delay/);
    assert.equal(connection.state, 'connecting');
    mock.timers.tick(200);
    assert.equal(server.sockets.length, 1, 'not at once');
    mock.timers.tick(300);
    assert.equal(server.sockets.length, 2);
    for (let attempt = 1; attempt <= 30; attempt++) {
      server.socket.drop();
      mock.timers.tick(30000);
    }
    assert.equal(connection.state, 'closed', 'it gives up as the default does');
  });
}

test('a delay longer than timers can wait is waited for', (t) => {
  useMockTimers(t);
  const month = 30 * 24 * 3600 * 1000;
  const { server } = start(t, { reconnectDelay: () => month });
  server.socket.drop();
  for (let day = 0; day < 29; day++) {
    mock.timers.tick(month / 30);
  }
  assert.equal(server.sockets.length, 1);
  // The mocked clock is late by up to a step when a timer sets another one.
  mock.timers.tick(month / 30);
  mock.timers.tick(month / 30);
  assert.equal(server.sockets.length, 2);
});

test('an application may close the connection when it is asked for the delay', (t) => {
  useMockTimers(t);
  const { connection, server } = start(t, { reconnectDelay: () => (connection.close(), 5) });
  server.socket.drop();
  assert.equal(connection.state, 'closed');
  mock.timers.tick(1000);
  assert.equal(server.sockets.length, 1);
});

test('a server that has announced a time-out of 100 days is given it', (t) => {
  useMockTimers(t);
  const timeout = 100 * 24 * 3600 * 1000;
  const { connection, server } = startConnected(t, { welcome: { timeout } });
  mock.timers.tick(60 * 1000);
  assert.equal(connection.state, 'connected');
  server.socket.drop();
  mock.timers.tick(0);
  assert.equal(server.sockets.length, 2);
});

test('numbers of the server that are none count as not announced', (t) => {
  useMockTimers(t);
  for (const value of [NaN, null, -5, 0, 'soon', {}]) {
    const limits = { maxCallsInFlight: value || 'none', maxArgumentBytes: value || 'none', window: value, partBytes: value };
    const { connection, socket } = startConnected(t, { welcome: { timeout: value, keepAlive: value, limits } });
    ignore(connection.invokeMethodAsync('A', 'M', 'x'.repeat(100)));
    assert.equal(socket.take().length, 1, String(value));
    mock.timers.tick(30000);
    assert.equal(connection.state, 'connected', String(value));
    mock.timers.tick(7500);
    assert.equal(connection.state, 'connecting', `${value}: the default time-out applies`);
  }
});

test('connectTimeout limits how long an attempt may take, whatever the server does', (t) => {
  useMockTimers(t);
  const { server } = start(t, { connectTimeout: 1000 });
  mock.timers.tick(900);
  server.socket.dispatchEvent(new Event('open'));
  mock.timers.tick(99);
  assert.equal(server.sockets.length, 1);
  mock.timers.tick(1);
  mock.timers.tick(0);
  assert.equal(server.sockets.length, 2);
});

test('a connection can wait indefinitely to be accepted', (t) => {
  useMockTimers(t);
  const { connection, server } = start(t, { connectTimeout: Infinity });
  mock.timers.tick(3600 * 1000);
  assert.equal(server.sockets.length, 1);
  server.socket.welcome();
  assert.equal(connection.state, 'connected');
});

test('withSignal takes signals only', (t) => {
  const { connection } = start(t);
  for (const value of [undefined, null, 5, {}, new AbortController()]) {
    assert.throws(() => connection.withSignal(value), /must be an AbortSignal/);
  }
});
