// Many calls with one signal.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { start, startConnected } from './support/fake-server.js';

test('any number of calls share one listener, which goes when they have settled', async (t) => {
  const warnings = [];
  const listen = (warning) => warnings.push(warning);
  process.on('warning', listen);
  t.after(() => process.off('warning', listen));
  const { connection, socket } = startConnected(t);
  const { signal } = new AbortController();
  const calls = Array.from({ length: 50 }, () => connection.withSignal(signal).invokeMethodAsync('A', 'M'));
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  for (const [, callId] of socket.take()) {
    socket.receive(['reply', callId], 'null');
  }
  await Promise.all(calls);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(warnings, []);
});

test('a signal cancels all its calls, of all connections, and no other', async (t) => {
  const [one, two] = [startConnected(t), startConnected(t)];
  const waiting = start(t);
  const abort = new AbortController();
  const connections = [one, two, waiting].map(({ connection }) => connection);
  const calls = connections.flatMap((connection) => [
    connection.withSignal(abort.signal).invokeMethodAsync('A', 'M'),
    connection.withSignal(abort.signal).invokeMethodAsync('A', 'M'),
  ]);
  const other = one.connection.withSignal(new AbortController().signal).invokeMethodAsync('A', 'Other');
  abort.abort(new Error('enough'));
  for (const call of calls) {
    await assert.rejects(call, /enough/);
  }
  assert.equal(getEventListeners(abort.signal, 'abort').length, 0);
  assert.deepEqual(one.socket.take().map(([kind]) => kind), ['call', 'call', 'call', 'cancel', 'cancel']);
  one.socket.receive(['reply', 3], '1');
  assert.equal(await other, 1);
});

test('a signal can be used again after its calls have settled', async (t) => {
  const { connection, socket } = startConnected(t);
  const abort = new AbortController();
  const first = connection.withSignal(abort.signal).invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '1');
  await first;
  const second = connection.withSignal(abort.signal).invokeMethodAsync('A', 'M');
  abort.abort();
  await assert.rejects(second, { name: 'AbortError' });
});
