// Deadlines of calls, and what is sent with them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start, startConnected } from './support/fake-server.js';
import { startWasm } from './support/fake-module.js';

const DEADLINE = { code: 'deadline_exceeded', assembly: 'A', method: 'M' };

test('options are sent as the last element of the header, and none without options', async (t) => {
  const { connection, socket } = startConnected(t);
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const calls = [
    connection.withOptions({ timeout: 1500.2, traceparent }).invokeMethodAsync('A', 'M', 1),
    connection.withOptions({ timeout: 31_536_000_000 }).invokeMethodAsync('A', 'M'),
    connection.withOptions({ traceparent, timeout: Infinity }).invokeMethodAsync('A', 'M'),
    connection.withOptions({ timeout: 1e300 }).invokeMethodAsync('A', 'M'),
    connection.withOptions({}).invokeMethodAsync('A', 'M'),
    connection.invokeMethodAsync('A', 'M'),
  ];
  assert.deepEqual(
    socket.take().map(([, callId, , , , ...rest]) => [callId, ...rest]),
    [
      [1, { timeout: 1501, traceparent }, [1]],
      [2, { timeout: 31_536_000_000 }, []],
      [3, { traceparent }, []],
      [4, []],
      [5, []],
      [6, []],
    ],
  );
  calls.forEach((_, index) => socket.receive(['reply', index + 1], '1'));
  assert.deepEqual(await Promise.all(calls), calls.map(() => 1));
});

test('a call that takes too long rejects at its deadline, and the server is told', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { connection, socket } = startConnected(t);
  const late = connection.withOptions({ timeout: 500 }).invokeMethodAsync('A', 'M');
  const inTime = connection.withOptions({ timeout: 500 }).invokeMethodAsync('A', 'M');
  t.mock.timers.tick(499);
  socket.receive(['reply', 2], '2');
  assert.equal(await inTime, 2);
  t.mock.timers.tick(1);
  await assert.rejects(late, DEADLINE);
  assert.deepEqual(socket.take().slice(2), [['cancel', 1]]);
  // The answer comes in any case, and is ignored.
  socket.receive(['fail', 1], '{"message":"late","code":"deadline_exceeded"}');
  t.mock.timers.tick(1000);
  assert.deepEqual(socket.take(), []);
});

test('a call that waits for the connection rejects at its deadline too, and is never sent', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { connection, server } = start(t);
  const call = connection.withOptions({ timeout: 500 }).invokeMethodAsync('A', 'M');
  t.mock.timers.tick(500);
  await assert.rejects(call, DEADLINE);
  server.socket.welcome();
  assert.deepEqual(server.socket.take(), []);
});

test('a call without time rejects at once and is not sent', async (t) => {
  const { connection, socket } = startConnected(t);
  for (const timeout of [0, -0, -1, -Infinity]) {
    await assert.rejects(connection.withOptions({ timeout }).invokeMethodAsync('A', 'M'), DEADLINE);
  }
  assert.deepEqual(socket.take(), []);
});

test('whichever of signal and deadline comes first ends the call', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { connection, socket } = startConnected(t);
  const abort = new AbortController();
  const options = { timeout: 500, signal: abort.signal };
  const first = connection.withOptions(options).invokeMethodAsync('A', 'M');
  t.mock.timers.tick(500);
  await assert.rejects(first, DEADLINE);
  const second = connection.withOptions(options).invokeMethodAsync('A', 'M');
  abort.abort(new Error('enough'));
  await assert.rejects(second, /enough/);
  t.mock.timers.tick(500);
  assert.deepEqual(socket.take().map(([kind, callId]) => [kind, callId]), [
    ['call', 1],
    ['cancel', 1],
    ['call', 2],
    ['cancel', 2],
  ]);
});

test('options of another type are refused where they are given', async (t) => {
  const { connection, socket } = startConnected(t);
  const made = connection.invokeMethodAsync('A', 'Make');
  socket.receive(['reply', 1], '{"__dotNetObject":7}');
  for (const target of [connection, await made]) {
    for (const timeout of [NaN, '5s', '', '5', null, {}, 5n, true]) {
      assert.throws(() => target.withOptions({ timeout }), /timeout must be a number of milliseconds/, String(timeout));
    }
    assert.throws(() => target.withOptions({ traceparent: 7 }), /traceparent must be a string/);
    assert.throws(() => target.withOptions({ signal: 7 }), /must be an AbortSignal/);
  }
});

test('calls on objects have deadlines', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { connection, socket } = startConnected(t);
  const made = connection.invokeMethodAsync('A', 'Make');
  socket.receive(['reply', 1], '{"__dotNetObject":7}');
  const call = (await made).withOptions({ timeout: 20 }).invokeMethodAsync('M');
  t.mock.timers.tick(20);
  await assert.rejects(call, { ...DEADLINE, assembly: null });
  assert.deepEqual(socket.take().slice(1), [['call', 2, null, 'M', 7, { timeout: 20 }, []], ['cancel', 2]]);
});

test('a module gets the timeout as a number', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { connection, module } = startWasm(t);
  const timeouts = [];
  const { call } = module.interop;
  module.interop.call = (...args) => {
    timeouts.push(args[6]);
    call(...args);
  };
  const late = connection.withOptions({ timeout: 20, traceparent: '00' }).invokeMethodAsync('A', 'M');
  connection.invokeMethodAsync('A', 'M').catch(() => {});
  t.mock.timers.tick(20);
  await assert.rejects(late, DEADLINE);
  assert.deepEqual(timeouts, [20, undefined]);
});
