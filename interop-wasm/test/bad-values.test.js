// Whatever a script passes to the functions of the client: an error, and the next call works.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DotNet } from '../../interop-js/src/index.js';
import { connect, page, rejection, thrown } from './support/connection.js';

/** Both ways of calling fail, and the circuit continues. */
async function fails(connection, [assembly, method, ...args]) {
  const label = () => `${String(assembly)}, ${String(method)}`;
  const errors = [
    thrown(() => connection.invokeMethod(assembly, method, ...args)),
    await rejection((async () => connection.invokeMethodAsync(assembly, method, ...args))()),
  ];
  assert.equal(connection.state, 'connected', label());
  assert.equal(connection.call('Add', 1, 2), 3, label());
  assert.equal(await connection.callAsync('add_later', 1, 2), 3, label());
  return errors;
}

test('arguments that do not fit', async (t) => {
  const connection = await connect(t);
  const cases = [
    [],
    [1],
    [1, 2, 3],
    [null, 1],
    [1, undefined],
    [NaN, 1],
    [Infinity, 1],
    [1.5, 1],
    ['1', 1],
    [true, 1],
    [[], 1],
    [{}, 1],
    [2 ** 31, 1],
    [-(2 ** 31) - 1, 1],
    [2 ** 53, 1],
    [1e300, 1],
    [() => 1, 1],
    [Symbol('s'), 1],
    [new Date(0), 1],
    [new Uint8Array(1), 1],
    [{ '__byte[]': 0 }, 1],
    [{ __dotNetObject: 1 }, 1],
    [{ __jsObjectId: 1 }, 1],
  ];
  for (const args of cases) {
    for (const error of await fails(connection, ['Tests', 'Add', ...args])) {
      assert.equal(error.code, 'invalid_arguments', error.stack);
    }
  }
});

test('arguments that cannot be written', async (t) => {
  const connection = await connect(t);
  const circular = {};
  circular.circular = circular;
  const throws = () => {
    throw new RangeError('no look');
  };
  const cases = [
    [() => 1, Error],
    [circular, TypeError],
    [{ toJSON: throws }, RangeError],
    [
      {
        get inside() {
          return throws();
        },
      },
      RangeError,
    ],
    [new Proxy({}, { ownKeys: throws }), RangeError],
  ];
  for (const [value, type] of cases) {
    for (const error of await fails(connection, ['Tests', 'echo_value', value])) {
      assert.ok(error instanceof type, error.stack);
    }
    // Byte arrays that were on their way belong to no other call.
    await fails(connection, ['Tests', 'echo_value', [new Uint8Array(3), value]]);
    assert.deepEqual(connection.call('Echo', new Uint8Array([1])), new Uint8Array([1]));
  }
});

test('names that are none', async (t) => {
  const connection = await connect(t);
  const names = [
    null,
    undefined,
    '',
    0,
    5,
    {},
    [],
    true,
    () => 1,
    Symbol('s'),
    'x'.repeat(100000),
    'ü'.repeat(3000),
    '\ud800',
    'Tests\0',
    '__proto__',
  ];
  for (const name of names) {
    for (const error of [
      ...(await fails(connection, [name, 'Add', 1, 2])),
      ...(await fails(connection, ['Tests', name, 1, 2])),
    ]) {
      assert.ok(error instanceof Error);
      assert.ok(error.message.length < 20000, `${error.message.length} characters`);
    }
  }
});

test('arguments beyond the limits are refused, and the error names the limit', async (t) => {
  const connection = await connect(t, { maxArgumentBytes: 1000, maxReplyBytes: 1 << 20 });
  let deep = 1;
  for (let level = 0; level < 40; level++) {
    deep = [deep];
  }
  const cases = [
    [['echo_text', 'x'.repeat(1000)], /maxArgumentBytes|max_argument_bytes/],
    [['echo_text', 'ü'.repeat(500)], /maxArgumentBytes|max_argument_bytes/],
    [['Echo', new Uint8Array(1001)], /maxArgumentBytes|max_argument_bytes/],
    [['Echo', new Uint8Array(2 << 20)], /maxFrameBytes/],
    [['echo_value', Array.from({ length: 251 }, () => new Uint8Array())], /maxArgumentBytes|max_argument_bytes/],
    [['echo_value', deep], /maxJsonDepth|max_json_depth/],
  ];
  for (const [call, limit] of cases) {
    for (const error of await fails(connection, ['Tests', ...call])) {
      assert.equal(error.code, 'limit_exceeded', error.stack);
      assert.match(error.message, limit);
    }
  }
  assert.equal(connection.call('echo_text', 'x'.repeat(996)).length, 996);
  assert.equal(connection.call('Echo', new Uint8Array(1000)).length, 1000);
});

test('more calls at once than are allowed', async (t) => {
  const connection = await connect(t, { maxCallsInFlight: 3 });
  const waiting = Array.from({ length: 3 }, () => rejection(connection.callAsync('never')));
  assert.equal((await rejection(connection.callAsync('never'))).code, 'limit_exceeded');
  assert.equal(connection.call('Add', 1, 2), 3, 'a synchronous call is not in flight');
  connection.close();
  await Promise.all(waiting);
});

test('results beyond the limits', async (t) => {
  const connection = await connect(t, { maxReplyBytes: 1000, maxObjects: 2 });
  for (const call of [
    ['filled', 1001, 1],
    ['deep', 40],
    ['counters', 3],
  ]) {
    for (const error of await fails(connection, ['Tests', ...call])) {
      assert.equal(error.code, 'limit_exceeded', error.stack);
    }
  }
  assert.equal(connection.call('object_count'), 0);
});

test('byte arrays that are detached, resizable, shared, or lie about their length', async (t) => {
  const connection = await connect(t);
  class Liar extends Uint8Array {
    get length() {
      return 4e9;
    }
  }
  const detached = new Uint8Array(10);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  const lying = (length) => Object.defineProperty(new Uint8Array(10), 'length', { value: length });
  const arrays = {
    detached,
    resizable: new Uint8Array(new ArrayBuffer(10, { maxByteLength: 100 })),
    shared: new Uint8Array(new SharedArrayBuffer(10)),
    liar: new Liar(10),
    longer: lying(11),
    shorter: lying(9),
    negative: lying(-1),
    fraction: lying(0.5),
    text: lying('10'),
    nothing: lying(undefined),
    throwing: Object.defineProperty(new Uint8Array(10), 'length', { get: () => assert.fail('asked') }),
    plain: Object.setPrototypeOf(new Uint8Array(10), null),
    pretended: Object.setPrototypeOf({ length: 10 }, Uint8Array.prototype),
  };
  for (const [name, data] of Object.entries(arrays)) {
    for (const call of [() => connection.call('echo_vec', data), () => connection.callAsync('echo_vec', data)]) {
      try {
        const result = await call();
        assert.ok(result.length <= 10, name);
      } catch (error) {
        assert.ok(error instanceof Error && !(error instanceof WebAssembly.RuntimeError), `${name}: ${error}`);
      }
      assert.equal(connection.state, 'connected', name);
      assert.deepEqual(connection.call('Echo', new Uint8Array([1])), new Uint8Array([1]), name);
    }
  }
  // The same as the result of a function, and as a stream.
  for (const [name, data] of Object.entries(arrays)) {
    const at = page({ give: () => [data], stream: () => data });
    connection.call('error_sync', `${at}.give`, []);
    await connection.callAsync('error_async', `${at}.give`, []);
    await rejection(connection.callAsync('fetch_stream', `${at}.stream`).then(() => Promise.reject(new Error('fine'))));
    assert.equal(connection.state, 'connected', name);
    assert.equal(connection.call('Add', 1, 2), 3, name);
  }
});

test('references that were made up', async (t) => {
  const connection = await connect(t);
  for (const reference of [
    { __dotNetObject: 99 },
    { __dotNetObject: -1 },
    { __dotNetObject: 'x' },
    { __dotNetObject: 2 ** 53 },
    { __dotNetObject: null },
  ]) {
    await fails(connection, ['Tests', 'keep', reference]);
  }
  for (const reference of [
    { __jsObjectId: -1 },
    { __jsObjectId: 0.5 },
    { __jsObjectId: 1e300 },
    { __jsObjectId: 1, extra: 1 },
    {},
    'x',
  ]) {
    await fails(connection, ['Tests', 'object_call_sync', reference, 'f', []]);
  }
  for (const reference of [
    { __jsStreamReferenceLength: -1, __jsObjectId: 1 },
    { __jsStreamReferenceLength: 2 ** 53, __jsObjectId: 1 },
    { __jsObjectId: 1 },
  ]) {
    assert.ok((await rejection(connection.callAsync('read_stream', reference, 10))) instanceof Error);
  }
  assert.equal(connection.call('Add', 1, 2), 3);
});

test('an object is disposed of twice, and called after that', async (t) => {
  t.mock.method(console, 'error', () => {});
  const { call } = await connect(t);
  const counter = call('counter', 1);
  counter.dispose();
  counter.dispose();
  assert.equal(thrown(() => counter.invokeMethod('increment', 1)).code, 'object_disposed');
  assert.equal(thrown(() => call('counter', 1).invokeMethod('nowhere')).code, 'not_found');
  assert.equal(call('counter', 1).invokeMethod('increment', 1), 2);
});

test('a stream from JavaScript that is shorter than declared, or declares an invalid length', async (t) => {
  const connection = await connect(t, { jsCallTimeout: 20 });
  class Wrong extends Blob {
    constructor(declared) {
      super(['some bytes']);
      this.declared = declared;
    }

    get size() {
      return this.declared;
    }
  }
  for (const declared of [100, -1, NaN, 0.5, Infinity, '5']) {
    const at = page({ give: () => new Wrong(declared) });
    assert.ok((await rejection(connection.callAsync('fetch_stream', `${at}.give`))) instanceof Error, `${declared}`);
    assert.equal(connection.state, 'connected', `${declared}`);
  }
  const reference = DotNet.createJSStreamReference(new Uint8Array(5));
  assert.equal((await connection.callAsync('read_stream', reference, 10)).length, 5);
});

test('calls after the end', async (t) => {
  const connection = await connect(t);
  const counter = connection.call('counter', 1);
  connection.close();
  connection.close();
  assert.equal(thrown(() => connection.call('Add', 1, 2)).code, 'disconnected');
  assert.equal((await rejection(connection.callAsync('Add', 1, 2))).code, 'disconnected');
  assert.equal(thrown(() => counter.invokeMethod('increment', 1)).code, 'disconnected');
  assert.equal((await rejection(counter.invokeMethodAsync('increment', 1))).code, 'disconnected');
  counter.dispose();
});
