// Calls over the WebSocket, in both directions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotNet } from '../src/index.js';
import { LIMITS, ignore, start, startConnected } from './support/fake-server.js';

const rejection = (promise) => promise.then(() => assert.fail('it resolved'), (error) => error);

test('the client connects with the subprotocol and says hello first', (t) => {
  const { server } = start(t);
  assert.equal(server.socket.url, 'wss://example.test/_interop');
  assert.equal(server.socket.protocol, 'interop.v1');
  assert.equal(server.socket.binaryType, 'arraybuffer');
  assert.deepEqual(server.socket.welcome(), [['hello', { version: 1, partBytes: 32768, streamBytes: 65536 }]]);
});

test('calls made before the connection is open are queued in order', async (t) => {
  const { connection, server } = start(t);
  const results = [connection.invokeMethodAsync('A', 'first', 1), connection.invokeMethodAsync('A', 'second')];
  server.socket.welcome();
  assert.deepEqual(server.socket.take(), [['call', 1, 'A', 'first', 0, [1]], ['call', 2, 'A', 'second', 0, []]]);
  server.socket.receive(['reply', 2], '"two"');
  server.socket.receive(['reply', 1], '"one"');
  assert.deepEqual(await Promise.all(results), ['one', 'two']);
});

test('byte arrays of a call that waited go with it', (t) => {
  const { connection, server } = start(t);
  ignore(connection.invokeMethodAsync('A', 'M', new Uint8Array([1]), new Uint8Array([2])));
  ignore(connection.invokeMethodAsync('A', 'N', new Uint8Array([3])));
  server.socket.welcome();
  assert.deepEqual(server.socket.take(), [
    ['bytes', 0, new Uint8Array([1])],
    ['bytes', 1, new Uint8Array([2])],
    ['call', 1, 'A', 'M', 0, [{ '__byte[]': 0 }, { '__byte[]': 1 }]],
    ['bytes', 0, new Uint8Array([3])],
    ['call', 2, 'A', 'N', 0, [{ '__byte[]': 0 }]],
  ]);
});

test('objects are called and disposed by their ids', async (t) => {
  const { connection, socket } = startConnected(t);
  const object = connection.invokeMethodAsync('A', 'Make');
  socket.receive(['reply', 1], '{"__dotNetObject":7}');
  const call = (await object).invokeMethodAsync('Greet', 'x');
  (await object).dispose();
  assert.deepEqual(socket.take().slice(1), [['call', 2, null, 'Greet', 7, ['x']], ['call', 3, null, '__Dispose', 7, null]]);
  socket.receive(['reply', 2], '"hello"');
  socket.receive(['reply', 3], 'null');
  assert.equal(await call, 'hello');
});

test('a failure is an Error with everything that is known', async (t) => {
  const { connection, socket } = startConnected(t);
  const known = connection.invokeMethodAsync('Shop', 'Order', 3);
  socket.receive(['fail', 1], '{"message":"only 2 left","code":"out_of_stock","data":{"left":2}}');
  const error = await rejection(known);
  assert.ok(error instanceof Error);
  const { message, code, data, assembly, method } = error;
  assert.deepEqual(
    { message, code, data, assembly, method },
    { message: 'only 2 left', code: 'out_of_stock', data: { left: 2 }, assembly: 'Shop', method: 'Order' },
  );
});

test('a result that cannot be read rejects its own promise only', async (t) => {
  const { connection, socket } = startConnected(t);
  const bad = connection.invokeMethodAsync('A', 'M');
  const good = connection.invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '{"__jsObjectId":4242}');
  socket.receive(['reply', 2], '1');
  assert.match((await rejection(bad)).message, /JS object instance with Id '4242' does not exist/);
  assert.equal(await good, 1);
  assert.equal(connection.state, 'connected');
});

test('byte arrays come before the message that names them, and only for it', async (t) => {
  const { connection, socket } = startConnected(t);
  const calls = [1, 2, 3].map(() => connection.invokeMethodAsync('A', 'M'));
  socket.receiveBytes(1, [1], [10, 11]);
  socket.receiveBytes(1, [2], [12]);
  socket.receive(['reply', 1], '[{"__byte[]":1},{"x":{"__byte[]":2}}]');
  const [first, { x }] = await calls[0];
  assert.deepEqual([first, x], [new Uint8Array([10, 11]), new Uint8Array([12])]);
  assert.equal(first.buffer.byteLength, 2, 'nothing of the frame is around the bytes');
  // One that its message does not name is dropped with it.
  socket.receiveBytes(1, [3], [13]);
  socket.receive(['reply', 2], 'null');
  socket.receive(['reply', 3], '{"__byte[]":3}');
  assert.match((await rejection(calls[2])).message, /Byte array with ID 3 does not exist/);
});

test('the server calls JavaScript, which calls the server before it answers', async (t) => {
  const { connection, socket } = startConnected(t);
  t.after(() => delete globalThis.sayHello);
  globalThis.sayHello = async (helper, name) => `${await helper.invokeMethodAsync('GetHelloMessage', name)}!`;
  socket.receive(['invoke', 2, 'sayHello', 0, 0, 1], '[{"__dotNetObject":1},"Amy"]');
  assert.deepEqual(socket.take(), [['call', 1, null, 'GetHelloMessage', 1, ['Amy']]]);
  socket.receive(['reply', 1], '"Hello, Amy"');
  assert.deepEqual(await socket.next('result'), ['result', [2, true, 'Hello, Amy!']]);
  assert.equal(connection.state, 'connected');
});

test('what JavaScript throws is the answer', async (t) => {
  const { socket } = startConnected(t);
  socket.receive(['invoke', 2, 'nowhere.fn', 0, 0, 1], '[]');
  const [, [taskId, succeeded, text]] = await socket.next('result');
  assert.deepEqual([taskId, succeeded], [2, false]);
  assert.match(text, /^Could not find 'nowhere.fn' \('nowhere' was undefined\)\.\nError: /);
});

test('a call with task 0 is not answered', async (t) => {
  const { socket } = startConnected(t);
  const { __jsObjectId: id } = DotNet.createJSObjectReference({});
  socket.receive(['invoke', 0, 'DotNet.disposeJSObjectReferenceById', 3, 0, 1], `[${id}]`);
  socket.receive(['invoke', 2, 'toString', 3, id, 1], '[]');
  const answer = await socket.next('result');
  assert.deepEqual(answer.slice(1)[0].slice(0, 2), [2, false], 'the object is gone, and only the second is answered');
});

test('byte arrays of an answer go before it', async (t) => {
  const { socket } = startConnected(t);
  t.after(() => delete globalThis.twoArrays);
  globalThis.twoArrays = () => [new Uint8Array([1]), new Uint8Array([2])];
  socket.receive(['invoke', 2, 'twoArrays', 0, 0, 1], '[]');
  await new Promise(setImmediate);
  assert.deepEqual(socket.take(), [
    ['bytes', 0, new Uint8Array([1])],
    ['bytes', 1, new Uint8Array([2])],
    ['result', [2, true, [{ '__byte[]': 0 }, { '__byte[]': 1 }]]],
  ]);
});

test('a user reviver sees what comes over the WebSocket', async (t) => {
  // Revivers cannot be taken off again: this one minds its own key.
  DotNet.attachReviver((key, value) => (key === 'reviveMe' ? new Date(value) : value));
  const { connection, socket } = startConnected(t);
  const call = connection.invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '{"reviveMe":0}');
  assert.deepEqual(await call, { reviveMe: new Date(0) });
});

test('frames of a kind that it does not know are ignored', async (t) => {
  const { connection, socket } = startConnected(t);
  const call = connection.invokeMethodAsync('A', 'M');
  socket.receive(['something', 'new']);
  socket.receiveBytes(9, [1], [1]);
  socket.receive(['grant', 99, 1]);
  socket.receive(['end', 99, null]);
  socket.receive(['reply', 99], '1');
  socket.receive(['reply', 1], '2');
  assert.equal(await call, 2);
});

test('ping is answered with pong', (t) => {
  const { socket } = startConnected(t);
  socket.receive(['ping']);
  assert.deepEqual(socket.take(), [['pong']]);
});

// Cancelling

test('a signal cancels a call: the promise rejects and the server is told', async (t) => {
  const { connection, socket } = startConnected(t);
  const abort = new AbortController();
  const call = connection.withSignal(abort.signal).invokeMethodAsync('A', 'Slow', 1);
  abort.abort();
  assert.equal((await rejection(call)).name, 'AbortError');
  assert.deepEqual(socket.take(), [['call', 1, 'A', 'Slow', 0, [1]], ['cancel', 1]]);
  // The answer arrives in any case, and has no effect.
  socket.receive(['fail', 1], '{"message":"cancelled","code":"cancelled"}');
  assert.equal(connection.state, 'connected');
});

test('a signal cancels a call on an object, with the reason that it was given', async (t) => {
  const { connection, socket } = startConnected(t);
  const made = connection.invokeMethodAsync('A', 'Make');
  socket.receive(['reply', 1], '{"__dotNetObject":7}');
  const abort = new AbortController();
  const call = (await made).withSignal(abort.signal).invokeMethodAsync('Slow');
  const reason = new Error('enough');
  abort.abort(reason);
  assert.equal(await rejection(call), reason);
  assert.deepEqual(socket.take().slice(1), [['call', 2, null, 'Slow', 7, []], ['cancel', 2]]);
});

test('a signal that is aborted already sends nothing', async (t) => {
  const { connection, socket } = startConnected(t);
  const error = await rejection(connection.withSignal(AbortSignal.abort()).invokeMethodAsync('A', 'M'));
  assert.equal(error.name, 'AbortError');
  assert.deepEqual(socket.take(), []);
});

test('a call that still waits for the connection is cancelled without a word', async (t) => {
  const { connection, server } = start(t);
  const abort = new AbortController();
  const call = connection.withSignal(abort.signal).invokeMethodAsync('A', 'M');
  abort.abort();
  assert.equal((await rejection(call)).name, 'AbortError');
  server.socket.welcome();
  assert.deepEqual(server.socket.take(), []);
});

test('a signal that fires after the answer does nothing', async (t) => {
  const { connection, socket } = startConnected(t);
  const abort = new AbortController();
  const call = connection.withSignal(abort.signal).invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '1');
  assert.equal(await call, 1);
  socket.take();
  abort.abort();
  assert.deepEqual(socket.take(), []);
});

// Limits

test('a call beyond a limit is not sent, and the error names the limit', async (t) => {
  const limits = { ...LIMITS, maxArgumentBytes: 100, maxFrameBytes: 150, maxJsonDepth: 3 };
  const { connection, socket } = startConnected(t, { welcome: { limits } });
  const cases = [
    [['A', 'M', 'x'.repeat(97)], 'maxArgumentBytes'],
    [['A', 'M', 'ä'.repeat(49)], 'maxArgumentBytes'],
    [['A', 'M', new Uint8Array(101)], 'maxArgumentBytes'],
    [['A', 'M', ...Array.from({ length: 6 }, () => new Uint8Array(17))], 'maxArgumentBytes'],
    [['A', 'M'.repeat(200)], 'maxFrameBytes'],
    [['A', 'M'.repeat(4096)], 'maxNameBytes'],
    [['Ä'.repeat(2048), 'M'], 'maxNameBytes'],
    [['A', 'M', [[[1]]], 'filler [[[['], 'maxJsonDepth'],
  ];
  for (const [[assembly, method, ...args], limit] of cases) {
    const error = await rejection(connection.invokeMethodAsync(assembly, method, ...args));
    assert.equal(error.code, 'limit_exceeded');
    assert.deepEqual(error.data, { limit, value: limits[limit] });
    assert.ok(error.message.includes(limit), error.message);
    const remedies = /CircuitOptions::max_argument_bytes or send a stream/;
    assert.equal(remedies.test(error.message), limit === 'maxArgumentBytes', error.message);
    assert.deepEqual([error.assembly, error.method], [assembly, method]);
  }
  assert.deepEqual(socket.take(), []);
});

test('what is just within the limits is sent', async (t) => {
  const limits = { ...LIMITS, maxArgumentBytes: 100, maxJsonDepth: 3 };
  const { connection, socket } = startConnected(t, { welcome: { limits } });
  ignore(connection.invokeMethodAsync('A', 'M', 'x'.repeat(96)));
  ignore(connection.invokeMethodAsync('A', 'M', 'ä'.repeat(48)));
  ignore(connection.invokeMethodAsync('A', 'M', new Uint8Array(100)));
  ignore(connection.invokeMethodAsync('A', 'M', [[1]], { a: [] }, 'text with [[[[ "and" {{{{ in it'));
  ignore(connection.invokeMethodAsync('Ä'.repeat(2000), 'M'.repeat(96)));
  assert.deepEqual(socket.take().map(([kind]) => kind), ['call', 'call', 'bytes', 'call', 'call', 'call']);
});

test('an object can be disposed however many calls are in flight', async (t) => {
  const { connection, socket } = startConnected(t, { welcome: { limits: { ...LIMITS, maxCallsInFlight: 1 } } });
  const made = connection.invokeMethodAsync('A', 'Make');
  socket.receive(['reply', 1], '{"__dotNetObject":7}');
  ignore(connection.invokeMethodAsync('A', 'M'));
  (await made).dispose();
  assert.deepEqual(socket.take().at(-1), ['call', 3, null, '__Dispose', 7, null]);
});

test('calls that waited for the connection meet its limits too', async (t) => {
  const { connection, server } = start(t);
  const call = connection.invokeMethodAsync('A', 'M', 'x'.repeat(100));
  server.socket.welcome({ limits: { ...LIMITS, maxArgumentBytes: 50 } });
  assert.equal((await rejection(call)).code, 'limit_exceeded');
});

test('an answer beyond a limit fails its call at the server', async (t) => {
  const { socket } = startConnected(t, { welcome: { limits: { ...LIMITS, maxFrameBytes: 200 } } });
  t.after(() => delete globalThis.longText);
  globalThis.longText = () => 'x'.repeat(1000);
  socket.receive(['invoke', 2, 'longText', 0, 0, 1], '[]');
  const [, [taskId, succeeded, text]] = await socket.next('result');
  assert.deepEqual([taskId, succeeded], [2, false]);
  assert.match(text, /maxFrameBytes/);
});

test('names that are no strings are refused before they break the protocol', async (t) => {
  const { connection, socket } = startConnected(t);
  assert.equal((await rejection(connection.invokeMethodAsync(5, 'M'))).code, 'invalid_arguments');
  assert.equal((await rejection(connection.invokeMethodAsync('A', undefined))).code, 'invalid_arguments');
  assert.deepEqual(socket.take(), []);
});
