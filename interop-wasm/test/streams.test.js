// Streams of bytes, in both directions.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DotNet } from '../../interop-js/src/index.js';
import { connect, eventually, page, rejection } from './support/connection.js';

const pattern = (length) => Uint8Array.from({ length }, (_, i) => i % 251);

/** What a stream reads, and whether it is the pattern. */
async function read(stream) {
  let length = 0;
  for await (const chunk of stream) {
    for (const byte of chunk) {
      assert.equal(byte, length++ % 251);
    }
  }
  return length;
}

test('10 MB from Rust, in chunks and in one piece', async (t) => {
  const { call, callAsync } = await connect(t);
  const stream = await call('stream', 10_000_000).stream();
  assert.equal(await read(stream), 10_000_000);
  const buffer = await (await callAsync('stream_async', 10_000_000)).arrayBuffer();
  assert.ok(Buffer.compare(new Uint8Array(buffer), pattern(10_000_000)) === 0);
});

test('10 MB from JavaScript: a typed array, a blob, a buffer', async (t) => {
  const { callAsync } = await connect(t);
  const data = pattern(10_000_000);
  for (const source of [data, new Blob([data]), data.buffer]) {
    const reference = DotNet.createJSStreamReference(source);
    assert.deepEqual(await callAsync('read_stream', reference, 10_000_000), { length: 10_000_000, intact: true });
  }
});

test('streams that are empty, and just a chunk long', async (t) => {
  const { call, callAsync } = await connect(t);
  for (const length of [0, 1, 32767, 32768, 32769]) {
    assert.equal(await read(await call('stream', length).stream()), length);
    const reference = DotNet.createJSStreamReference(pattern(length));
    assert.deepEqual(await callAsync('read_stream', reference, 1_000_000), { length, intact: true });
  }
});

test('streams as arguments and results of functions of JavaScript', async (t) => {
  const { callAsync } = await connect(t);
  const functions = page({ give: async () => pattern(100_000), take: async (offered) => read(await offered.stream()) });
  assert.deepEqual(await callAsync('fetch_stream', `${functions}.give`), { length: 100_000, intact: true });
  assert.equal(await callAsync('pass_stream', `${functions}.take`, 100_000), 100_000);
});

test('many streams at once', async (t) => {
  const { call, callAsync } = await connect(t);
  const down = Array.from({ length: 20 }, async (_, i) => read(await call('stream', 50_000 + i).stream()));
  const up = Array.from({ length: 20 }, (_, i) =>
    callAsync('read_stream', DotNet.createJSStreamReference(pattern(50_000 + i)), 100_000),
  );
  assert.deepEqual(
    await Promise.all(down),
    Array.from({ length: 20 }, (_, i) => 50_000 + i),
  );
  assert.ok((await Promise.all(up)).every(({ length, intact }, i) => intact && length === 50_000 + i));
});

test('a stream that JavaScript reads no further ends in Rust', async (t) => {
  const { call } = await connect(t);
  const before = call('sources_dropped');
  const reader = (await call('endless_stream').stream()).getReader();
  assert.equal((await reader.read()).value.length, 1000);
  await reader.cancel();
  await eventually(() => call('sources_dropped') === before + 1);
});

test('a stream is read only as fast as JavaScript takes it', async (t) => {
  const { call, callAsync } = await connect(t);
  const before = call('sources_dropped');
  const reader = (await call('endless_stream').stream()).getReader();
  await reader.read();
  // An endless stream would never let go of the thread if it did not wait for its reader.
  assert.equal(await callAsync('add_later', 1, 2), 3);
  assert.equal(call('sources_dropped'), before);
  await reader.cancel();
});

test('a stream that Rust reads no further', async (t) => {
  const { callAsync } = await connect(t);
  const beginning = await callAsync('read_beginning', DotNet.createJSStreamReference(pattern(1_000_000)), 300);
  assert.deepEqual(Uint8Array.from(beginning), pattern(300));
  assert.equal(await callAsync('add_later', 1, 2), 3);
});

test('a stream of Rust that breaks says why, under detailed errors', async (t) => {
  for (const [detailedErrors, expected] of [
    [true, /the disk is gone/],
    [false, /^The stream failed\.$/],
  ]) {
    const { call } = await connect(t, { detailedErrors });
    const error = await rejection(call('broken_stream').arrayBuffer());
    assert.match(error.message, expected);
  }
});

test('a stream that is longer than Rust allows is refused', async (t) => {
  const { callAsync } = await connect(t);
  const error = await rejection(callAsync('read_stream', DotNet.createJSStreamReference(pattern(11)), 10));
  assert.match(error.message, /length 11 exceeds the maximum allowed length 10/);
});

test('a stream whose source has ended fails its reader', async (t) => {
  const { callAsync } = await connect(t);
  const reference = DotNet.createJSStreamReference(pattern(10));
  DotNet.disposeJSObjectReference(reference);
  assert.match((await rejection(callAsync('read_stream', reference, 10))).message, /does not exist/);
});

test('closing ends streams in both directions', async (t) => {
  const connection = await connect(t);
  const before = connection.call('sources_dropped');
  const reader = (await connection.call('endless_stream').stream()).getReader();
  await reader.read();
  let pulled;
  const endless = new Blob([pattern(5_000_000)]);
  const reading = rejection(connection.callAsync('read_stream', DotNet.createJSStreamReference(endless), 5_000_000));
  connection.close();
  assert.equal((await reading).code, 'disconnected');
  const error = await rejection(
    (async () => {
      while (!(pulled = await reader.read()).done);
      return pulled;
    })(),
  );
  assert.equal(error.code, 'disconnected');
  assert.equal((await connect(t)).call('sources_dropped'), before + 1);
});
