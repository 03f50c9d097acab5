// Events that Rust sends, and their handlers, on both hosts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotNet } from '../src/index.js';
import { ignore, startConnected } from './support/fake-server.js';
import { startWasm } from './support/fake-module.js';

/** The hosts, each with a way to send an event and a byte array, and the errors on the console. */
const HOSTS = {
  'a server': (t) => {
    const errors = [];
    t.mock.method(console, 'error', (error) => errors.push(error));
    const { connection, socket } = startConnected(t);
    return {
      connection,
      errors,
      send: (name, args) => socket.receive(['event', name], args),
      sendBytes: (id, bytes) => socket.receiveBytes(1, [id], bytes),
      take: () => socket.take(),
    };
  },
  'a module': (t) => {
    const { connection, module, errors } = startWasm(t);
    return {
      connection,
      errors,
      send: (name, args) => module.client.event(name, args),
      sendBytes: (id, bytes) => module.sendBytes(id, bytes),
      take: () => module.take(),
    };
  },
};

/** Registers a handler that collects its arguments until the test ends. */
function collect(t, name, on = DotNet.on) {
  const calls = [];
  t.after(on(name, (...args) => void calls.push(args)));
  return calls;
}

for (const [host, begin] of Object.entries(HOSTS)) {
  test(`every handler gets the arguments of an event from ${host}, at once and in order`, (t) => {
    const { connection, send } = begin(t);
    const [first, second, own] = [collect(t, 'e'), collect(t, 'e'), collect(t, 'e', connection.onEvent)];
    send('e', '[1,{"a":"b"}]');
    send('e', '[]');
    for (const calls of [first, second, own]) {
      assert.deepEqual(calls, [[1, { a: 'b' }], []]);
    }
  });

  test(`an event from ${host} without handlers is dropped`, (t) => {
    const { send, take, errors } = begin(t);
    const calls = collect(t, 'other');
    for (const name of ['e', '__proto__', 'constructor', '', 'toString']) {
      send(name, '[1]');
    }
    assert.deepEqual([calls, errors, take()], [[], [], []]);
  });

  test(`a handler that throws or rejects is reported and harms no other, with ${host}`, async (t) => {
    const { send, errors } = begin(t);
    const [thrown, rejected] = [new Error('thrown'), new Error('rejected')];
    t.after(
      DotNet.on('e', () => {
        throw thrown;
      }),
    );
    t.after(DotNet.on('e', async () => Promise.reject(rejected)));
    const calls = collect(t, 'e');
    send('e', '[1]');
    send('e', '[2]');
    await new Promise(setImmediate);
    assert.deepEqual(calls, [[1], [2]]);
    assert.deepEqual(new Set(errors), new Set([thrown, rejected]));
  });

  test(`references and byte arrays of an event from ${host} become objects`, (t) => {
    const { connection, send, sendBytes, take } = begin(t);
    const calls = collect(t, 'e');
    sendBytes(0, [7, 8]);
    send('e', '[{"__dotNetObject":5},{"__byte[]":0},{"!__byte[]":1}]');
    const [[object, bytes, data]] = calls;
    assert.deepEqual([bytes, data], [new Uint8Array([7, 8]), { '__byte[]': 1 }]);
    ignore(object.invokeMethodAsync('M'));
    assert.deepEqual(take().at(-1).slice(0, 5), ['call', 1, null, 'M', 5]);
    // The ids start again with each event, and what no event names is forgotten.
    sendBytes(0, [9]);
    send('other', '[]');
    send('e', '[{"__byte[]":0}]');
    assert.equal(calls.length, 1);
    assert.equal(connection.state, 'connected');
  });
}

test('a removed handler is not called any more', (t) => {
  const { socket } = startConnected(t);
  const calls = [];
  const handler = (value) => calls.push(value);
  const remove = DotNet.on('e', handler);
  DotNet.on('e', handler);
  socket.receive(['event', 'e'], '["once"]');
  remove();
  remove();
  socket.receive(['event', 'e'], '[2]');
  DotNet.on('e', handler);
  DotNet.off('e', handler);
  DotNet.off('e', handler);
  DotNet.off('nothing', handler);
  socket.receive(['event', 'e'], '[3]');
  assert.deepEqual(calls, ['once'], 'a handler that is registered twice is called once');
});

test('a handler for one event is called once, even if the event is sent again before it ends', (t) => {
  const { socket } = startConnected(t);
  const calls = [];
  DotNet.once('e', (value) => {
    calls.push(value);
    socket.receive(['event', 'e'], '[2]');
  });
  const remove = DotNet.once('e', () => assert.fail('it was removed'));
  remove();
  socket.receive(['event', 'e'], '[1]');
  assert.deepEqual(calls, [1]);
});

test('a handler may remove itself and others while an event is handled', (t) => {
  const { socket } = startConnected(t);
  const calls = [];
  const removeFirst = DotNet.on('e', () => {
    calls.push('first');
    removeFirst();
    t.after(DotNet.on('e', () => calls.push('added')));
  });
  t.after(DotNet.on('e', () => calls.push('second')));
  socket.receive(['event', 'e'], '[]');
  assert.deepEqual(calls, ['first', 'second']);
  socket.receive(['event', 'e'], '[]');
  assert.deepEqual(calls, ['first', 'second', 'second', 'added']);
});

test('handlers outlive connections, and those of one connection hear no other', (t) => {
  const first = startConnected(t);
  const second = startConnected(t);
  const [all, own] = [collect(t, 'e'), collect(t, 'e', first.connection.onEvent)];
  first.socket.receive(['event', 'e'], '[1]');
  second.socket.receive(['event', 'e'], '[2]');
  first.connection.close();
  second.socket.receive(['event', 'e'], '[3]');
  assert.deepEqual([all, own], [[[1], [2], [3]], [[1]]]);
});

test('the handlers of a connection are called again after it has reconnected', async (t) => {
  const { connection, server, socket } = startConnected(t);
  const calls = collect(t, 'e', connection.onEvent);
  const opened = server.nextSocket();
  socket.drop();
  await opened;
  server.socket.welcome();
  server.socket.receive(['event', 'e'], '[1]');
  assert.deepEqual(calls, [[1]]);
});

test('what is not a function is no handler', (t) => {
  const { connection } = startConnected(t);
  for (const handler of [undefined, null, 'f', {}]) {
    assert.throws(() => DotNet.on('e', handler), { name: 'TypeError', message: "The handler of 'e' is not a function." });
    assert.throws(() => connection.onEvent('e', handler), TypeError);
  }
});
