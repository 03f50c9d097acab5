// Streams of bytes in both directions, each chunk only when there is room for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotNet } from '../src/index.js';
import { startConnected } from './support/fake-server.js';

/** A stream of the server's, as the result of a call. */
async function receiveStream(t, window = 4) {
  const { connection, server, socket } = startConnected(t, { welcome: { limits: { window } } });
  const call = connection.invokeMethodAsync('A', 'GetStream');
  socket.take();
  socket.receive(['reply', 1], '{"__dotNetStream":7}');
  return { stream: await call, server, socket };
}

test('a stream is claimed when it is first read, and granted as it is read', async (t) => {
  const { stream, socket } = await receiveStream(t);
  const reader = (await stream.stream()).getReader();
  await new Promise(setImmediate);
  assert.deepEqual(socket.take(), [], 'nothing has been read yet');
  const first = reader.read();
  assert.deepEqual(await socket.next('claim'), ['claim', 7, 4]);
  for (let sequence = 0; sequence < 4; sequence++) {
    socket.receiveBytes(2, [7, sequence], [sequence]);
  }
  assert.deepEqual((await first).value, new Uint8Array([0]));
  await new Promise(setImmediate);
  assert.deepEqual(socket.take(), [], 'nothing is granted before something is read');
  assert.deepEqual((await reader.read()).value, new Uint8Array([1]));
  assert.deepEqual(socket.take(), [['grant', 7, 2]]);
  await reader.read();
  await reader.read();
  assert.deepEqual(socket.take(), [['grant', 7, 2]]);
  const last = reader.read();
  socket.receiveBytes(2, [7, 4], [4]);
  assert.deepEqual((await last).value, new Uint8Array([4]));
  socket.receive(['end', 7, null]);
  assert.equal((await reader.read()).done, true);
});

test('arrayBuffer gives all bytes', async (t) => {
  const { stream, socket } = await receiveStream(t, 1);
  const bytes = stream.arrayBuffer();
  await socket.next('claim');
  socket.receiveBytes(2, [7, 0], [1, 2]);
  await socket.next('grant');
  socket.receiveBytes(2, [7, 1], [3]);
  socket.receive(['end', 7, null]);
  assert.deepEqual(new Uint8Array(await bytes), new Uint8Array([1, 2, 3]));
});

test('an error of the server comes after the chunks that came before it', async (t) => {
  const { stream, socket } = await receiveStream(t);
  socket.receiveBytes(2, [7, 0], [1]);
  socket.receive(['end', 7, 'the disk is gone']);
  const reader = (await stream.stream()).getReader();
  assert.deepEqual((await reader.read()).value, new Uint8Array([1]));
  await assert.rejects(reader.read(), { message: 'the disk is gone' });
});

test('a reader that cancels stops the server', async (t) => {
  const { stream, socket } = await receiveStream(t);
  socket.take();
  await (await stream.stream()).cancel();
  assert.deepEqual(socket.take(), [['stop', 7]]);
  // Chunks that were under way are dropped.
  socket.receiveBytes(2, [7, 0], [1]);
  socket.receive(['end', 7, null]);
});

test('a chunk out of sequence breaks its stream', async (t) => {
  const { stream, socket } = await receiveStream(t);
  socket.take();
  socket.receiveBytes(2, [7, 1], [1]);
  const reader = (await stream.stream()).getReader();
  await assert.rejects(reader.read());
  assert.deepEqual(socket.take(), [['stop', 7]]);
});

test('a stream ends with an error when the connection is lost', async (t) => {
  const { stream, socket } = await receiveStream(t);
  const reading = stream.arrayBuffer();
  socket.drop();
  await assert.rejects(reading, { code: 'disconnected' });
});

test('a stream that came too late for the server is an error for its reader', async (t) => {
  const { stream, socket } = await receiveStream(t);
  const reading = stream.arrayBuffer();
  await socket.next('claim');
  const text = 'The stream with ID 7 is not available. It may have timed out.';
  socket.receive(['end', 7, text]);
  await assert.rejects(reading, { message: text });
});

test('a stream that was never read ends with its connection', async (t) => {
  const { stream, socket } = await receiveStream(t);
  const readable = await stream.stream();
  socket.drop();
  await assert.rejects(readable.getReader().read(), { code: 'disconnected' });
  assert.deepEqual(socket.take(), []);
});

test('an unread stream can be cancelled', async (t) => {
  const { stream, socket } = await receiveStream(t);
  socket.take();
  await (await stream.stream()).cancel();
  assert.deepEqual(socket.take(), [['stop', 7]]);
});

const drops = {
  'that nobody asks for': (stream) => assert.equal(typeof stream.stream, 'function'),
  'that nobody reads': async (stream) => void (await stream.stream()),
  'whose reader reads nothing': async (stream) => void (await stream.stream()).getReader(),
};
for (const [name, drop] of Object.entries(drops)) {
  test(`a stream ${name} is stopped when it is collected`, async (t) => {
    const { connection, socket } = startConnected(t);
    await (async () => {
      const call = connection.invokeMethodAsync('A', 'GetStream');
      socket.receive(['reply', 1], '{"__dotNetStream":7}');
      await drop(await call);
    })();
    socket.take();
    const stopped = socket.next('stop');
    await collectUntil(stopped);
    assert.deepEqual(await stopped, ['stop', 7]);
  });
}

async function collectUntil(promise) {
  let done = false;
  void promise.then(() => (done = true));
  for (let round = 0; round < 100 && !done; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

// From JavaScript

const sources = {
  'an ArrayBuffer': (bytes) => bytes.buffer,
  'a Uint8Array that is a part of its buffer': (bytes) => {
    const buffer = new Uint8Array(bytes.length + 7);
    buffer.set(bytes, 3);
    return buffer.subarray(3, 3 + bytes.length);
  },
  'a Uint16Array': (bytes) => new Uint16Array(bytes.buffer),
  'a Blob': (bytes) => new Blob([bytes]),
};
for (const [name, wrap] of Object.entries(sources)) {
  test(`${name} is sent in chunks, as many as were granted`, async (t) => {
    const { socket } = startConnected(t);
    const bytes = Uint8Array.from({ length: 250 }, (_, index) => index);
    const reference = DotNet.createJSStreamReference(wrap(bytes));
    assert.equal(reference.__jsStreamReferenceLength, 250);
    socket.receive(['open', 3, reference.__jsObjectId, 100, 1]);
    const first = await socket.next('chunk');
    assert.deepEqual(first.slice(0, 3), ['chunk', 3, 0]);
    await new Promise(setImmediate);
    assert.deepEqual(socket.take(), [], 'one was asked for');
    socket.receive(['grant', 3, 5]);
    const [second, third] = [await socket.next('chunk'), await socket.next('chunk')];
    assert.deepEqual([second[2], third[2]], [1, 2]);
    assert.deepEqual(new Uint8Array([...first[3], ...second[3], ...third[3]]), bytes);
    await new Promise(setImmediate);
    assert.deepEqual(socket.take(), [], 'at its full length it has ended without further words');
  });
}

test('no more is sent after stop', async (t) => {
  const { socket } = startConnected(t);
  const { __jsObjectId: id } = DotNet.createJSStreamReference(new Uint8Array(30));
  socket.receive(['open', 3, id, 10, 1]);
  await socket.next('chunk');
  socket.receive(['stop', 3]);
  socket.receive(['grant', 3, 5]);
  await new Promise(setImmediate);
  assert.deepEqual(socket.take(), []);
});

test('what the server was reading is forgotten when the connection is lost', async (t) => {
  const { socket } = startConnected(t);
  const { __jsObjectId: id } = DotNet.createJSStreamReference(new Uint8Array(30));
  const unread = DotNet.createJSStreamReference(new Uint8Array(30)).__jsObjectId;
  socket.receive(['open', 3, id, 10, 1]);
  await socket.next('chunk');
  assert.equal(DotNet.findJSFunction('byteLength', id, DotNet.JSCallType.GetValue)(), 30);
  socket.drop();
  assert.throws(() => DotNet.findJSFunction('byteLength', id, DotNet.JSCallType.GetValue), /does not exist/);
  // A call that has not begun to read is rejected: the page may pass the reference once more.
  assert.equal(DotNet.findJSFunction('byteLength', unread, DotNet.JSCallType.GetValue)(), 30);
});

test('a stream of an object that was disposed ends with an error', async (t) => {
  const { socket } = startConnected(t);
  socket.receive(['open', 3, 424242, 10, 1]);
  assert.deepEqual(await socket.next('end'), [
    'end',
    3,
    "JS object instance with Id '424242' does not exist. It may have been disposed.",
  ]);
});

test('a stream whose buffer was transferred away ends with an error', async (t) => {
  const { socket } = startConnected(t);
  const buffer = new ArrayBuffer(30);
  const { __jsObjectId: id } = DotNet.createJSStreamReference(buffer);
  structuredClone(buffer, { transfer: [buffer] });
  socket.receive(['open', 3, id, 10, 1]);
  assert.deepEqual(await socket.next('end'), ['end', 3, 'The bytes of the stream are no longer available: their buffer was transferred.']);
});

test('a function whose result is wanted as a stream offers it', async (t) => {
  const { socket } = startConnected(t);
  t.after(() => delete globalThis.streamToDotNet);
  globalThis.streamToDotNet = () => new Uint8Array(100);
  socket.receive(['invoke', 2, 'streamToDotNet', 2, 0, 1], '[]');
  const [, [, , reference]] = await socket.next('result');
  assert.equal(reference.__jsStreamReferenceLength, 100);
  socket.receive(['open', 0, reference.__jsObjectId, 64, 2]);
  assert.equal((await socket.next('chunk'))[3].length, 64);
  assert.equal((await socket.next('chunk'))[3].length, 36);
});

// Credit in bytes

/** A connection to a server that counts bytes, and a stream of the server's. */
async function receiveByteStream(t) {
  const { connection, socket } = startConnected(t, { welcome: { limits: { streamBytes: 0 } } });
  const call = connection.invokeMethodAsync('A', 'GetStream');
  socket.take();
  socket.receive(['reply', 1], '{"__dotNetStream":7}');
  return { stream: await call, socket };
}

const MIB = 2 ** 20;

test('what came before the claim is read, and bytes are granted in steps', async (t) => {
  const { stream, socket } = await receiveByteStream(t);
  socket.receiveBytes(2, [7, 0], [1, 2]);
  const reader = (await stream.stream()).getReader();
  assert.deepEqual((await reader.read()).value, new Uint8Array([1, 2]));
  assert.deepEqual(socket.take(), [['claim', 7, 4 * MIB]]);
  socket.receiveBytes(2, [7, 1], new Uint8Array(MIB / 4 - 3));
  await reader.read();
  await new Promise(setImmediate);
  assert.deepEqual(socket.take(), []);
  socket.receiveBytes(2, [7, 2], [3]);
  await reader.read();
  assert.deepEqual(await socket.next('grant'), ['grant', 7, MIB / 4]);
});

test('a small stream that has come whole is not claimed', async (t) => {
  const { stream, socket } = await receiveByteStream(t);
  socket.receiveBytes(2, [7, 0], [1, 2, 3]);
  socket.receive(['end', 7, null]);
  assert.deepEqual(new Uint8Array(await stream.arrayBuffer()), new Uint8Array([1, 2, 3]));
  assert.deepEqual(socket.take(), []);
});

test('the window of a download doubles while it is read quickly, up to a maximum', async (t) => {
  const { stream, socket } = await receiveByteStream(t);
  const reader = (await stream.stream()).getReader();
  const chunk = new Uint8Array(4 * MIB);
  let granted = 0;
  for (let sequence = 0; sequence < 10; sequence++) {
    socket.receiveBytes(2, [7, sequence], chunk);
    await reader.read();
    await new Promise(setImmediate);
    granted += socket.take().reduce((sum, [, , credit]) => sum + credit, 0);
  }
  assert.equal(granted - 40 * MIB, 16 * MIB, 'this much is ahead of the reader');
});

test('an upload sends exactly the bytes that are granted', async (t) => {
  const { connection, socket } = startConnected(t, { welcome: { limits: { streamBytes: 0, partBytes: 1024 } } });
  const bytes = Uint8Array.from({ length: 5000 }, (_, index) => index % 251);
  const reference = DotNet.createJSStreamReference(new Blob([bytes]));
  connection.invokeMethodAsync('A', 'Upload', reference).catch(() => {});
  socket.take();
  socket.receive(['open', 0, reference.__jsObjectId, 2000, 3000]);
  const chunks = [await socket.next('chunk'), await socket.next('chunk')];
  assert.deepEqual(chunks.map(([, , , data]) => data.length), [2000, 1000], 'chunks are not split into parts');
  // Whatever the upload reads takes as long as this.
  for (let round = 0; round < 3; round++) {
    await new Blob([bytes]).slice(round).arrayBuffer();
    await new Promise(setImmediate);
  }
  assert.deepEqual(socket.take(), []);
  socket.receive(['grant', 0, 2000]);
  chunks.push(await socket.next('chunk'));
  assert.deepEqual(chunks.map(([, stream, sequence]) => [stream, sequence]), [[0, 0], [0, 1], [0, 2]]);
  assert.deepEqual(chunks.flatMap(([, , , data]) => [...data]), [...bytes]);
});

test('an upload waits while much waits to be sent, and goes on by itself', async (t) => {
  const { connection, socket } = startConnected(t, { welcome: { limits: { streamBytes: 0 } } });
  const reference = DotNet.createJSStreamReference(new Uint8Array(10));
  connection.invokeMethodAsync('A', 'Upload', reference).catch(() => {});
  socket.take();
  socket.bufferedAmount = 2 * MIB;
  socket.receive(['open', 0, reference.__jsObjectId, 65536, 10]);
  await new Promise(setImmediate);
  assert.deepEqual(socket.take(), []);
  socket.bufferedAmount = 0;
  assert.equal((await socket.next('chunk'))[3].length, 10);
});
