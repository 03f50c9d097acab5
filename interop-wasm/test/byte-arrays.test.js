// Byte arrays cross as Uint8Array, in both directions and at any depth.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, page } from './support/connection.js';

const bytes = (...values) => Uint8Array.from(values);

test('byte arrays go and come, empty ones too', async (t) => {
  const { call, callAsync } = await connect(t);
  for (const data of [bytes(), bytes(1), bytes(0, 255, 128)]) {
    for (const back of [
      call('Echo', data),
      call('echo_vec', data),
      await callAsync('Echo', data),
      await callAsync('echo_async', data),
    ]) {
      assert.ok(back instanceof Uint8Array);
      assert.deepEqual(back, data);
    }
  }
  assert.equal(call('sum', bytes(1, 2, 3)), 6);
});

test('byte arrays lie anywhere inside', async (t) => {
  const { call, callAsync } = await connect(t);
  const inner = { label: 'inner', parts: [], by_name: { x: bytes(9) }, inner: null };
  const parcel = {
    label: 'outer',
    parts: [bytes(1), bytes(), bytes(2, 3)],
    by_name: { a: bytes(4), b: bytes() },
    inner,
  };
  assert.deepEqual(call('echo_parcel', parcel), parcel);
  assert.deepEqual(await callAsync('echo_parcel', parcel), parcel);
});

test('a large byte array', async (t) => {
  const { call, callAsync } = await connect(t, { maxArgumentBytes: 8 << 20 });
  const data = Uint8Array.from({ length: 5 << 20 }, (_, i) => i % 251);
  assert.ok(Buffer.compare(call('Echo', data), data) === 0);
  assert.ok(Buffer.compare(await callAsync('echo_async', data), data) === 0);
  assert.equal(call('filled', 16000000, 7).length, 16000000);
});

test('a view of a larger buffer sends its own part', async (t) => {
  const { call } = await connect(t);
  const buffer = bytes(1, 2, 3, 4, 5);
  assert.deepEqual(call('Echo', buffer.subarray(1, 3)), bytes(2, 3));
  assert.deepEqual(call('Echo', new (class extends Uint8Array {})([97, 98])), bytes(97, 98));
});

test('what JavaScript gets is its own: later calls do not change it', async (t) => {
  const { call } = await connect(t);
  const first = call('Echo', bytes(1, 2, 3));
  call('filled', 1000000, 9);
  assert.deepEqual(first, bytes(1, 2, 3));
  first[0] = 77;
  assert.deepEqual(call('Echo', bytes(1, 2, 3)), bytes(1, 2, 3));
});

test('text and bytes of many calls are not mixed', async (t) => {
  const { call, callAsync } = await connect(t);
  const results = Array.from({ length: 100 }, (_, i) => [
    callAsync('turn_async', `abc${i}`, bytes(i, 1)),
    call('turn', `${i}`, bytes(i, 2)),
  ]);
  for (const [i, [later, now]] of results.entries()) {
    assert.deepEqual(await later, [[...`abc${i}`].reverse().join(''), bytes(1, i)]);
    assert.deepEqual(now, [[...`${i}`].reverse().join(''), bytes(2, i)]);
  }
});

test('byte arrays pass through functions of JavaScript', async (t) => {
  const { call, callAsync } = await connect(t);
  const reverse = (arrays) => arrays.map((array) => array.toReversed()).reverse();
  const identifier = `${page({ reverse, later: async (arrays) => reverse(arrays) })}.`;
  const arrays = [bytes(1, 2), bytes(), bytes(3)];
  const expected = [bytes(3), bytes(), bytes(2, 1)];
  assert.deepEqual(call('bytes_through_javascript', `${identifier}reverse`, arrays), expected);
  assert.deepEqual(await callAsync('bytes_through_javascript_async', `${identifier}reverse`, arrays), expected);
  assert.deepEqual(await callAsync('bytes_through_javascript_async', `${identifier}later`, arrays), expected);
});
