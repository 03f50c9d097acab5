// Streams of values to Rust: read by calls, and ended when Rust releases them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startConnected } from './support/fake-server.js';

/** A server that reads the stream in the first argument of a call. */
async function sendItems(t, items) {
  const { connection, socket } = startConnected(t);
  const call = connection.invokeMethodAsync('A', 'Take', items);
  call.catch(() => {});
  const [, callId, , , , [{ __jsItems: id }]] = await socket.next('call');
  let taskId = 1;
  return {
    id,
    socket,
    callId,
    connection,
    call,
    /** Requests up to this many values. */
    async next(credit = 16) {
      socket.receive(['invoke', ++taskId, 'next', 0, id, 1], JSON.stringify([credit]));
      const [, [answered, succeeded, value]] = await socket.next('result');
      assert.equal(answered, taskId);
      return succeeded ? value : `${value}`.split('\n')[0];
    },
    release() {
      socket.receive(['invoke', 0, 'DotNet.disposeJSObjectReferenceById', 3, 0, 1], `[${id}]`);
    },
  };
}

/** Counts upwards, and notes how far it came and whether it was ended. */
function counter(state, end = Infinity) {
  return (async function* () {
    try {
      for (state.at = 0; state.at < end; state.at++) {
        yield state.at;
      }
    } finally {
      state.ended = true;
    }
  })();
}

const range = (start, end) => Array.from({ length: end - start }, (_, index) => start + index);

test('a generator is run as far as values are requested, and those that are ready go together', async (t) => {
  const state = {};
  const { next } = await sendItems(t, counter(state));
  await new Promise(setImmediate);
  assert.equal(state.at, undefined);
  assert.deepEqual(await next(16), { items: range(0, 16), done: false });
  await new Promise(setImmediate);
  assert.equal(state.at, 15);
  assert.deepEqual(await next(3), { items: [16, 17, 18], done: false });
});

test('every kind of source is read to its end', async (t) => {
  const sources = {
    generator: counter({}, 3),
    iterable: { async *[Symbol.asyncIterator]() { yield* [0, 1, 2]; } },
    stream: new ReadableStream({ start(controller) { [0, 1, 2].forEach((item) => controller.enqueue(item)); controller.close(); } }),
    'synchronous generator': (function* () { yield* [0, 1, 2]; })(),
    'array iterator': [0, 1, 2].values(),
  };
  for (const [kind, source] of Object.entries(sources)) {
    const { next } = await sendItems(t, source);
    const items = [];
    for (let done = false; !done; ) {
      const batch = await next();
      items.push(...batch.items);
      done = batch.done;
    }
    assert.deepEqual(items, [0, 1, 2], kind);
  }
});

test('a stream without an asynchronous iterator is read through a reader', async (t) => {
  let cancelled = false;
  const stream = new ReadableStream({ pull: (controller) => controller.enqueue(1), cancel: () => void (cancelled = true) });
  Object.defineProperty(stream, Symbol.asyncIterator, { value: undefined });
  const { next, release } = await sendItems(t, stream);
  assert.deepEqual((await next(2)).items, [1, 1]);
  release();
  await new Promise(setImmediate);
  assert.ok(cancelled);
});

test('what a source throws comes after the values before it', async (t) => {
  const { next } = await sendItems(t, (async function* () {
    yield 1;
    throw new Error('broken');
  })());
  assert.deepEqual(await next(), { items: [1], done: false });
  assert.equal(await next(), 'broken');
});

test('a source is ended when Rust releases it: while it waits, before it was read, and when the circuit ends', async (t) => {
  for (const end of ['release', 'drop', 'unread']) {
    const state = {};
    const source = await sendItems(t, counter(state));
    if (end !== 'unread') {
      await source.next(1);
    }
    if (end === 'drop') {
      source.socket.drop();
    } else {
      source.release();
    }
    await new Promise(setImmediate);
    assert.equal(state.ended, end === 'unread' ? undefined : true, end);
    assert.equal(state.at, end === 'unread' ? undefined : 0);
  }
});

test('a source that has no value yet does not hold up the connection', async (t) => {
  let resolve;
  const waiting = new Promise((settle) => (resolve = settle));
  const source = await sendItems(t, (async function* () {
    yield 1;
    await waiting;
    yield 2;
  })());
  assert.deepEqual((await source.next()).items, [1]);
  const second = source.next();
  const other = source.connection.invokeMethodAsync('A', 'Other');
  const [, callId] = await source.socket.next('call');
  source.socket.receive(['reply', callId], '42');
  assert.equal(await other, 42);
  resolve();
  assert.deepEqual(await second, { items: [2], done: true });
});

test('large values go in several answers', async (t) => {
  const { next } = await sendItems(t, (async function* () {
    for (let item = 0; item < 10; item++) {
      yield { bytes: 'x'.repeat(20_000) };
    }
  })());
  assert.equal((await next(16)).items.length, 2);
});

test('a value that cannot be sent is an error of the stream', async (t) => {
  const { next } = await sendItems(t, (async function* () {
    yield Symbol('x');
  })());
  assert.match(await next(), /A Symbol cannot be sent/);
});

test('a source in arguments that are refused is ended', async (t) => {
  const { connection } = startConnected(t);
  let cancelled = false;
  const stream = new ReadableStream({ cancel: () => void (cancelled = true) });
  await assert.rejects(connection.invokeMethodAsync('A', 'Take', stream, NaN), { code: 'invalid_arguments' });
  await new Promise(setImmediate);
  assert.ok(cancelled);
});
