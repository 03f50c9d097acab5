// Uploads that report how far they are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotNet, streamWithProgress } from '../src/index.js';
import { startConnected } from './support/fake-server.js';

/** Offers a source to the server, which opens it with credit for this many chunks of 2 bytes. */
function upload(t, source, onProgress, credit = 100) {
  const { connection, socket } = startConnected(t);
  const reference = streamWithProgress(source, onProgress);
  connection.invokeMethodAsync('A', 'Upload', reference).catch(() => {});
  socket.take();
  socket.receive(['open', 5, reference.__jsObjectId, 2, credit]);
  return { socket, reference };
}

const bytes = Uint8Array.from([1, 2, 3, 4, 5]);
const SOURCES = {
  'a blob': new Blob([bytes], { type: 'text/plain' }),
  'a buffer': bytes.buffer,
  'a part of a buffer': new DataView(Uint8Array.from([0, ...bytes, 0]).buffer, 1, 5),
};
for (const [what, source] of Object.entries(SOURCES)) {
  test(`${what} reports how much was sent, and arrives as it is`, async (t) => {
    const sent = [];
    const { socket } = upload(t, source, (count) => sent.push(count));
    const chunks = [];
    for (let index = 0; index < 3; index++) {
      chunks.push(...(await socket.next('chunk'))[3]);
    }
    assert.deepEqual([chunks, sent], [[1, 2, 3, 4, 5], [2, 4, 5]]);
  });
}

test('what was not granted is not reported', async (t) => {
  const sent = [];
  const { socket } = upload(t, bytes, (count) => sent.push(count), 1);
  await socket.next('chunk');
  await new Promise(setImmediate);
  assert.deepEqual(sent, [2]);
  socket.receive(['grant', 5, 2]);
  await socket.next('chunk');
  await socket.next('chunk');
  assert.deepEqual(sent, [2, 4, 5]);
});

test('a function that throws does not harm the upload', async (t) => {
  const errors = [];
  t.mock.method(console, 'error', (error) => errors.push(error.message));
  const { socket } = upload(t, bytes, () => {
    throw new Error('no progress bar');
  });
  for (let index = 0; index < 3; index++) {
    await socket.next('chunk');
  }
  assert.deepEqual(errors, Array(3).fill('no progress bar'));
});

test('the same source can be sent several times', () => {
  const file = new Blob([bytes]);
  const references = [streamWithProgress(file, () => {}), streamWithProgress(file, () => {}), DotNet.createJSStreamReference(file)];
  assert.equal(new Set(references.map(({ __jsObjectId }) => __jsObjectId)).size, 3);
  assert.deepEqual(Object.keys(file), []);
});

test('what has no bytes is refused as by createJSStreamReference', () => {
  for (const source of [{}, 'a text', [1]]) {
    assert.throws(() => streamWithProgress(source, () => {}), /typed array or blob/);
  }
});
