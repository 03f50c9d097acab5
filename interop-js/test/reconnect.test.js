// A connection that is lost, found again, or lost for good.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { DotNet } from '../src/index.js';
import { start, startConnected } from './support/fake-server.js';

const rejection = (promise) => promise.then(() => assert.fail('it resolved'), (error) => error);

test('a lost connection rejects what was under way and connects again by itself', async (t) => {
  const { connection, server, socket } = startConnected(t);
  const call = connection.invokeMethodAsync('A', 'M');
  const next = server.nextSocket();
  socket.drop();
  const error = await rejection(call);
  assert.deepEqual([error.code, error.assembly, error.method], ['disconnected', 'A', 'M']);
  assert.equal(connection.state, 'connecting');

  const queued = connection.invokeMethodAsync('A', 'Later');
  (await next).welcome({ circuit: '9' });
  assert.deepEqual(server.socket.take(), [['call', 2, 'A', 'Later', 0, []]]);
  server.socket.receive(['reply', 2], '"here"');
  assert.equal(await queued, 'here');
  assert.deepEqual(
    server.events.map(([type, detail]) => [type, detail.circuit ?? detail.code]),
    [['connected', '8'], ['disconnected', 1006], ['connected', '9']],
  );
});

test('calls that waited are not lost when the first attempts fail', async (t) => {
  const { connection, server } = start(t);
  const call = connection.invokeMethodAsync('A', 'M');
  for (let attempt = 0; attempt < 3; attempt++) {
    const next = server.nextSocket();
    server.socket.drop();
    await next;
  }
  server.socket.welcome();
  server.socket.receive(['reply', 1], '1');
  assert.equal(await call, 1);
  assert.deepEqual(server.events.map(([type]) => type), ['connected'], 'what never stood was not lost');
});

test('objects of the old circuit are dead in the new one', async (t) => {
  const { connection, server, socket } = startConnected(t);
  const made = connection.invokeMethodAsync('A', 'Make');
  socket.receive(['reply', 1], '{"__dotNetObject":7}');
  const object = await made;
  const next = server.nextSocket();
  socket.drop();
  for (const reconnected of [false, true]) {
    if (reconnected) {
      (await next).welcome();
    }
    const called = await rejection(object.invokeMethodAsync('M'));
    assert.equal(called.code, 'disconnected');
    assert.match(called.message, /The object with id '7' is no longer available: its connection was lost/);
    assert.equal((await rejection(connection.invokeMethodAsync('A', 'M', object))).code, 'disconnected');
    assert.throws(() => object.invokeMethod('M'), { code: 'disconnected' });
    object.dispose();
  }
  assert.deepEqual(server.socket.take(), [], 'nothing of it reaches the new circuit');
});

test('an answer of JavaScript to a circuit that has ended is not sent to the next one', async (t) => {
  const { server, socket } = startConnected(t);
  t.after(() => delete globalThis.slow);
  let finish;
  globalThis.slow = () => new Promise((resolve) => (finish = resolve));
  socket.receive(['invoke', 2, 'slow', 0, 0, 1], '[]');
  const next = server.nextSocket();
  socket.drop();
  (await next).welcome();
  server.socket.take();
  finish('done');
  await new Promise(setImmediate);
  assert.deepEqual(server.socket.take(), []);
});

test('objects that the server asked for are forgotten with its circuit, those of the page are not', async (t) => {
  const { server, socket } = startConnected(t);
  t.after(() => delete globalThis.makeObject);
  globalThis.makeObject = () => ({ fn: () => 1 });
  const own = DotNet.createJSObjectReference({ fn: () => 2 });
  socket.receive(['invoke', 2, 'makeObject', 1, 0, 1], '[]');
  const [, [, , { __jsObjectId: id }]] = await socket.next('result');
  assert.equal(DotNet.findJSFunction('fn', id)(), 1);
  const next = server.nextSocket();
  socket.drop();
  await next;
  assert.throws(() => DotNet.findJSFunction('fn', id), /does not exist/);
  assert.equal(DotNet.findJSFunction('fn', own.__jsObjectId)(), 2);
});

test('what an old WebSocket still says is not listened to', async (t) => {
  const { connection, server, socket } = startConnected(t);
  const next = server.nextSocket();
  socket.drop();
  (await next).welcome();
  server.socket.take();
  const call = connection.invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '"old"');
  socket.drop();
  server.socket.receive(['reply', 1], '"new"');
  assert.equal(await call, 'new');
});

test('when it is given up, all calls reject, now and later', async (t) => {
  const { connection, server } = start(t, { reconnectDelay: () => null });
  const waiting = connection.invokeMethodAsync('A', 'M');
  server.socket.drop(1006, 'unreachable');
  assert.equal((await rejection(waiting)).code, 'disconnected');
  assert.equal((await rejection(connection.invokeMethodAsync('A', 'M'))).code, 'disconnected');
  assert.equal(connection.state, 'closed');
  assert.deepEqual(server.events, [['closed', { code: 1006, reason: 'unreachable' }]]);
  assert.equal(server.sockets.length, 1);
});

for (const [code, why] of [[4000, 'a broken protocol'], [4003, 'the application closed the circuit']]) {
  test(`no new attempt after ${why}`, async (t) => {
    const { connection, server, socket } = startConnected(t);
    const call = connection.invokeMethodAsync('A', 'M');
    socket.drop(code, 'because');
    const error = await rejection(call);
    assert.deepEqual([error.code, error.message], ['disconnected', 'because']);
    assert.equal(connection.state, 'closed');
    assert.deepEqual(server.events.at(-1), ['closed', { code, reason: 'because' }]);
  });
}

test('close ends it', async (t) => {
  const { connection, socket, server } = startConnected(t);
  const call = connection.invokeMethodAsync('A', 'M');
  connection.close();
  assert.equal(socket.closedWith, 1000);
  assert.equal((await rejection(call)).message, 'The connection was closed.');
  connection.close();
  assert.deepEqual(server.events.map(([type]) => type), ['connected', 'closed']);
});

test('a server of another version is refused', (t) => {
  t.mock.method(console, 'error', () => {});
  const { connection, server } = start(t);
  server.socket.welcome({ version: 2 });
  assert.equal(connection.state, 'closed');
  assert.match(server.events[0][1].reason, /version 2/);
});

test('a frame that is none ends the connection', (t) => {
  t.mock.method(console, 'error', () => {});
  const { connection, socket } = startConnected(t);
  socket.receiveRaw('{"not":"a frame"}');
  assert.equal(socket.closedWith, 4000);
  assert.equal(connection.state, 'closed');
});

test('delays grow between attempts, and start again once a connection has held', (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
  const attempts = [];
  const reconnectDelay = (attempt) => (attempts.push(attempt), 10);
  const { server } = start(t, { reconnectDelay });
  const dropAndWait = () => {
    server.socket.drop();
    mock.timers.tick(10);
  };
  dropAndWait();
  dropAndWait();
  server.socket.welcome();
  // Lost again at once: it has not held.
  dropAndWait();
  server.socket.welcome();
  mock.timers.tick(10000);
  dropAndWait();
  assert.deepEqual(attempts, [0, 1, 2, 0]);
  assert.equal(server.sockets.length, 5);
});

test('the default delays reach 30 seconds and end', (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
  const { connection, server } = start(t, { reconnectDelay: undefined });
  for (let attempt = 0; attempt < 30; attempt++) {
    server.socket.drop();
    const most = Math.min(500 * 2 ** attempt, 30000);
    mock.timers.tick(most / 2 - 1);
    assert.equal(server.sockets.length, attempt + 1, 'not too soon');
    mock.timers.tick(most / 2 + 1);
    assert.equal(server.sockets.length, attempt + 2, 'not too late');
  }
  server.socket.drop();
  assert.equal(connection.state, 'closed');
});

test('a server that is silent for longer than it said is taken for lost', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
  const { connection, server, socket } = startConnected(t, { welcome: { timeout: 4000 } });
  const call = connection.invokeMethodAsync('A', 'M');
  mock.timers.tick(4000);
  assert.equal(connection.state, 'connected', 'not before the time is over');
  socket.receive(['ping']);
  mock.timers.tick(4000);
  assert.equal(connection.state, 'connected', 'each frame counts');
  mock.timers.tick(1000);
  assert.equal((await rejection(call)).code, 'disconnected');
  assert.equal(socket.closedWith, 1000);
  assert.deepEqual(server.events.at(-1), [
    'disconnected',
    { code: 1006, reason: 'The server has been silent for too long.' },
  ]);
  mock.timers.tick(1);
  assert.equal(server.sockets.length, 2);
});

test('a server that accepts the connection and says nothing is taken for lost too', (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
  const { server } = start(t);
  server.socket.dispatchEvent(new Event('open'));
  mock.timers.tick(37501);
  assert.equal(server.sockets.length, 2);
});

/** A connection whose clock only moves with `fire`, which fires a timer after this time. */
function startWithClock(t) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
  let now = 0;
  t.mock.method(Date, 'now', () => now);
  const fire = (time) => {
    now += time;
    mock.timers.tick(500);
  };
  return { ...startConnected(t, { welcome: { timeout: 4000 } }), fire };
}

test('a suspended computer and slow timers of a hidden page do not look like a silent server', (t) => {
  const { connection, socket, fire } = startWithClock(t);
  fire(3_600_000);
  assert.deepEqual(socket.take(), [['ping']], 'the server must answer soon');
  assert.equal(connection.state, 'connected', 'an hour of sleep is one step');
  socket.receive(['pong']);
  fire(-3_600_000);
  assert.equal(connection.state, 'connected', 'an adjusted clock is one step');
  fire(1000);
  fire(1000);
  assert.deepEqual([connection.state, socket.take()], ['connected', []]);
  fire(1000);
  fire(1000);
  fire(1000);
  assert.equal(connection.state, 'connecting', 'rare steps count for more, so that silence is noticed nevertheless');
});

test('a connection that has lost its other end while the computer was suspended is found within a second', (t) => {
  const { connection, server, socket, fire } = startWithClock(t);
  fire(2001);
  assert.deepEqual(socket.take(), [['ping']]);
  mock.timers.tick(699);
  assert.equal(connection.state, 'connected');
  mock.timers.tick(200);
  assert.equal(connection.state, 'connecting');
  assert.deepEqual(server.events.at(-1), [
    'disconnected',
    { code: 1006, reason: 'The server has been silent for too long.' },
  ]);
});
