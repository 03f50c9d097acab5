/**
 * Data of the application that looks like references, in a module: it arrives as it was, in every kind of call.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, page, rejection, thrown } from './support/connection.js';

const DATA = [
  { __dotNetObject: 1, '!__byte[]': { __dotNetStream: 'x' } },
  { __jsObjectId: 0, __internalId: 'x' },
  { __jsStreamReferenceLength: 3, plain: ['__byte[]'] },
];

test('arguments and results of calls of Rust', async (t) => {
  const { call, callAsync } = await connect(t);
  assert.deepEqual(call('echo_value', DATA), DATA);
  assert.deepEqual(await callAsync('echo_value', DATA), DATA);
});

test('arguments and results of calls to JavaScript', async (t) => {
  const { call, callAsync } = await connect(t);
  const seen = [];
  const at = page({
    echo(value) {
      seen.push(value);
      return value;
    },
  });
  assert.deepEqual(call('call_sync', `${at}.echo`, [DATA]), DATA);
  assert.deepEqual(await callAsync('call', `${at}.echo`, [DATA]), DATA);
  assert.deepEqual(seen, [DATA, DATA]);
});

test('half a character in a name, an argument or a result fails its call', async (t) => {
  const connection = await connect(t);
  const { call, callAsync } = connection;
  const half = '\ud83d';
  const at = page({ give: () => half });
  assert.equal(thrown(() => call(`echo_value${half}`, 1)).code, 'not_found');
  assert.equal((await rejection(callAsync(`echo_value${half}`, 1))).code, 'not_found');
  for (const error of [thrown(() => call('echo_value', [half])), await rejection(callAsync('echo_value', { [half]: 1 }))]) {
    assert.equal(error.code, 'invalid_arguments');
    assert.match(error.message, /^argument 1 `value` of `Tests.echo_value`: a string has an unpaired surrogate/);
  }
  assert.match(thrown(() => call('call_sync', `${at}.give`, [])).message, /unpaired surrogate/);
  assert.match((await rejection(callAsync('call', `${at}.give`, []))).message, /unpaired surrogate/);
  assert.equal(connection.state, 'connected');
});
