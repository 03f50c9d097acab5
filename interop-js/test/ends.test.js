// How a connection ends whose WebSocket does not do what a browser's does.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { connect } from '../src/index.js';
import { FakeSocket, ignore, start, startConnected } from './support/fake-server.js';

const rejection = (promise) => promise.then(() => assert.fail('it resolved'), (error) => error);

function useMockTimers(t) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
}

test('a WebSocket that only raises an error is lost', async (t) => {
  useMockTimers(t);
  const { connection, server, socket } = startConnected(t);
  const call = connection.invokeMethodAsync('A', 'M');
  socket.dispatchEvent(Object.assign(new Event('error'), { message: 'broken pipe' }));
  mock.timers.tick(250);
  assert.equal((await rejection(call)).code, 'disconnected');
  assert.deepEqual(server.events.at(-1), ['disconnected', { code: 1006, reason: 'broken pipe' }]);
  mock.timers.tick(0);
  assert.equal(server.sockets.length, 2);
});

test('an attempt that only raises an error is followed by the next', (t) => {
  useMockTimers(t);
  const { server } = start(t);
  for (let attempts = 1; attempts < 5; attempts++) {
    assert.equal(server.sockets.length, attempts);
    server.socket.dispatchEvent(new Event('error'));
    mock.timers.tick(250);
    mock.timers.tick(0);
  }
});

test('the close event that follows an error says why', (t) => {
  useMockTimers(t);
  const { connection, server, socket } = startConnected(t);
  socket.dispatchEvent(new Event('error'));
  socket.drop(4003, 'The application closed the circuit.');
  assert.equal(connection.state, 'closed');
  assert.deepEqual(server.events.at(-1), ['closed', { code: 4003, reason: 'The application closed the circuit.' }]);
  mock.timers.tick(1000);
  assert.equal(server.sockets.length, 1);
});

test('a class of WebSockets that throws fails connect(), and the attempts that follow', (t) => {
  useMockTimers(t);
  t.mock.method(console, 'error', () => {});
  class Refusing {
    constructor() {
      throw new Error('no sockets today');
    }
  }
  assert.throws(() => connect('https://example.test', { WebSocket: Refusing }), /no sockets today/);

  const closed = [];
  let made = 0;
  class OnlyOnce extends FakeSocket {
    constructor(...given) {
      super(...given);
      if (++made > 1) {
        throw new Error('only once');
      }
      queueMicrotask(() => this.drop());
    }
  }
  const reconnectDelay = (attempt) => (attempt < 3 ? 10 : null);
  const connection = connect('https://example.test', { WebSocket: OnlyOnce, reconnectDelay });
  connection.addEventListener('closed', ({ detail }) => closed.push(detail));
  return Promise.resolve().then(() => {
    mock.timers.tick(10);
    mock.timers.tick(10);
    mock.timers.tick(10);
    assert.equal(made, 4);
    assert.deepEqual(closed, [{ code: 1006, reason: 'only once' }]);
  });
});

test('a WebSocket whose send throws is lost', async (t) => {
  const { connection, server, socket } = startConnected(t);
  socket.send = () => {
    throw new Error('the socket is broken');
  };
  const next = server.nextSocket();
  const call = connection.invokeMethodAsync('A', 'M', new Uint8Array(3));
  assert.equal((await rejection(call)).code, 'disconnected');
  assert.deepEqual(server.events.at(-1), ['disconnected', { code: 1006, reason: 'the socket is broken' }]);
  (await next).welcome();
  assert.equal(connection.state, 'connected');
});

test('nothing is sent over a WebSocket that is closing, and the next one takes its place', async (t) => {
  useMockTimers(t);
  const { connection, server, socket } = startConnected(t);
  socket.readyState = 2;
  const call = connection.invokeMethodAsync('A', 'M');
  assert.deepEqual(socket.take(), []);
  mock.timers.tick(3000);
  assert.equal((await rejection(call)).code, 'disconnected', 'it was made for the circuit that has ended');
  mock.timers.tick(0);
  server.socket.welcome();
  ignore(connection.invokeMethodAsync('A', 'M'));
  assert.equal(server.socket.take().length, 1);
});

test('a WebSocket that has closed without an event is found out', (t) => {
  useMockTimers(t);
  const { server, socket } = startConnected(t, { welcome: { timeout: 30000 } });
  socket.readyState = 3;
  mock.timers.tick(7500);
  mock.timers.tick(3000);
  mock.timers.tick(0);
  assert.equal(server.sockets.length, 2);
});

test('a WebSocket whose close throws, or never ends, is left behind', async (t) => {
  t.mock.method(console, 'error', () => {});
  const { connection, server, socket } = startConnected(t);
  socket.close = () => {
    throw new Error('it cannot be closed');
  };
  const call = connection.invokeMethodAsync('A', 'M');
  connection.close();
  assert.equal((await rejection(call)).message, 'The connection was closed.');
  assert.equal(connection.state, 'closed');
  socket.receive(['ping']);
  assert.deepEqual(server.events.at(-1), ['closed', { code: 1000, reason: 'The connection was closed.' }]);
});
