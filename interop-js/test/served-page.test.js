// What the script for pages loads on first use: when it is loaded, and what holds meanwhile and if it cannot be loaded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { openServedPage } from './support/served-page.js';

const CHUNK = 2;
const UNAVAILABLE = { message: /reload the page/, code: 'disconnected' };

const bytes = (...values) => Uint8Array.from(values);

test('a page that calls, is called and receives events loads nothing else', async (t) => {
  const { interop, DotNet, socket, ...page } = await openServedPage(t);
  globalThis.double = (value) => 2 * value;
  t.after(() => delete globalThis.double);
  const events = [];
  t.after(DotNet.on('changed', (event) => events.push(event)));
  const call = interop.invokeMethodAsync('A', 'M', { bytes: bytes(1), map: new Map([['a', 1n]]), then: () => {} }, [new Date(0)]);
  socket.receive(['reply', 1], '{"list":[1,"two"],"date":"2024-01-01T00:00:00Z"}');
  assert.deepEqual(await call, { list: [1, 'two'], date: '2024-01-01T00:00:00Z' });
  const failure = interop.invokeMethodAsync('A', 'M');
  socket.receive(['fail', 2], '{"message":"Full.","code":"full","data":{"room":3}}');
  await assert.rejects(failure, { message: 'Full.', code: 'full', data: { room: 3 } });
  socket.receive(['event', 'changed'], '["text"]');
  assert.deepEqual(events, ['text']);
  socket.receive(['invoke', 5, 'double', 0, 0, 1], '[21]');
  assert.deepEqual(await socket.next('result'), ['result', [5, true, 42]]);
  await setImmediate();
  assert.equal(page.loads, 0);
});

test('a stream is received with what arrived while its code was loading, in order', async (t) => {
  const page = await openServedPage(t);
  const { interop, socket } = page;
  const call = interop.invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '{"__dotNetStream":9}');
  socket.receiveBytes(CHUNK, [9, 0], [1, 2]);
  socket.receiveBytes(CHUNK, [9, 1], [3]);
  socket.receive(['end', 9, null]);
  page.open();
  const stream = await call;
  assert.deepEqual(new Uint8Array(await stream.arrayBuffer()), bytes(1, 2, 3));
  assert.equal(page.loads, 1);
});

test('objects, byte arrays and data that looks like them are received by code that is loaded once', async (t) => {
  const page = await openServedPage(t);
  const { interop, DotNet, socket } = page;
  const calls = ['M', 'N', 'O', 'P'].map((method) => interop.invokeMethodAsync('A', method));
  socket.receiveBytes(1, [0], [7]);
  socket.receive(['reply', 1], '{"object":{"__dotNetObject":3},"bytes":{"__byte[]":0},"!__dotNetItems":1}');
  socket.receive(['reply', 2], '[{"__bigint":"18446744073709551615"}]');
  const { __jsObjectId } = DotNet.createJSObjectReference(page);
  socket.receive(['reply', 3], JSON.stringify({ __jsObjectId }));
  socket.receive(['fail', 4], '{"message":"Full.","code":"full","data":{"!__byte[]":0}}');
  page.open();
  const { object, ...rest } = await calls[0];
  assert.deepEqual(rest, { bytes: bytes(7), __dotNetItems: 1 });
  assert.ok(object instanceof DotNet.DotNetObject);
  assert.deepEqual(await calls[1], [18446744073709551615n]);
  assert.equal(await calls[2], page);
  await assert.rejects(calls[3], { message: 'Full.', data: { '__byte[]': 0 } });
  socket.take();
  object.dispose();
  const [, , , method, id] = await socket.next('call');
  assert.deepEqual([method, id], ['__Dispose', 3]);
  assert.equal(page.loads, 1);
});

test('references that were collected are released together', async (t) => {
  const page = await openServedPage(t);
  const { interop, socket } = page;
  page.open();
  await (async () => {
    const call = interop.invokeMethodAsync('A', 'M');
    socket.receive(['reply', 1], '[{"__dotNetObject":3},{"__dotNetObject":3}]');
    assert.equal((await call).length, 2);
  })();
  socket.take();
  const sent = [];
  for (let round = 0; round < 100 && !sent.length; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 1));
    sent.push(...socket.take());
  }
  assert.deepEqual(sent, [['release', 3, 2]]);
});

test('a reviver of the page gets the values of all messages', async (t) => {
  const page = await openServedPage(t);
  const { interop, DotNet, socket } = page;
  DotNet.attachReviver((key, value) => (key === 'price' ? `${value} EUR` : value));
  socket.receive(['ping']);
  assert.equal((await socket.next('pong'))[0], 'pong');
  assert.equal(page.loads, 0);
  const call = interop.invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '{"price":3}');
  page.open();
  assert.deepEqual(await call, { price: '3 EUR' });
  assert.equal(page.loads, 1);
});

test('calls whose results need code that cannot be loaded reject, and the connection continues', async (t) => {
  const page = await openServedPage(t, { hasSupplement: false });
  const { interop, socket } = page;
  const calls = ['M', 'N', 'O'].map((method) => interop.invokeMethodAsync('A', method));
  socket.receive(['reply', 1], '{"__dotNetObject":9}');
  socket.receiveBytes(1, [0], [7]);
  socket.receive(['reply', 2], '{"__byte[]":0}');
  socket.receive(['fail', 3], '{"message":"Full.","data":{"!__byte[]":0}}');
  await assert.rejects(calls[0], UNAVAILABLE);
  await assert.rejects(calls[1], UNAVAILABLE);
  await assert.rejects(calls[2], { message: 'Full.' });
  assert.equal(interop.state, 'connected');
});

test('nothing overtakes what waits for the code, except the answer to a ping', async (t) => {
  const page = await openServedPage(t);
  const { interop, DotNet, socket } = page;
  const order = [];
  t.after(DotNet.on('changed', (value) => order.push(value)));
  socket.take();
  const first = interop.invokeMethodAsync('A', 'M').then(() => order.push('stream'));
  const second = interop.invokeMethodAsync('A', 'N').then((text) => order.push(text));
  socket.receive(['event', 'changed'], '["before"]');
  socket.receive(['reply', 1], '{"__dotNetStream":9}');
  socket.receive(['reply', 2], '"second"');
  socket.receive(['event', 'changed'], '["after"]');
  socket.receive(['ping']);
  assert.equal((await socket.next('pong'))[0], 'pong');
  assert.deepEqual(order, ['before']);
  // Calls are sent meanwhile.
  interop.invokeMethodAsync('A', 'O').catch(() => {});
  assert.equal((await socket.next('call'))[3], 'O');
  page.open();
  await Promise.all([first, second]);
  assert.deepEqual(order, ['before', 'after', 'stream', 'second']);
});

test('an upload is sent when its code has been loaded', async (t) => {
  const page = await openServedPage(t);
  const { interop, DotNet, socket } = page;
  interop.invokeMethodAsync('A', 'M', DotNet.createJSStreamReference(bytes(1, 2, 3))).catch(() => {});
  const [, , , , , [{ __jsObjectId }]] = await socket.next('call');
  socket.receive(['open', 4, __jsObjectId, 2, 1]);
  socket.receive(['grant', 4, 1]);
  page.open();
  assert.deepEqual(await socket.next('chunk'), ['chunk', 4, 0, bytes(1, 2)]);
  assert.deepEqual(await socket.next('chunk'), ['chunk', 4, 1, bytes(3)]);
});

test('values are read from Rust and sent to it', async (t) => {
  const page = await openServedPage(t);
  const { interop, socket } = page;
  page.open();
  const call = interop.invokeMethodAsync('A', 'M', (function* () {
    yield 1;
    yield 2;
  })());
  const [, , , , , [{ __jsItems }]] = await socket.next('call');
  socket.receive(['invoke', 5, 'next', 0, __jsItems, 1], '[8]');
  assert.deepEqual(await socket.next('result'), ['result', [5, true, { items: [1, 2], done: true }]]);
  socket.receive(['reply', 1], '{"__dotNetItems":6}');
  const items = await call;
  const next = items.next();
  const [, callId, , method] = await socket.next('call');
  assert.equal(method, '__Next');
  socket.receive(['reply', callId], '{"items":["a"],"done":true}');
  assert.deepEqual([await next, await items.next()], [{ value: 'a', done: false }, { value: undefined, done: true }]);
});

test('what needs code that cannot be loaded fails with an error, the rest works, and the next use tries again', async (t) => {
  const page = await openServedPage(t, { hasSupplement: false });
  const { interop, DotNet, socket } = page;
  const calls = ['M', 'N', 'O'].map((method) => interop.invokeMethodAsync('A', method));
  socket.receive(['reply', 1], '{"__dotNetStream":9}');
  socket.receive(['reply', 2], '"second"');
  await assert.rejects(calls[0], UNAVAILABLE);
  assert.equal(await calls[1], 'second');
  assert.equal(interop.state, 'connected');

  const { __jsObjectId } = DotNet.createJSStreamReference(bytes(1));
  socket.receive(['open', 4, __jsObjectId, 2, 1]);
  assert.match((await socket.next('end'))[2], UNAVAILABLE.message);

  let isReturned = false;
  const source = { next: () => assert.fail('it is not read'), [Symbol.asyncIterator]: () => source, return: () => (isReturned = true) };
  interop.invokeMethodAsync('A', 'P', source).catch(() => {});
  const [, , , , , [{ __jsItems }]] = await socket.next('call');
  socket.receive(['invoke', 5, 'next', 0, __jsItems, 1], '[8]');
  const [, [, succeeded, text]] = await socket.next('result');
  assert.deepEqual([succeeded, UNAVAILABLE.message.test(text)], [false, true]);
  DotNet.disposeJSObjectReferenceById(__jsItems);
  while (!isReturned) await setImmediate();

  await page.addSupplement();
  page.open();
  socket.receive(['reply', 3], '{"__dotNetStream":10}');
  socket.receiveBytes(CHUNK, [10, 0], [5]);
  socket.receive(['end', 10, null]);
  assert.deepEqual(new Uint8Array(await (await calls[2]).arrayBuffer()), bytes(5));
});

test('code that does not arrive in time counts as missing', async (t) => {
  const page = await openServedPage(t);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { interop, socket } = page;
  const call = interop.invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '{"__dotNetStream":9}');
  t.mock.timers.tick(10_000);
  await assert.rejects(call, UNAVAILABLE);
});

test('what waits for the code ends with the connection', async (t) => {
  const page = await openServedPage(t);
  const { interop, DotNet, socket } = page;
  const events = [];
  t.after(DotNet.on('changed', (event) => events.push(event)));
  const call = interop.invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '{"__dotNetStream":9}');
  socket.receive(['event', 'changed'], '[1]');
  socket.drop();
  await assert.rejects(call, { code: 'disconnected' });
  page.open();
  for (let turn = 0; turn < 10; turn++) await setImmediate();
  assert.deepEqual(events, []);
});

test('a server that breaks the protocol while the code is loading loses the connection', async (t) => {
  t.mock.method(console, 'error', () => {});
  const page = await openServedPage(t);
  const { interop, socket } = page;
  const call = interop.invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '{"__dotNetStream":9}');
  socket.receive(['welcome', { version: 9 }]);
  page.open();
  await call;
  while (interop.state !== 'closed') await setImmediate();
  assert.equal(socket.closedWith, 4000);
});

test('members, typed arrays and long messages are received by code that is loaded on first use', async (t) => {
  const uses = {
    members: (socket) => socket.receive(['invoke', 7, 'setting', 0, 0, 3], '[]'),
    'typed arrays': (socket) => {
      socket.receiveBytes(1, [0], [1, 0, 2, 0]);
      socket.receive(['invoke', 7, 'sum', 0, 0, 1], '[{"__u16[]":0}]');
    },
    'long messages': (socket) => {
      const frame = new TextEncoder().encode('["invoke",7,"sum",0,0,1]\n[[1,2]]');
      socket.receiveBytes(3, [frame.length - 10], frame.subarray(0, 10));
      socket.receiveBytes(3, [0], frame.subarray(10));
    },
  };
  Object.assign(globalThis, { setting: 3, sum: (numbers) => numbers.reduce((sum, number) => sum + number) });
  t.after(() => ['setting', 'sum'].forEach((name) => delete globalThis[name]));
  for (const [use, receive] of Object.entries(uses)) {
    await t.test(use, async (t) => {
      const page = await openServedPage(t);
      receive(page.socket);
      page.open();
      assert.deepEqual(await page.socket.next('result'), ['result', [7, true, 3]]);
      assert.equal(page.loads, 1);
    });
  }
});

test('a call that is not sent rejects with the whole text, or with its code if the text cannot be loaded', async (t) => {
  for (const hasSupplement of [true, false]) {
    const page = await openServedPage(t, { hasSupplement });
    page.open();
    await assert.rejects(page.interop.invokeMethodAsync('A', 'M', Symbol('s')), {
      code: 'invalid_arguments',
      message: hasSupplement ? /^A Symbol cannot be sent \(at '0'\)\. Send its description\.$/ : /Symbol/,
    });
    page.interop.close();
  }
});

test('the script says where hosts are attached', async (t) => {
  const { DotNet } = await openServedPage(t);
  assert.throws(() => DotNet.attachDispatcher({}), /index\.js/);
});
