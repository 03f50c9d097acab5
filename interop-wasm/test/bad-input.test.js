// Whatever JavaScript passes to the raw exports: an error, never a trap, and the next client does not notice.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connectRaw, isOurs, serves, thrown } from './support/raw-client.js';

const utf8 = (text) => new TextEncoder().encode(text);

/** Writes bytes and calls with lengths that the test chooses. */
function invokeRaw(client, bytes, [assembly, method, args], objectId = 0) {
  client.write(bytes);
  return client.exports.invoke(client.circuit, assembly, method, args, objectId);
}

test('an invalid call fails alone, and its circuit continues', async () => {
  const client = await connectRaw({ options: { maxArgumentBytes: 1000 } });
  const cases = [
    ['not_found', () => client.invokeJson(null, 'Add')],
    ['not_found', () => client.invokeJson('', 'Add')],
    ['not_found', () => client.invokeJson('Nowhere', 'Add')],
    ['not_found', () => client.invokeJson('Tests', '')],
    ['not_found', () => client.invokeJson('Tests', 'add')],
    ['not_found', () => client.invokeJson('Tests', '__Dispose')],
    ['not_found', () => client.invokeJson('Tests\0', 'Add')],
    ['limit_exceeded', () => client.invokeJson('🦀'.repeat(10000), '🦀'.repeat(10000))],
    ['object_disposed', () => client.invokeJson(null, 'increment', '[1]', 99)],
    ['object_disposed', () => client.invokeJson(null, '__Dispose', 'null', Number.MAX_SAFE_INTEGER)],
    ['invalid_arguments', () => client.invoke('Add')],
    ['invalid_arguments', () => client.invoke('Add', 1)],
    ['invalid_arguments', () => client.invoke('Add', 1, 2, 3)],
    ['invalid_arguments', () => client.invoke('Add', 1, null)],
    ['invalid_arguments', () => client.invoke('Add', '1', 2)],
    ['invalid_arguments', () => client.invoke('Add', 1.5, 2)],
    ['invalid_arguments', () => client.invoke('Add', 2 ** 31, 2)],
    ['invalid_arguments', () => client.invoke('Add', 1e300, 2)],
    ['invalid_arguments', () => client.invokeJson('Tests', 'Add', '[NaN,1]')],
    ['invalid_arguments', () => client.invokeJson('Tests', 'Add', '[1,2')],
    ['invalid_arguments', () => client.invokeJson('Tests', 'Add', '[1,2]]')],
    ['invalid_arguments', () => client.invokeJson('Tests', 'Add', '{"a":1,"b":2}')],
    ['invalid_arguments', () => client.invokeJson('Tests', 'Add', '\u0000')],
    ['invalid_arguments', () => client.invokeJson('Tests', 'echo_text', '["\\ud800"]')],
    ['invalid_arguments', () => client.invokeJson('Tests', 'sum', '[{"__byte[]":0}]')],
    ['invalid_arguments', () => client.invokeJson('Tests', 'sum', '[{"__byte[]":-1}]')],
    ['invalid_arguments', () => client.invokeJson('Tests', 'keep', '[{"__dotNetObject":"1"}]')],
    ['invalid_arguments', () => client.invokeJson('Tests', 'object_call_sync', '[{"__jsObjectId":-1},"f",[]]')],
    [
      'invalid_arguments',
      () => client.invokeJson('Tests', 'object_call_sync', '[{"__jsObjectId":9007199254740992},"f",[]]'),
    ],
    ['object_disposed', () => client.invokeJson('Tests', 'keep', '[{"__dotNetObject":99}]')],
    ['limit_exceeded', () => client.invoke('echo_text', 'x'.repeat(1000))],
    ['limit_exceeded', () => client.invokeJson('Tests', 'echo_value', `[${'['.repeat(40)}${']'.repeat(40)}]`)],
    ['limit_exceeded', () => client.invokeJson('Tests', 'echo_value', '['.repeat(999))],
    ['limit_exceeded', () => client.invoke('deep', 40)],
  ];
  for (const [code, action] of cases) {
    assert.equal(thrown(action).code, code, String(action));
    assert.equal(client.invoke('Add', 1, 2), 3, String(action));
  }
  assert.deepEqual(client.take(), []);
});

test('the same calls, asynchronous, are answered', async () => {
  const client = await connectRaw({ options: { maxArgumentBytes: 1000 } });
  const calls = [
    [null, 'Add', '[]', 'not_found'],
    ['Tests', '', '[]', 'not_found'],
    ['Tests', 'AddAsync', '[1]', 'invalid_arguments'],
    ['Tests', 'AddAsync', '[1,2', 'invalid_arguments'],
    ['Tests', 'AddAsync', '"', 'invalid_arguments'],
    ['Tests', 'call', `["f",${'['.repeat(900)}`, 'limit_exceeded'],
    ['Tests', 'AddAsync', ' '.repeat(1001), 'limit_exceeded'],
  ];
  for (const [at, [assembly, method, args, code]] of calls.entries()) {
    client.call(at + 1, assembly, method, args);
    const [, callId, failure] = await client.next('fail');
    assert.deepEqual([callId, JSON.parse(failure).code], [at + 1, code], args);
  }
  assert.equal(client.invoke('Add', 1, 2), 3);
});

test('lengths that lie, and texts that are none', async () => {
  const client = await connectRaw();
  const good = utf8('TestsAdd[1,2]');
  assert.ok(invokeRaw(client, good, [5, 3, 5]) > 0);
  const cases = [
    // Other lengths than what was written: another call, or none.
    [good, [5, 3, 4], 'invalid_arguments'],
    [good, [4, 3, 5], 'not_found'],
    [good, [0, 8, 5], 'not_found'],
    [good, [-1, 8, 5], 'not_found'],
    [good, [5, 0, 0], 'not_found'],
    [good, [0, 0, 0], 'not_found'],
    // More than the area holds.
    [good, [5, 3, 0xffffffff], 'protocol_violation'],
    [good, [5, 0xffffffff, 5], 'limit_exceeded'],
    [good, [0x7fffffff, 0xffffffff, 0xffffffff], 'limit_exceeded'],
    [good, [0x7fffffff, 3, 5], 'limit_exceeded'],
    [good, [-0x80000000, 8, 5], 'not_found'],
    // Not UTF-8.
    [new Uint8Array([...utf8('TestsAdd'), 0xff, 0xfe]), [5, 3, 2], 'protocol_violation'],
    [new Uint8Array([0xc3, 0x28, 0x41]), [1, 1, 1], 'protocol_violation'],
    [new Uint8Array([0xed, 0xa0, 0x80]), [3, 0, 0], 'protocol_violation'],
    // Cut within a character.
    [utf8('ü'), [1, 1, 0], 'protocol_violation'],
    [utf8('Tests🦀[]'), [5, 2, 4], 'protocol_violation'],
  ];
  for (const [bytes, lengths, code] of cases) {
    assert.equal(thrown(() => invokeRaw(client, bytes, lengths)).code, code, `${lengths}`);
    assert.equal(client.invoke('Add', 1, 2), 3);
  }
  await serves();
});

test('a text of another message is not taken for this one', async () => {
  const client = await connectRaw();
  client.invoke('echo_text', 'a text that lies in the area now');
  // Nothing was written: what is read is whatever lies there, and never more than that.
  const error = thrown(() => client.exports.invoke(client.circuit, 5, 3, 1 << 30, 0));
  assert.equal(error.code, 'protocol_violation');
  await serves();
});

test('an area that cannot be had is refused', async () => {
  const client = await connectRaw();
  const { maxFrameBytes } = JSON.parse(client.exports.welcome(client.circuit)).limits;
  for (const bytes of [0xffffffff, 0xfffffffe, 0x80000000, -1, maxFrameBytes + 1]) {
    assert.equal(thrown(() => client.exports.area(bytes)).code, 'limit_exceeded', `${bytes}`);
  }
  await serves();
});

test('names that are longer than any name are refused', async () => {
  const client = await connectRaw();
  for (const [assembly, method] of [
    ['x'.repeat(4097), 'm'],
    ['Tests', 'x'.repeat(4092)],
    [null, 'ü'.repeat(2049)],
  ]) {
    const error = thrown(() => client.invokeJson(assembly, method));
    assert.deepEqual([error.code, error.message], ['limit_exceeded', 'the assembly and method names of a call are longer than 4096 bytes together']);
  }
  assert.equal(thrown(() => client.invokeJson('Tests', 'x'.repeat(4091))).code, 'not_found');
  assert.equal(client.invoke('Add', 1, 2), 3);
});

// What is no number where a number is expected

const NUMBERS = [
  undefined,
  null,
  NaN,
  Infinity,
  -Infinity,
  -1,
  0.5,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e300,
  'text',
  '1',
  {},
  [],
  true,
  Symbol('s'),
  1n,
  () => 1,
];

/** What JavaScript itself cannot turn into a number does not reach the module. */
function tolerates(action) {
  try {
    action();
  } catch (error) {
    const isConversion = error instanceof TypeError && /convert|BigInt|number/i.test(error.message);
    assert.ok(isOurs(error) || isConversion || /expected a number/.test(error.message), error.stack);
  }
}

test('arguments of other types, one at a time, on every export', async () => {
  const exportsWithArguments = {
    welcome: ['circuit'],
    run: ['circuit'],
    wake: ['circuit', 1],
    area: [1],
    invoke: ['circuit', 5, 3, 5, 0],
    call: ['circuit', 1, 5, 3, 5, 0],
    cancel: ['circuit', 1],
    release: ['circuit', 1, 1],
    bytes: ['circuit', 0, 1],
    result: ['circuit', 0],
    chunk: ['circuit', 0, 0, 1],
    end: ['circuit', 0, null],
    claim: ['circuit', 1, 1],
    grant: ['circuit', 1, 1],
    stop: ['circuit', 1],
    close: ['circuit'],
    connect: [{}],
  };
  const names = Object.keys((await connectRaw()).exports);
  assert.deepEqual(
    names.filter((name) => !['memory', 'reply'].includes(name)).sort(),
    Object.keys(exportsWithArguments).sort(),
  );
  for (const [name, args] of Object.entries(exportsWithArguments)) {
    for (let at = 0; at < args.length; at++) {
      for (const wrong of NUMBERS) {
        const client = await connectRaw();
        client.write('TestsAdd[1,2]');
        const given = args.map((arg, i) => (i === at ? wrong : arg === 'circuit' ? client.circuit : arg));
        tolerates(() => client.exports[name](...given));
        // Too few and too many as well.
        tolerates(() => client.exports[name](...given.slice(0, at)));
        tolerates(() => client.exports[name](...given, wrong, wrong));
        tolerates(() => client.exports.close(client.circuit));
      }
    }
  }
  await serves();
});

test('ids that are no safe integers are refused', async () => {
  const client = await connectRaw();
  const { circuit, exports } = client;
  for (const id of [NaN, -1, 0.5, 2 ** 53, Infinity]) {
    for (const use of [
      () => exports.wake(circuit, id),
      () => exports.call(circuit, id, 0, 0, 0, 0),
      () => exports.invoke(circuit, 0, 0, 0, id),
      () => exports.cancel(circuit, id),
      () => exports.release(circuit, id, 1),
      () => exports.release(circuit, 1, id),
      () => exports.bytes(circuit, id, 0),
      () => exports.chunk(circuit, id, 0, 0),
      () => exports.chunk(circuit, 0, id, 0),
      () => exports.end(circuit, id, null),
      () => exports.claim(circuit, id, 1),
      () => exports.claim(circuit, 1, id),
      () => exports.grant(circuit, 1, id),
      () => exports.stop(circuit, id),
    ]) {
      assert.equal(thrown(use).code, 'protocol_violation', `${use} ${id}`);
    }
  }
  assert.equal(client.invoke('Add', 1, 2), 3);
});

test('unknown circuits, objects, calls, streams and timers', async () => {
  const client = await connectRaw();
  const { circuit, exports } = client;
  for (const unknown of [0, circuit + 1000, 0xffffffff]) {
    assert.equal(thrown(() => exports.run(unknown)).code, 'disconnected');
    assert.equal(thrown(() => exports.invoke(unknown, 0, 0, 0, 0)).code, 'disconnected');
  }
  exports.cancel(circuit, 77);
  exports.release(circuit, 77, 1);
  exports.release(circuit, 77, Number.MAX_SAFE_INTEGER);
  exports.grant(circuit, 77, Number.MAX_SAFE_INTEGER);
  exports.stop(circuit, 77);
  exports.end(circuit, 77, 'why');
  exports.wake(circuit, 77);
  client.result([77, true, 1]);
  assert.equal(client.invoke('Add', 1, 2), 3);
  assert.deepEqual(client.take(), []);
});

test('an object that is released too often is dropped, and no other one', async () => {
  const client = await connectRaw();
  const [one, other] = client.invoke('counters', 2).map(({ __dotNetObject }) => __dotNetObject);
  client.exports.release(client.circuit, one, Number.MAX_SAFE_INTEGER);
  client.exports.release(client.circuit, one, 1);
  client.exports.release(client.circuit, other, 0);
  assert.equal(client.invokeJson(null, 'increment', '[1]', other), '1');
});
