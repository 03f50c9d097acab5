// Functions as arguments and results: Rust receives a reference of its own for each, and calls the function through it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotNet } from '../src/index.js';
import { heldObjects } from '../src/references.js';
import { ignore, start, startConnected } from './support/fake-server.js';
import { startWasm } from './support/fake-module.js';

/** The ids of the functions in the arguments of the next call, and the call itself. */
async function sentFunctions(socket) {
  const [, callId, , , , args] = await socket.next('call');
  const ids = [...JSON.stringify(args).matchAll(/"__jsFunction":(\d+)/g)].map(([, id]) => Number(id));
  return { callId, args, ids };
}

const isHeld = (id) => heldObjects.has(id);

async function call(socket, id, args, identifier = '') {
  socket.receive(['invoke', 2, identifier, 0, id, 1], JSON.stringify(args));
  const [, [, succeeded, value]] = await socket.next('result');
  return { succeeded, value };
}

test('a function is sent as a reference, at any depth, and each time as another one', async (t) => {
  const { connection, socket } = startConnected(t);
  const add = (a, b) => a + b;
  ignore(connection.invokeMethodAsync('A', 'M', add, { x: [add], m: new Map([['k', add]]) }));
  const { args, ids } = await sentFunctions(socket);
  assert.deepEqual(args, [
    { __jsFunction: ids[0] },
    { x: [{ __jsFunction: ids[1] }], m: { k: { __jsFunction: ids[2] } } },
  ]);
  assert.equal(new Set(ids).size, 3);
  for (const id of ids) {
    assert.deepEqual(await call(socket, id, [40, 2]), { succeeded: true, value: 42 });
  }
});

test('a function is called without this, and what it throws or returns later is the answer', async (t) => {
  const { connection, socket } = startConnected(t);
  let self = 1;
  const functions = [
    function () {
      'use strict';
      self = this;
    },
    () => {
      throw new Error('no');
    },
    async (x) => x + 1,
    class {},
  ];
  ignore(connection.invokeMethodAsync('A', 'M', functions));
  const { ids } = await sentFunctions(socket);
  await call(socket, ids[0], []);
  assert.equal(self, undefined);
  assert.match((await call(socket, ids[1], [])).value, /^no/);
  assert.deepEqual(await call(socket, ids[2], [1]), { succeeded: true, value: 2 });
  assert.match((await call(socket, ids[3], [])).value, /class/i);
  assert.match((await call(socket, ids[2], [], 'missing')).value, /The value 'missing' is not a function/);
});

test('a function that was released is not called any more', async (t) => {
  const { connection, socket } = startConnected(t);
  ignore(connection.invokeMethodAsync('A', 'M', () => 1));
  const { ids: [id] } = await sentFunctions(socket);
  socket.receive(['invoke', 0, 'DotNet.disposeJSObjectReferenceById', 3, 0, 1], `[${id}]`);
  assert.ok(!isHeld(id));
  const { succeeded, value } = await call(socket, id, []);
  assert.equal(succeeded, false);
  assert.match(value, /has it been disposed\?/);
});

test('one message releases everything that Rust has not read', async (t) => {
  const { connection, socket } = startConnected(t);
  let isEnded = false;
  const source = new ReadableStream({ cancel: () => void (isEnded = true) });
  ignore(connection.invokeMethodAsync('A', 'NoSuchMethod', () => 1, source, () => 2));
  const [, , , , , args] = await socket.next('call');
  const ids = args.map((arg) => arg.__jsFunction ?? arg.__jsItems);
  assert.ok(ids.every(isHeld));
  socket.receive(['invoke', 0, 'DotNet.disposeJSObjectReferenceById', 3, 0, 1], JSON.stringify(ids));
  assert.deepEqual(ids.map(isHeld), [false, false, false]);
  await new Promise(setImmediate);
  assert.ok(isEnded);
});

test('a result contains functions too', async (t) => {
  const { connection, socket } = startConnected(t);
  ignore(connection.invokeMethodAsync('A', 'M', () => ({ undo: () => 'undone' })));
  const { ids: [id] } = await sentFunctions(socket);
  const { value } = await call(socket, id, []);
  assert.deepEqual(await call(socket, value.undo.__jsFunction, []), { succeeded: true, value: 'undone' });
});

test('functions end with their circuit', async (t) => {
  const { connection, socket } = startConnected(t);
  ignore(connection.invokeMethodAsync('A', 'M', () => 1));
  const { ids: [id] } = await sentFunctions(socket);
  assert.ok(isHeld(id));
  connection.close();
  assert.ok(!isHeld(id));
});

test('functions of a call that is not sent are released', async (t) => {
  const { connection, socket } = startConnected(t);
  let last = DotNet.createJSObjectReference({}).__jsObjectId;
  const refused = [[() => 1, Symbol('x')], [() => 1, 'x'.repeat(1_000_000)]];
  for (const args of refused) {
    await assert.rejects(connection.invokeMethodAsync('A', 'M', ...args));
    assert.ok(!isHeld(++last));
  }
  assert.deepEqual(socket.take(), []);
});

test('functions of a call that waits for the connection are kept until it is sent or cancelled', async (t) => {
  const { connection, server } = start(t);
  const last = DotNet.createJSObjectReference({}).__jsObjectId;
  const controller = new AbortController();
  ignore(connection.invokeMethodAsync('A', 'M', () => 'kept'));
  ignore(connection.withSignal(controller.signal).invokeMethodAsync('A', 'N', () => 1));
  assert.ok(isHeld(last + 1) && isHeld(last + 2));
  controller.abort();
  assert.ok(!isHeld(last + 2));
  server.socket.welcome();
  const { ids } = await sentFunctions(server.socket);
  assert.deepEqual(ids, [last + 1]);
  assert.deepEqual(await call(server.socket, last + 1, []), { succeeded: true, value: 'kept' });
});

test('a module receives functions and calls them synchronously', (t) => {
  const { connection, module } = startWasm(t);
  let called;
  module.behind = {
    invoke: (...parts) => {
      const id = Number(/"__jsFunction":(\d+)/.exec(JSON.stringify(parts))?.[1]);
      called = module.clients[0].invokeSync('', '[40,2]', 0, id, 1);
      return id > 0;
    },
  };
  assert.equal(connection.invokeMethod('A', 'M', (a, b) => a + b), true);
  assert.equal(called, '42');
});
