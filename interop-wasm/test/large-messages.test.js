// Between a page and its module there is no network, so large messages need no options, in any direction.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, page, rejection, thrown } from './support/connection.js';

const LARGE = 3 << 20;
const text = 'x'.repeat(LARGE);
const rows = Array.from({ length: 16_000 }, (_, id) => ({ id, name: `row number ${id} of the table`, tags: ['a', 'b'] }));
const data = Uint8Array.from({ length: LARGE }, (_, i) => i % 251);
const isSame = (one, other) => one.length === other.length && Buffer.compare(Buffer.from(one), Buffer.from(other)) === 0;

test('arguments and results of calls to Rust, synchronous and not', async (t) => {
  const { call, callAsync } = await connect(t);
  assert.ok(JSON.stringify(rows).length > 1 << 20);
  assert.deepEqual(call('echo_value', rows), rows);
  assert.deepEqual(await callAsync('echo_value', rows), rows);
  assert.ok(call('echo_text', text) === text);
  assert.ok((await callAsync('echo_text', text)) === text);
});

test('byte arrays in arguments and results', async (t) => {
  const { call, callAsync } = await connect(t);
  assert.ok(isSame(call('Echo', data), data));
  assert.ok(isSame(await callAsync('echo_async', data), data));
  assert.equal(call('filled', 17 << 20, 7).length, 17 << 20);
});

test('arguments and results of calls to JavaScript', async (t) => {
  const { call, callAsync } = await connect(t);
  const at = page({ echo: (value) => value, later: async (value) => value });
  assert.ok(call('call_sync', `${at}.echo`, [text]) === text);
  assert.ok((await callAsync('call', `${at}.later`, [text])) === text);
  assert.deepEqual(await callAsync('call', `${at}.later`, [rows]), rows);
  assert.ok(isSame(call('bytes_through_javascript', `${at}.echo`, [data])[0], data));
  assert.ok(isSame((await callAsync('bytes_through_javascript_async', `${at}.later`, [data]))[0], data));
});

test('many asynchronous calls with large arguments at once', async (t) => {
  const { callAsync } = await connect(t);
  const results = await Promise.all(Array.from({ length: 4 }, () => callAsync('echo_value', rows)));
  assert.ok(results.every(({ length }) => length === rows.length));
});

test('a message beyond the announced limits is refused before it is sent, and the module continues', async (t) => {
  const { call, callAsync } = await connect(t);
  const tooLarge = new Uint8Array((256 << 20) + 1);
  for (const error of [thrown(() => call('sum', tooLarge)), await rejection(callAsync('echo_async', tooLarge))]) {
    assert.equal(error.code, 'limit_exceeded');
    assert.match(error.message, /exceeds maxArgumentBytes \(268435456\).*max_argument_bytes.*stream/);
  }
  assert.equal(call('Add', 1, 2), 3);
});

test('arguments whose values might not fit into the memory fail their own call', async (t) => {
  const { callAsync, call } = await connect(t);
  // Each object may become hundreds of bytes.
  const error = await rejection(callAsync('call', 'nothing', Array(2_000_000).fill({})));
  assert.equal(error.code, 'limit_exceeded');
  assert.match(error.message, /max_held_bytes/);
  assert.equal(call('Add', 1, 2), 3);
});
