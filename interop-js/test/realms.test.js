// Values of another realm, and memory that threads share, are what they are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { DotNet } from '../src/index.js';
import { WasmMemory, roomFor } from '../src/wasm-memory.js';
import { ignore, startConnected } from './support/fake-server.js';

const realm = createContext({});
const there = (code) => runInContext(code, realm);

test('a byte array of another realm is a byte array', (t) => {
  const { connection, socket } = startConnected(t);
  const data = there('new Uint8Array([1, 2])');
  assert.ok(!(data instanceof Uint8Array));
  ignore(connection.invokeMethodAsync('A', 'M', data, { inside: [there('new (class B extends Uint8Array {})(1)')] }));
  assert.deepEqual(socket.take(), [
    ['bytes', 0, new Uint8Array([1, 2])],
    ['bytes', 1, new Uint8Array([0])],
    ['call', 1, 'A', 'M', 0, [{ '__byte[]': 0 }, { inside: [{ '__byte[]': 1 }] }]],
  ]);
});

test('what only claims to be a byte array is data', (t) => {
  const { connection, socket } = startConnected(t);
  ignore(connection.invokeMethodAsync('A', 'M', { [Symbol.toStringTag]: 'Uint8Array', length: 1 }));
  assert.deepEqual(socket.take(), [['call', 1, 'A', 'M', 0, [{ length: 1 }]]]);
});

test('bytes of another realm are read as a stream', async (t) => {
  const { socket } = startConnected(t);
  for (const [code, expected] of [
    ['new Uint8Array([1, 2, 3]).buffer', [1, 2, 3]],
    ['new Uint8Array([1, 2, 3]).subarray(1)', [2, 3]],
    ['new DataView(new ArrayBuffer(2))', [0, 0]],
  ]) {
    const { __jsObjectId, __jsStreamReferenceLength } = DotNet.createJSStreamReference(there(code));
    assert.equal(__jsStreamReferenceLength, expected.length);
    socket.receive(['open', __jsObjectId, __jsObjectId, 32768, 4]);
    assert.deepEqual(await socket.next('chunk'), ['chunk', __jsObjectId, 0, new Uint8Array(expected)]);
  }
});

test('an error of another realm is told with its message', async (t) => {
  const { socket } = startConnected(t);
  t.after(() => delete globalThis.fails);
  globalThis.fails = there('() => { throw new TypeError("boom"); }');
  socket.receive(['invoke', 2, 'fails', 0, 0, 1], '[]');
  const [, [, succeeded, text]] = await socket.next('result');
  assert.equal(succeeded, false);
  assert.match(text, /^boom\n/);
});

test('an element of a frame is sent by its attribute', (t) => {
  const { connection, socket } = startConnected(t);
  const element = { nodeType: 1, getAttributeNames: () => ['class', '_bl_item-1'] };
  ignore(connection.invokeMethodAsync('A', 'M', element));
  assert.deepEqual(socket.take(), [['call', 1, 'A', 'M', 0, [{ __internalId: 'item-1' }]]]);
});

test('bytes that threads share are sent as they were when the call was made', (t) => {
  const { connection, socket } = startConnected(t);
  const shared = new Uint8Array(new SharedArrayBuffer(2)).fill(7);
  ignore(connection.invokeMethodAsync('A', 'M', shared));
  assert.deepEqual(socket.take()[0], ['bytes', 0, new Uint8Array([7, 7])]);
});

for (const isShared of [false, true]) {
  test(`texts and bytes go through ${isShared ? 'shared' : 'plain'} memory`, () => {
    const inner = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: isShared });
    const memory = new WasmMemory(inner);
    const texts = ['', 'short', 'é', 'x'.repeat(3000), '日本 🦀'.repeat(500)];
    texts.forEach((text, round) => {
      const length = memory.write(text, 16);
      assert.ok(length <= roomFor(text));
      assert.equal(memory.read(16, length), text);
      if (round === 3) {
        inner.grow(1);
        const end = inner.buffer.byteLength - 9000;
        assert.equal(memory.read(end, memory.write(texts[4], end)), texts[4]);
      }
    });
    assert.equal(memory.writeBytes(new Uint8Array([1, 2, 3]), 64), 3);
    const copy = memory.copyBytes(64, 3);
    assert.deepEqual([copy, copy.buffer instanceof ArrayBuffer], [new Uint8Array([1, 2, 3]), true]);
  });
}
