// Data of the application that looks like references arrives as it was, and references are known as such.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serialize } from '../src/codec.js';
import { mayHoldReferences } from '../src/revivers.js';
import { revive } from '../src/received-values.js';
import { DotNet } from '../src/index.js';
import { ignore, startConnected } from './support/fake-server.js';

const MARKS = [
  '__dotNetObject', '__jsObjectId', '__jsStreamReferenceLength', '__dotNetStream', '__byte[]', '__internalId',
];

const NO_REFERENCES = Object.fromEntries(
  ['dotNetObject', 'jsObject', 'byteArray', 'dotNetStream'].map((kind) => [
    kind,
    (id) => assert.fail(`data was taken for a reference: ${kind} ${id}`),
  ]),
);

const read = (json) => (mayHoldReferences(json) ? revive(json, NO_REFERENCES) : JSON.parse(json));

test('keys that are marks are escaped in arguments, at any depth', (t) => {
  const { connection, socket } = startConnected(t);
  const data = { list: [{ __dotNetObject: 5 }], '__byte[]': { '!__jsObjectId': 1 }, '!important': 2, __proto: 3 };
  ignore(connection.invokeMethodAsync('A', 'M', data));
  assert.deepEqual(socket.take(), [
    ['call', 1, 'A', 'M', 0, [
      { list: [{ '!__dotNetObject': 5 }], '!__byte[]': { '!!__jsObjectId': 1 }, '!important': 2, __proto: 3 },
    ]],
  ]);
});

test('keys that are marks are escaped in results of JavaScript, also those that toJSON makes', async (t) => {
  const { socket } = startConnected(t);
  t.after(() => delete globalThis.give);
  globalThis.give = () => ({ toJSON: () => ({ __internalId: 'x' }) });
  socket.receive(['invoke', 2, 'give', 0, 0, 1], '[]');
  assert.deepEqual(await socket.next('result'), ['result', [2, true, { '!__internalId': 'x' }]]);
});

test('escaped keys of a result, an argument and the data of an error lose their escape', async (t) => {
  const { connection, socket } = startConnected(t);
  t.after(() => delete globalThis.got);
  const result = connection.invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '{"\\u0021__dotNetStream":"x","a":[{"!!__byte[]":0}]}');
  assert.deepEqual(await result, { __dotNetStream: 'x', a: [{ '!__byte[]': 0 }] });

  globalThis.got = (value) => (globalThis.got.value = value);
  socket.receive(['invoke', 2, 'got', 3, 0, 1], '[{"!__jsObjectId":0}]');
  await socket.next('result');
  assert.deepEqual(globalThis.got.value, { __jsObjectId: 0 });

  const failed = connection.invokeMethodAsync('A', 'M');
  socket.receive(['fail', 2], '{"message":"no","code":"odd","data":{"!__dotNetObject":1}}');
  await assert.rejects(failed, { data: { __dotNetObject: 1 } });
});

test('a mark whose id is none is data, and its id goes into no frame', async (t) => {
  const { connection, socket } = startConnected(t);
  for (const json of [
    '{"__dotNetStream":"x"}', '{"__dotNetStream":1.5}', '{"__dotNetStream":-1}', '{"__dotNetStream":9007199254740992}',
    '{"__dotNetObject":"5"}', '{"__dotNetObject":0}', '{"__dotNetObject":{"a":1}}', '{"__byte[]":null}',
    '{"__jsObjectId":[0]}', '{"__internalId":5}',
  ]) {
    const result = connection.invokeMethodAsync('A', 'M');
    const [[, callId]] = socket.take();
    socket.receive(['reply', callId], json);
    assert.deepEqual(await result, JSON.parse(json));
    assert.deepEqual(socket.take(), []);
  }
  assert.equal(connection.state, 'connected');
});

test('references that this client made are references, whatever the page does with them', (t) => {
  const { connection, socket } = startConnected(t);
  const object = DotNet.createJSObjectReference({});
  const stream = DotNet.createJSStreamReference(new Uint8Array(3));
  const behindProxy = new Proxy(object, {});
  object.note = 'of the application';
  ignore(connection.invokeMethodAsync('A', 'M', object, [stream], behindProxy));
  const { __jsObjectId } = object;
  assert.deepEqual(socket.take()[0].at(-1), [
    { __jsObjectId },
    [{ __jsStreamReferenceLength: 3, __jsObjectId: stream.__jsObjectId }],
    { __jsObjectId },
  ]);
  ignore(connection.invokeMethodAsync('A', 'M', { ...object }, JSON.parse(JSON.stringify(stream))));
  const [[, , , , , [copy, parsed]]] = socket.take();
  assert.deepEqual([copy['!__jsObjectId'], parsed['!__jsStreamReferenceLength']], [__jsObjectId, 3], 'copies are data');
});

test('revivers get the keys that the application wrote, and not the ids of references', async (t) => {
  const { connection, socket } = startConnected(t);
  const seen = [];
  let isOn = true;
  DotNet.attachReviver((key, value) => {
    if (isOn) {
      seen.push(key);
    }
    return typeof value === 'number' && isOn ? BigInt(value) : value;
  });
  t.after(() => (isOn = false));
  const result = connection.invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '{"!__byte[]":7,"o":{"__dotNetObject":5}}');
  const value = await result;
  assert.equal(value['__byte[]'], 7n);
  assert.ok(value.o instanceof DotNet.DotNetObject);
  assert.deepEqual(seen, ['__byte[]', 'o', '']);
});

/** Numbers that look random and are the same in each run. */
function random(seed) {
  return (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
}

function anyData(next, depth) {
  const keys = () => {
    const mark = '!'.repeat(next(4)) + MARKS[next(MARKS.length)];
    return [mark, mark, '__proto__', 'toJSON', 'a', '', '!', '_x', '\u2028"\\', '🦀'][next(10)];
  };
  switch (next(depth > 0 ? 7 : 4)) {
    case 0:
      return null;
    case 1:
      return next(1000) - 500;
    case 2:
      return keys();
    case 3:
      return next(2) === 0;
    case 4:
      return Array.from({ length: next(4) }, () => anyData(next, depth - 1));
    default: {
      const entries = Array.from({ length: next(4) }, () => [keys(), anyData(next, depth - 1)]);
      return Object.fromEntries(entries);
    }
  }
}

test('any data is the same after it was written and read, and no key of it is a mark in between', () => {
  const next = random(7);
  for (let round = 0; round < 3000; round++) {
    const data = [anyData(next, 4)];
    const { json, byteArrays } = serialize(data);
    assert.equal(byteArrays.length, 0);
    JSON.parse(json, (key, value) => {
      assert.ok(!MARKS.includes(key), json);
      return value;
    });
    assert.equal(JSON.stringify(read(json)), JSON.stringify(data));
  }
});
