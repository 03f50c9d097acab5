// Rust calls JavaScript, which calls Rust, which calls JavaScript, and so on.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, rejection, thrown } from './support/connection.js';

/** The functions that Rust calls have one name for all tests. */
const functions = {};
for (const name of ['below', 'belowAsync', 'descend', 'mayClose']) {
  globalThis[name] = (...args) => functions[name](...args);
}

const start = () => ['x', Uint8Array.from([1])];

/** What comes up from so many levels. */
const end = (levels) => {
  const text = `${'>'.repeat(levels + 1)}${'<'.repeat(levels)}`;
  return [`x${text}`, Uint8Array.from([1, ...Buffer.from(text)])];
};

test('synchronous calls can be nested, with texts and byte arrays at every level', async (t) => {
  const { call } = await connect(t);
  functions.below = (levels, text, data) => {
    // Other work of JavaScript must not affect running calls.
    assert.equal(call('echo_text', 'ä'.repeat(levels * 50)), 'ä'.repeat(levels * 50));
    assert.deepEqual(call('Echo', new Uint8Array(levels)), new Uint8Array(levels));
    return call('level', levels, text, data);
  };
  for (const levels of [0, 1, 2, 10]) {
    assert.deepEqual(call('level', levels, ...start()), end(levels), `${levels} levels`);
  }
});

test('asynchronous calls can be nested', async (t) => {
  const { callAsync } = await connect(t);
  functions.belowAsync = async (levels, text, data) => callAsync('level_async', levels, text, data);
  assert.deepEqual(await callAsync('level_async', 10, ...start()), end(10));
  const towers = Array.from({ length: 10 }, (_, levels) => callAsync('level_async', levels, ...start()));
  assert.deepEqual(
    await Promise.all(towers),
    Array.from({ length: 10 }, (_, levels) => end(levels)),
  );
});

test('synchronous and asynchronous calls can be nested', async (t) => {
  const { call, callAsync } = await connect(t);
  functions.belowAsync = async (levels, text, data) => call('level', levels, text, data);
  functions.below = (levels, text, data) => call('level', levels, text, data);
  assert.deepEqual(await callAsync('level_async', 6, ...start()), end(6));
});

test('a call that starts inside a synchronous one continues after it', async (t) => {
  const { call, callAsync } = await connect(t);
  const begun = [];
  functions.below = (levels, text, data) => {
    begun.push(callAsync('add_later', levels, 1), callAsync('AddAsync', levels, 2), callAsync('Echo', data));
    return call('level', levels, text, data);
  };
  assert.deepEqual(call('level', 2, ...start()), end(2));
  const bytes = (text) => Uint8Array.from([1, ...Buffer.from(text)]);
  assert.deepEqual(await Promise.all(begun), [2, 3, bytes('>'), 1, 2, bytes('>>')]);
});

test('an error at the bottom comes up through all levels', async (t) => {
  const { call } = await connect(t);
  functions.below = (levels, text, data) => (levels === 0 ? call('order', 3) : call('level', levels, text, data));
  const error = thrown(() => call('level', 3, ...start()));
  assert.match(error.message, /^only 2 left/);
  assert.equal(call('Add', 1, 2), 3);
});

test('calls that lie too deep in each other are refused, and everything works afterwards', async (t) => {
  for (const maxNestedCalls of [undefined, 5]) {
    const { call, callAsync } = await connect(t, { maxNestedCalls });
    let refused;
    functions.descend = () => {
      try {
        return call('descend');
      } catch (error) {
        refused ??= error;
        return 0;
      }
    };
    const expected = (maxNestedCalls ?? 32) + 1;
    assert.equal(call('descend'), expected);
    assert.equal(refused.code, 'limit_exceeded');
    assert.match(refused.message, /nested more than \d+ levels deep, the limit that `WasmOptions::max_nested_calls` sets/);
    for (let again = 0; again < 3; again++) {
      assert.equal(call('descend'), expected);
    }
    assert.equal(await callAsync('add_later', 1, 2), 3);
  }
});

test('calls without an end are an error that comes up, not the end of the instance', async (t) => {
  const { call } = await connect(t);
  functions.descend = () => call('descend');
  assert.match(thrown(() => call('descend')).message, /are nested more than/);
  functions.below = (levels, text, data) => call('level', 1, text, data);
  assert.match(thrown(() => call('level', 1, ...start())).message, /are nested more than/);
  assert.equal(call('Add', 1, 2), 3);
});

test('calls of two circuits of one module can be nested', async (t) => {
  const [one, other] = [await connect(t), await connect(t)];
  functions.below = (levels, text, data) => (levels % 2 ? one : other).call('level', levels, text, data);
  assert.deepEqual(one.call('level', 6, ...start()), end(6));
});

test('a circuit is closed from inside of its own call', async (t) => {
  for (const method of ['close', 'close_async']) {
    const { callAsync, call } = await connect(t);
    const pending = rejection(callAsync('never'));
    assert.equal((await rejection(callAsync(method))).code, 'disconnected', method);
    assert.equal((await pending).code, 'disconnected');
    assert.equal(thrown(() => call('Add', 1, 2)).code, 'disconnected');
  }
});

test('a circuit is closed in the middle of nested synchronous calls', async (t) => {
  const connection = await connect(t);
  const { call } = connection;
  functions.below = (levels, text, data) => {
    if (levels === 0) {
      connection.close();
    }
    return call('level', levels, text, data);
  };
  const error = thrown(() => call('level', 3, ...start()));
  assert.ok(error instanceof Error && !(error instanceof WebAssembly.RuntimeError), String(error));
  assert.equal(connection.state, 'closed');
  assert.equal((await connect(t)).call('Add', 1, 2), 3);
});

test('a circuit is closed when a call continues', async (t) => {
  const connection = await connect(t);
  let answer;
  functions.mayClose = () => new Promise((resolve) => (answer = resolve));
  const call = rejection(connection.callAsync('close_when_asked'));
  const closed = new Promise((resolve) => connection.addEventListener('closed', resolve));
  await new Promise(setImmediate);
  answer();
  assert.match((await closed).detail.reason, /closed by the application/);
  assert.equal((await call).code, 'disconnected');
});
