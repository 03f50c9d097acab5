// The end of an instance, or of a circuit in it, and what comes after.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotNet, connectWasm } from '../src/index.js';
import { ignore } from './support/fake-server.js';
import { FakeModule, failure, startWasm, trap } from './support/fake-module.js';

const PANIC = 'The WebAssembly instance has panicked and can no longer be used: index 3 is out of range. Connect a fresh instance.';
const gone = { code: 'disconnected', message: PANIC };

/** The text of what a function throws. */
function messageOf(action) {
  try {
    action();
  } catch (error) {
    return error.message;
  }
  return assert.fail('it returned');
}

/** What must be true once an instance has ended, for whatever reason. */
async function assertGone({ connection, module, events, errors }, message = PANIC, trap = 'unreachable') {
  const expected = { code: 'disconnected', message, assembly: 'A', method: 'Later' };
  assert.throws(() => connection.invokeMethod('A', 'Later'), expected);
  await assert.rejects(connection.invokeMethodAsync('A', 'Later'), expected);
  assert.equal(connection.state, 'closed');
  assert.deepEqual(events.slice(1), [['closed', { reason: message, isInstanceGone: true }]]);
  assert.deepEqual(errors.map((error) => error.message), [trap], 'the trap is written to the console, once');
  connection.close();
  assert.equal(module.enteredWhenGone, 0);
}

test('a panic in a synchronous call is thrown, and everything else that waits is rejected', async (t) => {
  const page = startWasm(t);
  const { connection, module } = page;
  const pending = [connection.invokeMethodAsync('A', 'One'), connection.invokeMethodAsync('B', 'Two')];
  module.behind.invoke = () => module.panic('index 3 is out of range');
  assert.throws(() => connection.invokeMethod('A', 'M'), { ...gone, assembly: 'A', method: 'M' });
  await assert.rejects(pending[0], { ...gone, assembly: 'A', method: 'One' });
  await assert.rejects(pending[1], { ...gone, assembly: 'B', method: 'Two' });
  await assertGone(page);
});

test('a panic in an asynchronous call rejects it', async (t) => {
  const page = startWasm(t);
  page.module.behind.call = () => page.module.panic('index 3 is out of range');
  await assert.rejects(page.connection.invokeMethodAsync('A', 'M'), gone);
  await assertGone(page);
});

test('a panic in a call that continues later rejects it, and is not an error of the page', async (t) => {
  const page = startWasm(t);
  const unhandled = [];
  const note = (error) => unhandled.push(error);
  process.on('uncaughtException', note).on('unhandledRejection', note);
  t.after(() => process.off('uncaughtException', note).off('unhandledRejection', note));
  page.module.behind.run = () => page.module.panic('index 3 is out of range');
  const call = page.connection.invokeMethodAsync('A', 'M');
  page.module.client.schedule();
  await assert.rejects(call, gone);
  await assertGone(page);
  await new Promise(setImmediate);
  assert.deepEqual(unhandled, []);
});

test('a panic when a timer wakes a call rejects it', async (t) => {
  const page = startWasm(t);
  page.module.behind.wake = () => page.module.panic('index 3 is out of range');
  const call = page.connection.invokeMethodAsync('A', 'M');
  page.module.client.sleep(1, 1);
  await assert.rejects(call, gone);
  await assertGone(page);
});

test('a panic when an answer comes back ends the instance', async (t) => {
  const page = startWasm(t);
  page.module.behind.result = () => page.module.panic('index 3 is out of range');
  const call = page.connection.invokeMethodAsync('A', 'M');
  page.module.client.invoke(2, 'String', '[5]', 0, 0, 1);
  await assert.rejects(call, gone);
  await assertGone(page);
});

test('without detailed errors the text says no more than that', async (t) => {
  const { connection, module } = startWasm(t);
  module.behind.invoke = () => module.panic(undefined);
  assert.throws(() => connection.invokeMethod('A', 'M'), {
    message: 'The WebAssembly instance has panicked and can no longer be used. Connect a fresh instance.',
  });
});

const ends = {
  'a trap': trap,
  'the end of the stack': () => {
    throw new RangeError('Maximum call stack size exceeded');
  },
  'an error that went through Rust': () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  },
};
for (const [name, end] of Object.entries(ends)) {
  test(`${name} without a word is the end too`, async (t) => {
    const page = startWasm(t);
    page.module.behind.invoke = end;
    const text = messageOf(end);
    const message = `The WebAssembly instance has trapped and can no longer be used: ${text}. Connect a fresh instance.`;
    const pending = page.connection.invokeMethodAsync('A', 'Pending');
    assert.throws(() => page.connection.invokeMethod('A', 'M'), { code: 'disconnected', message });
    await assert.rejects(pending, { code: 'disconnected', message });
    await assertGone(page, message, text);
  });
}

for (const caught of [true, false]) {
  test(`the end in a nested call is the end of the outer ones, ${caught ? 'caught' : 'not caught'} in between`, async (t) => {
    const page = startWasm(t);
    const { connection, module } = page;
    const call = () => connection.invokeMethod('A', 'Inner');
    const { __jsObjectId: id } = DotNet.createJSObjectReference({ call: caught ? () => messageOf(call) : call });
    module.behind.invoke = (_assembly, method) => {
      if (method === 'Inner') {
        module.panic('index 3 is out of range');
      }
      return module.client.invokeSync('call', '[]', 0, id, 1);
    };
    assert.throws(() => connection.invokeMethod('A', 'Outer'), gone);
    await assertGone(page);
  });
}

test('what a dead instance still says is not heard', async (t) => {
  const page = startWasm(t);
  const { connection, module } = page;
  const dead = module.client;
  module.behind.invoke = () => module.panic('index 3 is out of range');
  assert.throws(() => connection.invokeMethod('A', 'M'));
  const fresh = new FakeModule();
  connection.reconnect(fresh);
  globalThis.called = 0;
  t.after(() => delete globalThis.called);
  dead.invoke(2, 'called', '[5]', 3, 0, 4);
  assert.throws(() => dead.invokeSync('called', '[5]', 3, 0, 4), gone);
  const call = connection.invokeMethodAsync('A', 'M');
  module.sendReply(1, '"of the dead"');
  dead.schedule();
  dead.sleep(1, 0);
  dead.closed('again');
  dead.panicked('again');
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(globalThis.called, 0);
  fresh.sendReply(1, '"of the living"');
  assert.equal(await call, 'of the living');
  assert.equal(connection.state, 'connected');
  assert.equal(module.enteredWhenGone, 0);
});

test('a recursion of the page that ends its stack outside of the module leaves the module alone', (t) => {
  const { connection, module } = startWasm(t);
  const deep = { toJSON: () => deep.toJSON() };
  assert.throws(() => connection.invokeMethod('A', 'M', deep), RangeError);
  module.behind.invoke = () => 'alive';
  assert.equal(connection.invokeMethod('A', 'M'), 'alive');
  assert.equal(connection.state, 'connected');
});

test('errors of the exports are no end', (t) => {
  const { connection, module, errors } = startWasm(t);
  module.behind.invoke = () => {
    throw failure('no', { code: 'internal' });
  };
  assert.throws(() => connection.invokeMethod('A', 'M'), { message: 'no' });
  assert.equal(connection.state, 'connected');
  assert.deepEqual(errors, []);
});

test('two connections to one instance end with it', async (t) => {
  const { connection, module } = startWasm(t);
  const pending = connection.invokeMethodAsync('A', 'M');
  const other = connectWasm(module);
  module.behind.invoke = trap;
  assert.throws(() => other.invokeMethod('A', 'M'), { code: 'disconnected' });
  await assert.rejects(pending, { code: 'disconnected' });
  assert.equal(connection.state, 'closed');
});

// References, streams, timers

test('references and streams of an instance that has ended are inert', async (t) => {
  const { connection, module, errors } = startWasm(t);
  const { client } = module;
  module.behind.invoke = () => [{ __dotNetObject: 7 }, { __dotNetStream: 8 }];
  const [object, stream] = connection.invokeMethod('A', 'Make');
  const reading = stream.arrayBuffer();
  const { __jsObjectId: id } = DotNet.createJSStreamReference(new Uint8Array(30));
  client.open(3, id, 10, 1);
  module.behind.invoke = () => module.panic('index 3 is out of range');
  assert.throws(() => connection.invokeMethod('A', 'M'));
  await assert.rejects(reading, gone);
  assert.throws(() => object.invokeMethod('M'), { code: 'disconnected' });
  connection.reconnect(new FakeModule());
  await assert.rejects(object.invokeMethodAsync('M'), { code: 'disconnected' });
  assert.throws(() => connection.invokeMethod('A', 'M', object), { code: 'disconnected' });
  object.dispose();
  await new Promise(setImmediate);
  assert.equal(module.enteredWhenGone, 0);
  assert.equal(errors.length, 1);
});

// A fresh instance

test('a connection continues with a fresh instance', async (t) => {
  const { connection, module, events } = startWasm(t);
  module.behind.invoke = () => module.panic('index 3 is out of range');
  assert.throws(() => connection.invokeMethod('A', 'M'));
  assert.throws(() => connection.reconnect(module), gone, 'not with the same one');
  assert.equal(module.enteredWhenGone, 0);
  const fresh = new FakeModule();
  fresh.behind.invoke = () => 'fresh';
  connection.reconnect(fresh);
  assert.equal(connection.state, 'connected');
  assert.equal(connection.invokeMethod('A', 'M'), 'fresh');
  await null;
  assert.deepEqual(events.map(([type]) => type), ['connected', 'closed', 'connected']);
});

test('a listener may connect the fresh instance', async (t) => {
  const { connection, module } = startWasm(t);
  const fresh = new FakeModule();
  connection.addEventListener('closed', () => connection.reconnect(fresh), { once: true });
  module.behind.invoke = trap;
  assert.throws(() => connection.invokeMethod('A', 'M'), { code: 'disconnected' });
  await null;
  assert.equal(connection.state, 'connected');
});

test('while an instance is connected, no other takes its place', (t) => {
  const { connection } = startWasm(t);
  assert.throws(() => connection.reconnect(new FakeModule()), /The connection is open/);
});

// The end of a circuit

test('close rejects what waits, and tells Rust', async (t) => {
  const { connection, module, events, errors } = startWasm(t);
  const call = connection.invokeMethodAsync('A', 'M');
  module.client.sleep(1, 1);
  module.client.schedule();
  module.take();
  module.behind.close = () => module.client.closed('closed by the host');
  connection.close();
  connection.close();
  const expected = { code: 'disconnected', message: 'The connection was closed.' };
  await assert.rejects(call, expected);
  assert.throws(() => connection.invokeMethod('A', 'M'), expected);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(module.take(), [['close']], 'and nothing after that');
  assert.deepEqual(events.slice(1), [['closed', { reason: expected.message, isInstanceGone: false }]]);
  assert.deepEqual(errors, []);
  connection.reconnect(module);
  assert.equal(connection.state, 'connected', 'the instance lives');
});

test('a circuit that Rust closes is closed here too', async (t) => {
  const { connection, module, events } = startWasm(t);
  const call = connection.invokeMethodAsync('A', 'M');
  module.client.closed('closed by the application');
  const expected = { code: 'disconnected', message: 'The circuit has ended: closed by the application' };
  await assert.rejects(call, expected);
  await assert.rejects(connection.invokeMethodAsync('A', 'M'), expected);
  assert.deepEqual(events.at(-1), ['closed', { reason: expected.message, isInstanceGone: false }]);
  module.take();
  connection.close();
  assert.deepEqual(module.take(), []);
});

test('calls to JavaScript that are answered after the end are not answered to the next circuit', async (t) => {
  const { connection, module } = startWasm(t);
  let finish;
  globalThis.slowAnswer = () => new Promise((resolve) => (finish = resolve));
  t.after(() => delete globalThis.slowAnswer);
  module.client.invoke(2, 'slowAnswer', '[]', 0, 0, 1);
  connection.close();
  const fresh = new FakeModule();
  connection.reconnect(fresh);
  fresh.take();
  finish('late');
  await new Promise(setImmediate);
  assert.deepEqual(fresh.take(), []);
  ignore(connection.invokeMethodAsync('A', 'M'));
});
