// Calls of Rust in the page, in both directions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotNet, connectWasm } from '../src/index.js';
import { ignore, LIMITS } from './support/fake-server.js';
import { FakeModule, failure, startWasm } from './support/fake-module.js';

const rejection = (promise) => promise.then(() => assert.fail('it resolved'), (error) => error);

test('a module that does not export the interop is refused, and says what to add', () => {
  for (const module of [{}, undefined, { interop: {} }]) {
    assert.throws(() => connectWasm(module), {
      message: 'The module does not export `interop`. Add `interop_wasm::export!();` to its crate.',
    });
  }
});

test('a module that cannot connect says why', () => {
  const module = new FakeModule();
  module.interop.connect = () => {
    throw failure('duplicate ids: `Add`', { code: 'disconnected' });
  };
  assert.throws(() => connectWasm(module), { message: 'duplicate ids: `Add`' });
});

test('DotNet calls the one module that is connected, synchronously too', async (t) => {
  const { module } = startWasm(t);
  module.behind = {
    invoke: (_assembly, _method, _id, [a, b]) => a + b,
    call: (callId) => module.sendReply(callId, '"later"'),
  };
  assert.equal(DotNet.invokeMethod('MyApp', 'Add', 2, 40), 42);
  assert.equal(await DotNet.invokeMethodAsync('MyApp', 'Add', 2, 40), 'later');
  assert.deepEqual(module.take(), [
    ['invoke', 'MyApp', 'Add', 0, [2, 40]],
    ['call', 1, 'MyApp', 'Add', 0, [2, 40]],
  ]);
});

test('what there is to know about the circuit comes with an event', async (t) => {
  const { connection, events } = startWasm(t);
  assert.equal(connection.state, 'connected');
  await null;
  assert.deepEqual(events, [['connected', { circuit: '1', limits: LIMITS, detailedErrors: true }]]);
});

// Texts

const texts = {
  'nothing': '',
  'ASCII': 'Amy Pond',
  'quotes and controls': '"\\\n\u0000\u007f',
  'one wide character': 'é',
  'two bytes': 'Ämy Pönd',
  'three and four bytes': '日本 🦀',
  'ASCII at first': `${'a'.repeat(20)}é`,
  'half a character': '\ud83e',
  'a byte order mark': '\ufeffx',
  'long ASCII': 'x'.repeat(3000),
  'long and wide': '日本'.repeat(1500),
  'longer than a page of memory': 'é'.repeat(70000),
};
for (const grows of [false, true]) {
  test(`texts of every kind go there and back${grows ? ', also while the memory grows' : ''}`, async (t) => {
    const { connection, module } = startWasm(t, { limits: { maxArgumentBytes: 1 << 20, maxFrameBytes: (1 << 20) + 4096 } });
    module.grows = grows;
    module.behind = {
      invoke: (_assembly, _method, _id, [text]) => text,
      call: (callId, _assembly, method, _id, [text]) => module.sendReply(callId, JSON.stringify([method, text])),
    };
    for (const [name, text] of Object.entries(texts)) {
      assert.deepEqual(connection.invokeMethod('Läden', 'Größe', text), text, name);
      assert.deepEqual(module.take().at(-1), ['invoke', 'Läden', 'Größe', 0, [text]], name);
      assert.deepEqual(await connection.invokeMethodAsync('Läden', 'Größe', text), ['Größe', text], name);
    }
  });
}

test('no more room is asked for than there is, where a text is near the limit', (t) => {
  const limits = { ...LIMITS, maxArgumentBytes: 2000, maxFrameBytes: 2000 + 4096 };
  const { connection, module } = startWasm(t, { limits });
  module.behind.invoke = (_assembly, _method, _id, [text]) => text.length;
  assert.equal(connection.invokeMethod('A'.repeat(1000), 'M', 'x'.repeat(1990)), 1990);
});

// Calls of Rust

test('a method without a result returns null', async (t) => {
  const { connection, module } = startWasm(t);
  assert.equal(connection.invokeMethod('A', 'M'), null);
  const call = connection.invokeMethodAsync('A', 'M');
  module.sendReply(1, 'null');
  assert.equal(await call, null);
});

test('objects are called both ways and disposed by their ids', async (t) => {
  const { connection, module } = startWasm(t);
  module.behind.invoke = (_assembly, method) => (method === 'Make' ? { __dotNetObject: 7 } : 'hello');
  const object = connection.invokeMethod('A', 'Make');
  assert.equal(object.invokeMethod('Greet', 'x'), 'hello');
  const greeting = object.invokeMethodAsync('GreetAsync');
  object.dispose();
  assert.deepEqual(module.take().slice(1), [
    ['invoke', null, 'Greet', 7, ['x']],
    ['call', 1, null, 'GreetAsync', 7, []],
    ['call', 2, null, '__Dispose', 7, null],
  ]);
  module.sendReply(2, 'null');
  module.sendReply(1, '"hello"');
  assert.equal(await greeting, 'hello');
});

test('a failure is an Error with everything that is known, thrown or rejected', async (t) => {
  const { connection, module } = startWasm(t);
  const details = { message: 'only 2 left', code: 'out_of_stock', data: { left: 2 } };
  module.behind.invoke = () => {
    throw failure(details.message, details);
  };
  module.behind.call = (callId) => module.client.fail(callId, JSON.stringify(details));
  const expected = { ...details, assembly: 'Shop', method: 'Order' };
  assert.throws(() => connection.invokeMethod('Shop', 'Order', 3), expected);
  await assert.rejects(connection.invokeMethodAsync('Shop', 'Order', 3), expected);
  assert.equal(connection.state, 'connected');
});

test('a call that is refused before it begins rejects', async (t) => {
  const { connection, module } = startWasm(t);
  module.behind.call = () => {
    throw failure('nested too deep', { code: 'limit_exceeded' });
  };
  const error = await rejection(connection.invokeMethodAsync('A', 'M'));
  assert.deepEqual([error.message, error.code, error.method], ['nested too deep', 'limit_exceeded', 'M']);
});

test('answers come in any order, and each settles its own call', async (t) => {
  const { connection, module } = startWasm(t);
  const calls = ['first', 'second', 'third'].map((method) => connection.invokeMethodAsync('A', method));
  const taken = module.take().map(([, callId, , method]) => [callId, method]);
  assert.deepEqual(taken, [[1, 'first'], [2, 'second'], [3, 'third']]);
  module.sendReply(3, '3');
  module.client.fail(1, '{"message":"no","code":"internal"}');
  module.sendReply(2, '2');
  assert.deepEqual(await Promise.allSettled(calls.slice(1)), [2, 3].map((value) => ({ status: 'fulfilled', value })));
  assert.equal((await rejection(calls[0])).message, 'no');
});

test('names that are no strings are refused', async (t) => {
  const { connection, module } = startWasm(t);
  assert.throws(() => connection.invokeMethod('A', 5), { code: 'invalid_arguments' });
  assert.throws(() => connection.invokeMethod({}, 'M'), { code: 'invalid_arguments' });
  await assert.rejects(connection.invokeMethodAsync('A'), { code: 'invalid_arguments' });
  assert.deepEqual(module.take(), []);
});

test('a signal cancels a call, and the answer that comes all the same is ignored', async (t) => {
  const { connection, module } = startWasm(t);
  module.behind.cancel = (callId) => module.client.fail(callId, '{"message":"cancelled","code":"cancelled"}');
  const abort = new AbortController();
  const call = connection.withSignal(abort.signal).invokeMethodAsync('A', 'Slow');
  abort.abort();
  assert.equal((await rejection(call)).name, 'AbortError');
  assert.deepEqual(module.take(), [['call', 1, 'A', 'Slow', 0, []], ['cancel', 1]]);
});

// Calls of JavaScript

function page(t, functions) {
  globalThis.wasmPage = functions;
  t.after(() => delete globalThis.wasmPage);
}

test('Rust calls JavaScript and gets the answer', async (t) => {
  const { module } = startWasm(t);
  page(t, { greet: async (name) => `Hellö, ${name}`, refuse: () => Promise.reject(new Error('not today')) });
  module.client.invoke(2, 'wasmPage.greet', '["Amy"]', 0, 0, 1);
  assert.deepEqual(await module.next('result'), ['result', [2, true, 'Hellö, Amy']]);
  module.client.invoke(3, 'wasmPage.refuse', '[]', 0, 0, 1);
  const [, [taskId, succeeded, text]] = await module.next('result');
  assert.deepEqual([taskId, succeeded, text.split('\n')[0]], [3, false, 'not today']);
});

test('a call that wants no answer gets none', async (t) => {
  const { module } = startWasm(t);
  const called = new Promise((resolve) => page(t, { note: resolve }));
  module.client.invoke(0, 'wasmPage.note', '["x"]', 3, 0, 1);
  assert.equal(await called, 'x');
  await new Promise(setImmediate);
  assert.deepEqual(module.take(), []);
});

test('Rust calls JavaScript synchronously', (t) => {
  const { module } = startWasm(t);
  page(t, {
    add: (a, b) => a + b,
    nothing: () => {},
    fail: () => {
      throw new TypeError('not today');
    },
  });
  const invokeSync = (name, args = '[]') => module.client.invokeSync(`wasmPage.${name}`, args, 0, 0, 1);
  assert.equal(invokeSync('add', '[2,40]'), '42');
  assert.equal(invokeSync('nothing'), null);
  assert.throws(() => invokeSync('fail'), { name: 'TypeError', message: 'not today' });
  assert.throws(() => invokeSync('nowhere'), { message: "The value 'wasmPage.nowhere' is not a function." });
});

test('calls can be nested, in both directions', (t) => {
  const { connection, module } = startWasm(t);
  page(t, { down: (n) => connection.invokeMethod('A', 'Down', n - 1, 'ä'.repeat(n)) });
  module.behind.invoke = (_assembly, _method, _id, [n, text]) =>
    n === 0 ? ['bottom'] : [text, ...JSON.parse(module.client.invokeSync('wasmPage.down', `[${n}]`, 0, 0, 1))];
  assert.deepEqual(connection.invokeMethod('A', 'Down', 3, 'top'), ['top', 'äää', 'ää', 'bottom']);
});

// Byte arrays

test('byte arrays go before the message that names them', async (t) => {
  const { connection, module } = startWasm(t);
  page(t, { twoArrays: () => [new Uint8Array([4]), new Uint8Array([5])] });
  connection.invokeMethod('A', 'M', new Uint8Array([1]), { x: new Uint8Array([2]) });
  ignore(connection.invokeMethodAsync('A', 'M', new Uint8Array([3])));
  module.client.invokeSync('wasmPage.twoArrays', '[]', 0, 0, 1);
  module.client.invoke(2, 'wasmPage.twoArrays', '[]', 0, 0, 1);
  await new Promise(setImmediate);
  const [four, five] = [['bytes', 0, new Uint8Array([4])], ['bytes', 1, new Uint8Array([5])]];
  assert.deepEqual(module.take(), [
    ['bytes', 0, new Uint8Array([1])],
    ['bytes', 1, new Uint8Array([2])],
    ['invoke', 'A', 'M', 0, [{ '__byte[]': 0 }, { x: { '__byte[]': 1 } }]],
    ['bytes', 0, new Uint8Array([3])],
    ['call', 1, 'A', 'M', 0, [{ '__byte[]': 0 }]],
    four,
    five,
    four,
    five,
    ['result', [2, true, [{ '__byte[]': 0 }, { '__byte[]': 1 }]]],
  ]);
});

test('byte arrays are copied there and back, also while the memory grows', (t) => {
  const { connection, module } = startWasm(t);
  module.grows = true;
  module.behind.invoke = () => {
    module.sendBytes(1, new Uint8Array([7, 8]));
    module.sendBytes(2, new Uint8Array(0));
    return [{ '__byte[]': 1 }, { '__byte[]': 2 }];
  };
  const part = new Uint8Array([0, 1, 2, 3]).subarray(1, 3);
  const result = connection.invokeMethod('A', 'M', part, new Uint8Array(0));
  assert.deepEqual(result, [new Uint8Array([7, 8]), new Uint8Array(0)]);
  assert.equal(result[0].buffer.byteLength, 2, 'nothing of the memory is around the bytes');
  const sent = [['bytes', 0, new Uint8Array([1, 2])], ['bytes', 1, new Uint8Array(0)]];
  assert.deepEqual(module.take().slice(0, 2), sent);
});

test('a byte array that lies about its length does not reach beyond the room that was made for it', (t) => {
  const { connection, module } = startWasm(t);
  class Liar extends Uint8Array {
    get length() {
      return 1;
    }
  }
  assert.throws(() => connection.invokeMethod('A', 'M', new Liar(100)), RangeError);
  assert.equal(connection.state, 'connected');
  assert.deepEqual(module.take(), []);
});

test('byte arrays of a call that was not sent do not go with the next one', async (t) => {
  const { connection, module } = startWasm(t);
  const tooLong = 'x'.repeat(40000);
  assert.throws(() => connection.invokeMethod('A', 'M', new Uint8Array(5), tooLong), { code: 'limit_exceeded' });
  connection.invokeMethod('A', 'M');
  assert.deepEqual(module.take(), [['invoke', 'A', 'M', 0, []]]);
});

test('byte arrays of Rust belong to one message, also when calls are nested', async (t) => {
  const { connection, module } = startWasm(t);
  const { client, behind } = module;
  const bytes = (id) => module.sendBytes(id, new Uint8Array([id]));
  page(t, {
    outer: (first) => [...first, ...connection.invokeMethod('A', 'Inner')].length,
  });
  behind.invoke = (_assembly, method) => {
    if (method === 'Inner') {
      bytes(3);
      return { '__byte[]': 3 };
    }
    bytes(1);
    const length = client.invokeSync('wasmPage.outer', '[{"__byte[]":1}]', 0, 0, 1);
    bytes(4);
    return [{ '__byte[]': 4 }, JSON.parse(length)];
  };
  assert.deepEqual(connection.invokeMethod('A', 'Outer'), [new Uint8Array([4]), 2]);
  const call = connection.invokeMethodAsync('A', 'M');
  bytes(5);
  bytes(6);
  module.sendReply(1, '{"__byte[]":6}');
  assert.deepEqual(await call, new Uint8Array([6]));
  // No message has referred to it, so it was dropped with its message.
  const late = connection.invokeMethodAsync('A', 'M');
  module.sendReply(2, '{"__byte[]":5}');
  assert.match((await rejection(late)).message, /Byte array with ID 5 does not exist/);
  behind.invoke = () => {
    bytes(7);
    bytes(8);
    return { '__byte[]': 7 };
  };
  assert.deepEqual(connection.invokeMethod('A', 'M'), new Uint8Array([7]));
  behind.invoke = () => ({ '__byte[]': 8 });
  assert.throws(() => connection.invokeMethod('A', 'M'), /Byte array with ID 8 does not exist/);
});

test('a reviver that calls Rust does not take the byte arrays of the message that it revives', (t) => {
  const { connection, module } = startWasm(t);
  const { client, behind } = module;
  // Revivers cannot be taken off again: this one minds its own key.
  DotNet.attachReviver((key, value) => {
    if (key !== 'callRust') {
      return value;
    }
    ignore(connection.invokeMethodAsync('A', 'M'));
    return connection.invokeMethod('A', 'Inner');
  });
  behind.call = (callId) => module.sendReply(callId, 'null');
  behind.invoke = (_assembly, method) => {
    const ids = method === 'Inner' ? [3] : [1, 2];
    ids.forEach((id) => module.sendBytes(id, new Uint8Array([id])));
    return method === 'Inner'
      ? { '__byte[]': 3 }
      : { first: { '__byte[]': 1 }, callRust: 0, second: { '__byte[]': 2 } };
  };
  assert.deepEqual(connection.invokeMethod('A', 'Outer'), {
    first: new Uint8Array([1]),
    callRust: new Uint8Array([3]),
    second: new Uint8Array([2]),
  });
});

// Limits

test('a call beyond a limit is not sent, and the error names the limit', async (t) => {
  const limits = { ...LIMITS, maxArgumentBytes: 100, maxCallsInFlight: 1, maxJsonDepth: 3 };
  const { connection, module } = startWasm(t, { limits });
  const beyond = [
    [['x'.repeat(97)], 'maxArgumentBytes'],
    [['ä'.repeat(49)], 'maxArgumentBytes'],
    [[new Uint8Array(101)], 'maxArgumentBytes'],
    [Array.from({ length: 6 }, () => new Uint8Array(17)), 'maxArgumentBytes'],
    [[[[[1]]], 'filler'], 'maxJsonDepth'],
  ];
  for (const [args, limit] of beyond) {
    const expected = { code: 'limit_exceeded', data: { limit, value: limits[limit] }, assembly: 'A', method: 'M' };
    assert.throws(() => connection.invokeMethod('A', 'M', ...args), expected);
    await assert.rejects(connection.invokeMethodAsync('A', 'M', ...args), expected);
  }
  assert.deepEqual(module.take(), []);
});

test('what is just within the limits is sent', async (t) => {
  const limits = { ...LIMITS, maxArgumentBytes: 100, maxCallsInFlight: 1, maxJsonDepth: 3 };
  const { connection, module } = startWasm(t, { limits });
  const within = [['x'.repeat(96)], [new Uint8Array(100)], [[[1]], '[[[[ "{{{{" \\']];
  within.forEach((args) => connection.invokeMethod('A', 'M', ...args));
  assert.equal(module.take().filter(([name]) => name === 'invoke').length, within.length);
  const first = connection.invokeMethodAsync('A', 'M');
  await assert.rejects(connection.invokeMethodAsync('A', 'M'), { data: { limit: 'maxCallsInFlight', value: 1 } });
  module.behind.invoke = () => ({ __dotNetObject: 7 });
  const [call] = module.take();
  connection.invokeMethod('A', 'Make').dispose();
  assert.equal(module.take().at(-1)[3], '__Dispose', 'an object can always be disposed');
  module.sendReply(call[1], '1');
  module.sendReply(call[1] + 2, 'null');
  assert.equal(await first, 1);
  ignore(connection.invokeMethodAsync('A', 'M'));
  assert.equal(module.take().length, 1, 'an answer makes room');
});

test('an answer that is too large is answered with an error', async (t) => {
  const { module } = startWasm(t);
  page(t, { longText: () => 'x'.repeat(LIMITS.maxFrameBytes) });
  module.client.invoke(3, 'wasmPage.longText', '[]', 0, 0, 1);
  assert.match((await module.next('result'))[1][2], /maxFrameBytes/);
  page(t, { large: () => new Uint8Array(LIMITS.maxArgumentBytes + 1) });
  module.client.invoke(2, 'wasmPage.large', '[]', 0, 0, 1);
  const [, [taskId, succeeded, text]] = await module.next('result');
  assert.deepEqual([taskId, succeeded], [2, false]);
  assert.match(text, /maxArgumentBytes/);
  assert.throws(() => module.client.invokeSync('wasmPage.large', '[]', 0, 0, 1), { code: 'limit_exceeded' });
});
