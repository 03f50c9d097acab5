// Functions as arguments, which Rust calls in the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findHeldObject } from '../../interop-js/src/held-objects.js';
import { heldObjects } from '../../interop-js/src/references.js';
import { DotNet } from '../../interop-js/src/index.js';
import { connect, rejection, thrown } from './support/connection.js';

const add = (a, b) => a + b;

/** How many of the objects that were passed since the call of this function are held. */
function counting() {
  const { __jsObjectId: first } = DotNet.createJSObjectReference({});
  return () => {
    const { __jsObjectId: last } = DotNet.createJSObjectReference({});
    let held = 0;
    for (let id = first + 1; id < last; id++) {
      try {
        held += typeof findHeldObject(id, heldObjects) === 'function';
      } catch {
        // It was released.
      }
    }
    return held;
  };
}

test('Rust calls a function, asynchronously and synchronously, and releases it', async (t) => {
  const { call, callAsync } = await connect(t);
  const held = counting();
  assert.equal(await callAsync('add_with', add, 40, 2), 42);
  assert.equal(await callAsync('add_with', async (a, b) => a + b, 40, 2), 42);
  assert.equal(call('add_with_sync', add, 40, 2), 42);
  assert.equal(await callAsync('add_with_sync', add, 40, 2), 42);
  assert.equal(held(), 0);
});

test('functions are passed at any depth, and called without an answer', async (t) => {
  const { callAsync } = await connect(t);
  const held = counting();
  const called = [];
  const note = (value) => void called.push(value);
  await callAsync('work_with', { on_progress: note, on_done: [note, note] });
  assert.deepEqual(called, [1, 2, 3, 'done', 'done']);
  await callAsync('work_with', { on_done: [] });
  assert.equal(held(), 0);
});

test('what a function throws, a promise and a value of another type are errors of a synchronous call', async (t) => {
  const { call, callAsync } = await connect(t);
  const held = counting();
  const fails = () => {
    throw new TypeError('the page fails');
  };
  assert.match(call('error_with_sync', fails), /the page fails/);
  assert.match(call('error_with_sync', () => 'text'), /expected i32, got a string/);
  assert.match(call('error_with_sync', async () => 1), /romise/);
  assert.match((await rejection(callAsync('add_with', fails, 1, 2))).message, /the page fails/);
  assert.match((await rejection(callAsync('add_with', () => ({}), 1, 2))).message, /expected i32, got an object/);
  assert.equal(held(), 0);
});

test('a function that does not end in its time is released nevertheless', async (t) => {
  const { callAsync } = await connect(t);
  const held = counting();
  let resolve;
  const late = new Promise((settle) => (resolve = settle));
  const error = await rejection(callAsync('add_within', () => late, 5));
  assert.equal(error.code, 'deadline_exceeded');
  assert.equal(held(), 0);
  // The answer is late, and so is the function in it.
  resolve(() => 1);
  await late;
  await new Promise(setImmediate);
  assert.equal(held(), 0);
  assert.equal(await callAsync('add_within', add, 10_000), 3);
});

test('a function is held as long as Rust keeps it, and refused after its connection', async (t) => {
  const first = await connect(t);
  const second = await connect(t);
  const held = counting();
  first.call('keep_function', add);
  second.call('keep_function', (a, b) => a * b);
  assert.deepEqual(first.call('call_kept_functions'), ['42', '80']);
  assert.equal(held(), 2);
  second.close();
  assert.equal(held(), 1);
  const [sum, refused] = first.call('call_kept_functions');
  assert.equal(sum, '42');
  assert.match(refused, /disconnected/);
  first.call('drop_kept_functions');
  assert.equal(held(), 0);
});

test('results of functions contain functions, and a function comes back as itself', async (t) => {
  const { call } = await connect(t);
  const held = counting();
  assert.equal(call('undo_found', () => ({ name: 'n', undo: () => 'undone' })), 'n undone');
  assert.equal(call('give_function_back', add), add);
  // Rust holds what the result of a synchronous call names until the next call.
  call('Add', 1, 2);
  assert.equal(held(), 0);
});

test('functions of calls that fail are released', async (t) => {
  const { call, callAsync } = await connect(t, { maxArgumentBytes: 1000 });
  const held = counting();
  for (const [code, ...args] of [
    ['refused', 'refuse_function', add],
    ['not_found', 'no_such_method', add],
    ['invalid_arguments', 'Add', add, 1],
    ['invalid_arguments', 'add_with_sync', add, add, add],
    ['invalid_arguments', 'add_with_sync', add, 'x', 1],
    ['limit_exceeded', 'add_with_sync', add, 1, 'x'.repeat(2000)],
  ]) {
    assert.equal(thrown(() => call(...args)).code, code, args[0]);
    assert.equal((await rejection(callAsync(...args))).code, code, args[0]);
    assert.equal(held(), 0, args[0]);
  }
});
