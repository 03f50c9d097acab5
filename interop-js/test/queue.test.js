// Calls that wait: for the connection, and for room at the server.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { LIMITS, ignore, start, startConnected } from './support/fake-server.js';

const rejection = (promise) => promise.then(() => assert.fail('it resolved'), (error) => error);
const limitedTo = (maxCallsInFlight) => ({ limits: { ...LIMITS, maxCallsInFlight } });

/** Answers every call until there are no more, never with more under way than the server allows. */
function answerAll(socket, most) {
  const order = [];
  for (let calls = socket.take(); calls.length; calls = socket.take()) {
    assert.ok(calls.length <= most, `${calls.length} calls at a time`);
    for (const [, callId, , , , [number]] of calls) {
      order.push(number);
      socket.receive(['reply', callId], String(number));
    }
  }
  return order;
}

test('thousands of calls made before the connection are all answered, in their order', async (t) => {
  const { connection, server } = start(t);
  const numbers = Array.from({ length: 5000 }, (_, number) => number);
  const results = Promise.all(numbers.map((number) => connection.invokeMethodAsync('A', 'M', number)));
  server.socket.welcome(limitedTo(100));
  assert.deepEqual(answerAll(server.socket, 100), numbers);
  assert.deepEqual(await results, numbers);
});

test('calls beyond what the server takes at a time wait for answers, in their order', async (t) => {
  const { connection, socket } = startConnected(t, { welcome: limitedTo(2) });
  const results = Promise.all([0, 1, 2, 3, 4].map((number) => connection.invokeMethodAsync('A', 'M', number)));
  assert.deepEqual(answerAll(socket, 2), [0, 1, 2, 3, 4]);
  assert.deepEqual(await results, [0, 1, 2, 3, 4]);
});

test('a cancelled call counts until the server has answered it', async (t) => {
  const { connection, socket } = startConnected(t, { welcome: limitedTo(1) });
  const abort = new AbortController();
  ignore(connection.withSignal(abort.signal).invokeMethodAsync('A', 'M'));
  ignore(connection.invokeMethodAsync('A', 'N'));
  abort.abort();
  assert.deepEqual(socket.take().map(([kind]) => kind), ['call', 'cancel']);
  socket.receive(['fail', 1], '{"message":"cancelled","code":"cancelled"}');
  assert.deepEqual(socket.take(), [['call', 2, 'A', 'N', 0, []]]);
});

test('no more calls wait than the option allows', async (t) => {
  const { connection, server } = start(t, { maxQueuedCalls: 2 });
  const waiting = [connection.invokeMethodAsync('A', 'M'), connection.invokeMethodAsync('A', 'M')];
  const error = await rejection(connection.invokeMethodAsync('A', 'Late'));
  assert.deepEqual(
    [error.code, error.data, error.assembly, error.method],
    ['limit_exceeded', { limit: 'maxQueuedCalls', value: 2 }, 'A', 'Late'],
  );
  server.socket.welcome();
  assert.equal(server.socket.take().length, 2);
  waiting.forEach(ignore);
});

test('no more bytes wait than the option allows, byte arrays included', async (t) => {
  const { connection, server } = start(t, { maxQueuedBytes: 1000 });
  ignore(connection.invokeMethodAsync('A', 'M', 'x'.repeat(300), new Uint8Array(300)));
  assert.equal((await rejection(connection.invokeMethodAsync('A', 'M', 'x'.repeat(400)))).data.limit, 'maxQueuedBytes');
  assert.equal((await rejection(connection.invokeMethodAsync('A', 'M', new Uint8Array(400)))).data.limit, 'maxQueuedBytes');
  ignore(connection.invokeMethodAsync('A', 'M', 'x'.repeat(100)));
  server.socket.welcome();
  assert.equal(server.socket.take().length, 3);
  ignore(connection.invokeMethodAsync('A', 'M', 'x'.repeat(2000)));
  assert.equal(server.socket.take().length, 1, 'what need not wait is not counted');
});

test('nothing waits if the option says so', async (t) => {
  const { connection, server } = start(t, { maxQueuedCalls: 0 });
  assert.equal((await rejection(connection.invokeMethodAsync('A', 'M'))).code, 'limit_exceeded');
  server.socket.welcome(limitedTo(1));
  ignore(connection.invokeMethodAsync('A', 'M'));
  assert.equal((await rejection(connection.invokeMethodAsync('A', 'M'))).code, 'limit_exceeded');
});

test('a server that takes no calls fails them at once', async (t) => {
  const { connection } = startConnected(t, { welcome: limitedTo(0) });
  assert.equal((await rejection(connection.invokeMethodAsync('A', 'M'))).data.limit, 'maxCallsInFlight');
});

test('a call that waits is cancelled without a word, and makes room', async (t) => {
  const { connection, socket } = startConnected(t, { maxQueuedCalls: 1, welcome: limitedTo(1) });
  const abort = new AbortController();
  ignore(connection.invokeMethodAsync('A', 'First'));
  const cancelled = connection.withSignal(abort.signal).invokeMethodAsync('A', 'Cancelled');
  abort.abort();
  assert.equal((await rejection(cancelled)).name, 'AbortError');
  ignore(connection.invokeMethodAsync('A', 'Last'));
  socket.receive(['reply', 1], 'null');
  assert.deepEqual(socket.take().map(([kind, , , method]) => [kind, method]), [['call', 'First'], ['call', 'Last']]);
});

test('an object is disposed after the calls on it that wait, however many they are', async (t) => {
  const { connection, socket } = startConnected(t, { maxQueuedCalls: 1, welcome: limitedTo(1) });
  const made = connection.invokeMethodAsync('A', 'Make');
  socket.receive(['reply', 1], '{"__dotNetObject":7}');
  const object = await made;
  socket.take();
  ignore(connection.invokeMethodAsync('A', 'Busy'));
  ignore(object.invokeMethodAsync('Use'));
  object.dispose();
  assert.deepEqual(socket.take().map(([, , , method]) => method), ['Busy']);
  socket.receive(['reply', 2], 'null');
  // The disposal needs no room.
  assert.deepEqual(socket.take().map(([, , , method]) => method), ['Use', '__Dispose']);
});

test('closing the connection rejects every call that waits', async (t) => {
  const { connection } = start(t);
  const calls = [1, 2, 3].map((number) => connection.invokeMethodAsync('A', 'M', number));
  connection.close();
  for (const call of calls) {
    assert.deepEqual(await call.catch(({ code, message }) => [code, message]), ['disconnected', 'The connection was closed.']);
  }
});

test('calls that were made for a circuit end with it; those made without one are sent to the next', async (t) => {
  const { connection, server, socket } = startConnected(t, { welcome: limitedTo(1) });
  const sent = connection.invokeMethodAsync('A', 'Sent');
  const waiting = connection.invokeMethodAsync('A', 'Waiting');
  socket.drop();
  assert.equal((await rejection(sent)).code, 'disconnected');
  assert.equal((await rejection(waiting)).code, 'disconnected');
  ignore(connection.invokeMethodAsync('A', 'Between'));
  (await server.nextSocket()).welcome();
  assert.deepEqual(server.socket.take().map(([, , , method]) => method), ['Between']);
});

test('a call that the server can never take fails at once, also while others wait', async (t) => {
  const { connection } = startConnected(t, { welcome: { limits: { ...LIMITS, maxCallsInFlight: 1, maxArgumentBytes: 50 } } });
  ignore(connection.invokeMethodAsync('A', 'M'));
  assert.equal((await rejection(connection.invokeMethodAsync('A', 'M', 'x'.repeat(60)))).data.limit, 'maxArgumentBytes');
});

test('calls that wait for a connection fail after connectTimeout, and attempts continue', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
  const { connection, server } = start(t, { connectTimeout: 1000, reconnectDelay: () => 300 });
  const waiting = ['First', 'Second'].map((method) => connection.invokeMethodAsync('A', method));
  server.socket.drop();
  mock.timers.tick(999);
  let ended = false;
  waiting[1].finally(() => (ended = true)).catch(() => {});
  await new Promise(setImmediate);
  assert.equal(ended, false);
  mock.timers.tick(1);
  for (const [index, call] of waiting.entries()) {
    const error = await rejection(call);
    assert.deepEqual([error.code, error.assembly, error.method], ['disconnected', 'A', ['First', 'Second'][index]]);
    assert.match(error.message, /The call was not sent: there was no connection in time/);
  }
  // The next call has the same time.
  const later = connection.invokeMethodAsync('A', 'Later');
  mock.timers.tick(900);
  server.socket.welcome();
  assert.deepEqual(server.socket.take().map(([, , , method]) => method), ['Later']);
  mock.timers.tick(5000);
  server.socket.receive(['reply', 3], '5');
  assert.equal(await later, 5, 'a call that was sent has no limit');
});

test('calls that wait again, because the connection was lost before they were sent, have a limit again', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
  const { connection, server } = start(t, { connectTimeout: 1000, reconnectDelay: () => 5000 });
  ignore(connection.invokeMethodAsync('A', 'Sent'));
  const waiting = connection.invokeMethodAsync('A', 'Waiting');
  server.socket.welcome(limitedTo(1));
  server.socket.drop();
  mock.timers.tick(1000);
  assert.match((await rejection(waiting)).message, /was not sent/);
});

test('with failFast, calls without a connection fail at once', async (t) => {
  const { connection, server } = start(t, { failFast: true });
  const failure = async () => {
    const { code, message, assembly, method } = await rejection(connection.invokeMethodAsync('A', 'M'));
    assert.deepEqual([code, message, assembly, method], ['disconnected', 'There is no connection.', 'A', 'M']);
  };
  await failure();
  server.socket.welcome(limitedTo(1));
  ignore(connection.invokeMethodAsync('A', 'M'));
  const queued = connection.invokeMethodAsync('A', 'Queued');
  server.socket.receive(['reply', 2], '1');
  server.socket.receive(['reply', 3], '2');
  assert.equal(await queued, 2, 'calls are queued while the server is busy');
  server.socket.drop();
  await failure();
});
