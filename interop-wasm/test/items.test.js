// Streams of items, in both directions.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, eventually, rejection } from './support/connection.js';

/** All values of a stream. */
async function collect(items) {
  const values = [];
  for await (const value of items) {
    values.push(value);
  }
  return values;
}

const range = (end) => Array.from({ length: end }, (_, index) => index);

test('a stream of Rust is read with for await, whether the call waits or not', async (t) => {
  const { call, callAsync } = await connect(t);
  for (const length of [0, 1, 16, 17, 1000]) {
    assert.deepEqual(await collect(call('count_up', length)), range(length));
    assert.deepEqual(await collect(await callAsync('count_up_later', length)), range(length));
  }
  assert.equal((await rejection(callAsync('count_up_later', 2_000_000))).code, 'too_far');
});

test('items contain references and byte arrays, and are inside of results', async (t) => {
  const { call } = await connect(t);
  const { total, rows } = call('listing');
  const read = await collect(rows);
  assert.equal(total, read.length);
  assert.deepEqual(read.map(([counter]) => counter.invokeMethod('increment', 1)), [2, 3, 4]);
  assert.deepEqual(read[2][1], new Uint8Array([3, 3, 3]));
});

test('leaving the loop, return and the end of the connection drop the stream, also while it waits', async (t) => {
  const { call } = await connect(t);
  let dropped = call('items_dropped');
  for await (const value of call('endless_items')) {
    if (value === 100) {
      break;
    }
  }
  assert.equal(call('items_dropped'), ++dropped);

  const unread = call('endless_items');
  await unread.return();
  assert.equal(call('items_dropped'), ++dropped);

  const waiting = call('waiting_items');
  assert.deepEqual(await waiting.next(), { value: 1, done: false });
  const second = waiting.next();
  await waiting.return();
  assert.deepEqual(await second, { value: undefined, done: true });
  await eventually(() => call('items_dropped') === dropped + 1);
  dropped++;

  const other = await connect(t);
  const left = other.call('waiting_items');
  await left.next();
  const never = left.next();
  other.close();
  assert.equal((await rejection(never)).code, 'disconnected');
  assert.equal(call('items_dropped'), ++dropped);
});

test('a stream that can no longer be read is dropped', async (t) => {
  const { call } = await connect(t);
  const dropped = call('items_dropped');
  await (async () => {
    await call('endless_items').next();
    call('endless_items');
  })();
  await eventually(() => call('items_dropped') === dropped + 2);
});

test('an error comes after the items before it, with its code and data', async (t) => {
  const { call } = await connect(t);
  const items = call('broken_items');
  const read = [];
  const error = await rejection(
    (async () => {
      for await (const item of items) {
        read.push(item);
      }
    })(),
  );
  assert.deepEqual(read, [0, 1, 2]);
  assert.deepEqual([error.code, error.data, error.message], ['broken_row', 3, 'row 3 is broken']);
  assert.deepEqual(await items.next(), { value: undefined, done: true });
});

test('every kind of source of JavaScript is read to its end', async (t) => {
  const { callAsync } = await connect(t);
  const sources = [
    (async function* () {
      yield* range(1000);
    })(),
    (function* () {
      yield* range(1000);
    })(),
    range(1000).values(),
    new Set(range(1000)).values(),
    range(1000),
    new ReadableStream({
      start(controller) {
        range(1000).forEach((item) => controller.enqueue(item));
        controller.close();
      },
    }),
  ];
  for (const source of sources) {
    assert.equal(await callAsync('sum_items', source), 499_500);
  }
});

test('a source without an end is run as far as it is read, and ended once', async (t) => {
  const { callAsync, call } = await connect(t);
  const state = { ended: 0 };
  const endless = (async function* () {
    try {
      for (state.at = 0; ; state.at++) {
        yield state.at;
      }
    } finally {
      state.ended++;
    }
  })();
  assert.deepEqual(await callAsync('first_items', endless, 3), [0, 1, 2]);
  await eventually(() => state.ended === 1);
  assert.ok(state.at < 40, `${state.at}`);

  let cancelled = 0;
  const stream = () => new ReadableStream({ pull: (controller) => controller.enqueue(1), cancel: () => void cancelled++ });
  call('drop_items', stream());
  assert.equal(await callAsync('abort_items', stream()), true);
  assert.equal((await rejection(callAsync('no_such_method', stream()))).code, 'not_found');
  assert.equal((await rejection(callAsync('Add', stream(), 1))).code, 'invalid_arguments');
  await eventually(() => cancelled === 4);
});

test('what a source throws and what does not fit are errors in their places', async (t) => {
  const { callAsync } = await connect(t);
  const texts = await callAsync(
    'texts_of_items',
    (async function* () {
      yield* [1, 'two', 256, 3];
      throw new Error('the source fails');
    })(),
  );
  assert.equal(texts.length, 5);
  assert.deepEqual([texts[0], texts[3]], ['1', '3']);
  assert.match(texts[4], /the source fails/);
});

test('items go through Rust while both sides wait for each other', async (t) => {
  const { call } = await connect(t);
  const sent = [];
  const doubled = call(
    'double_items',
    (async function* () {
      for (const item of range(100)) {
        sent.push(item);
        yield item;
      }
    })(),
  );
  assert.deepEqual(await doubled.next(), { value: 0, done: false });
  assert.ok(sent.length < 64, `${sent.length}`);
  assert.deepEqual(await collect(doubled), range(100).slice(1).map((item) => 2 * item));
});
