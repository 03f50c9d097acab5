// The first bytes of a stream travel with the message that offers it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DotNet } from '../src/index.js';
import { LIMITS, ignore, startConnected } from './support/fake-server.js';

const MOST = 1000;
const bytes = (length) => Uint8Array.from({ length }, (_, index) => index % 251);

function start(t, streamBytes = MOST) {
  return startConnected(t, { welcome: { limits: { ...LIMITS, streamBytes } } });
}

/** Calls a method with a stream, and returns the id of its object. */
function upload(connection, source) {
  const reference = DotNet.createJSStreamReference(source);
  ignore(connection.invokeMethodAsync('A', 'Save', reference));
  return reference.__jsObjectId;
}

for (const [kind, source] of [
  ['an array', bytes(20)],
  ['a buffer', bytes(20).buffer],
  ['a blob', new Blob([bytes(20)])],
]) {
  test(`${kind} that is short is sent whole, behind its call`, async (t) => {
    const { connection, socket } = start(t);
    const id = upload(connection, source);
    ignore(connection.invokeMethodAsync('A', 'Next'));
    const [offer, ...calls] = socket.take();
    assert.deepEqual(offer, ['offer', id, 20]);
    assert.deepEqual(calls.map(([name]) => name), ['call', 'call'], 'no call waits for the bytes');
    assert.deepEqual(await socket.next('first'), ['first', id, bytes(20)]);
  });
}

test('a longer stream continues behind its first bytes, once it is opened', async (t) => {
  const { connection, socket } = start(t);
  for (const source of [bytes(MOST + 30), new Blob([bytes(MOST + 30)])]) {
    const id = upload(connection, source);
    // The server may open the stream before the first bytes have arrived.
    socket.receive(['open', id, id, 20, 25, MOST]);
    assert.deepEqual(await socket.next('first'), ['first', id, bytes(MOST)]);
    assert.deepEqual(await socket.next('chunk'), ['chunk', id, 0, bytes(MOST + 20).subarray(MOST)]);
    assert.deepEqual(await socket.next('chunk'), ['chunk', id, 1, bytes(MOST + 25).subarray(MOST + 20)]);
    socket.receive(['grant', id, 100]);
    assert.deepEqual(await socket.next('chunk'), ['chunk', id, 2, bytes(MOST + 30).subarray(MOST + 25)]);
  }
});

test('a stream whose first bytes the server does not use starts at its beginning', async (t) => {
  const { connection, socket } = start(t);
  const id = upload(connection, bytes(30));
  await socket.next('first');
  socket.receive(['open', 0, id, 100, 100]);
  assert.deepEqual(await socket.next('chunk'), ['chunk', 0, 0, bytes(30)]);
});

test('first bytes that cannot be read are sent as none, and the error when the stream is opened', async (t) => {
  const { connection, socket } = start(t);
  for (const start of [undefined, MOST]) {
    const buffer = new ArrayBuffer(MOST + 1);
    const id = upload(connection, buffer);
    structuredClone(buffer, { transfer: [buffer] });
    assert.deepEqual(await socket.next('first'), ['first', id, bytes(0)]);
    socket.receive(['open', id, id, 100, 100, start]);
    assert.match((await socket.next('end'))[2], /no longer available/);
  }
});

test('several streams, byte arrays, and streams in results', async (t) => {
  const { connection, socket } = start(t);
  const [one, two] = [bytes(3), bytes(4)].map((source) => DotNet.createJSStreamReference(source));
  ignore(connection.invokeMethodAsync('A', 'Save', [one, { two }], bytes(5)));
  const offers = [['offer', one.__jsObjectId, 3], ['offer', two.__jsObjectId, 4]];
  assert.deepEqual(socket.take().slice(0, 3), [...offers, ['bytes', 0, bytes(5)]]);
  assert.deepEqual(await socket.next('first'), ['first', one.__jsObjectId, bytes(3)]);
  assert.deepEqual(await socket.next('first'), ['first', two.__jsObjectId, bytes(4)]);

  t.after(() => delete globalThis.file);
  globalThis.file = () => new Blob([bytes(7)]);
  socket.receive(['invoke', 2, 'file', 2, 0, 1], '[]');
  const [, id, length] = await socket.next('offer');
  assert.equal(length, 7);
  assert.deepEqual((await socket.next('result'))[1][2].__jsObjectId, id);
  assert.deepEqual(await socket.next('first'), ['first', id, bytes(7)]);
});

test('nothing is sent ahead that the server does not accept, or while much waits to be sent', async (t) => {
  for (const streamBytes of [null, 0, MOST]) {
    const { connection, socket } = start(t, streamBytes);
    socket.bufferedAmount = streamBytes === MOST ? 2 ** 21 : 0;
    upload(connection, bytes(10));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(socket.take().map(([name]) => name), ['call']);
  }
});

test('only references are streams: neither an empty one nor a text that looks like one sends anything ahead', async (t) => {
  const { connection, socket } = start(t);
  upload(connection, bytes(0));
  const text = '{"__jsStreamReferenceLength":5,"__jsObjectId":1}';
  ignore(connection.invokeMethodAsync('A', 'M', text, JSON.parse(text)));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(socket.take().map(([name]) => name), ['call', 'call']);
});
