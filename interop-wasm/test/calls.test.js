// JavaScript calls Rust in the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, page, rejection, thrown } from './support/connection.js';

test('static methods are called synchronously and asynchronously', async (t) => {
  const { call, callAsync } = await connect(t);
  assert.equal(call('Add', 2, 40), 42);
  assert.equal(await callAsync('Add', 2, 40), 42);
  assert.equal(await callAsync('AddAsync', 2, 40), 42);
  assert.equal(await callAsync('add_later', 2, 40), 42);
  assert.equal(call('nothing'), null);
  assert.equal(call('or_seven'), 7);
  assert.equal(call('or_seven', 8), 8);
});

test('values of every kind come back as they went', async (t) => {
  const { call, callAsync } = await connect(t);
  const values = [
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 53 - 1,
    1e300,
    '',
    'text',
    'Zoë 🦀 \u0000 \\ " \n \u2028',
    'x'.repeat(10000),
    'é'.repeat(5000),
    [],
    {},
    [[[]]],
    { a: { b: [1, 'two', null] } },
  ];
  for (const value of values) {
    assert.deepEqual(call('echo_value', value), value);
    assert.deepEqual(await callAsync('call', page({ same: (it) => it }) + '.same', [value]), value);
  }
  assert.equal(call('echo_text', 'Zoë 🦀'), 'Zoë 🦀');
  assert.deepEqual(call('echo_value', undefined), null);
});

test('methods of other linked crates are called by their assembly', async (t) => {
  const connection = await connect(t);
  assert.equal(connection.invokeMethod('wasm-tests-library', 'at_the_root'), 'root');
  assert.equal(connection.invokeMethod('wasm-tests-library', 'openBook').invokeMethod('title'), 'Rust');
  assert.equal(await connection.invokeMethodAsync('Unused', 'forgotten', 'text'), 'text');
});

test('objects are called, passed back, and disposed of', async (t) => {
  const { call } = await connect(t);
  const counter = call('counter', 5);
  assert.equal(counter.invokeMethod('increment', 2), 7);
  assert.equal(await counter.invokeMethodAsync('increment', 1), 8);
  assert.equal(await counter.invokeMethodAsync('increment_later', 1), 9);
  assert.equal(counter.invokeMethod('add_other', call('counter', 100)), 109);
  const same = counter.invokeMethod('same');
  assert.equal(same.invokeMethod('increment', 0), 109);
  counter.dispose();
  assert.equal(thrown(() => same.invokeMethod('increment', 0)).code, 'object_disposed');
  assert.equal((await rejection(counter.invokeMethodAsync('increment', 0))).code, 'object_disposed');
});

test('an object is called and disposed of in one go', async (t) => {
  const { call } = await connect(t);
  const counter = call('counter', 5);
  const result = counter.invokeMethodAsync('increment_later', 1);
  counter.dispose();
  assert.equal(await result, 6);
});

test('an object that Rust disposes is unknown to JavaScript', async (t) => {
  const { call } = await connect(t);
  const counter = call('counter', 5);
  counter.invokeMethod('dispose_from_rust');
  const error = thrown(() => counter.invokeMethod('increment', 1));
  assert.match(
    error.message,
    /There is no tracked object with id '\d+'\. Perhaps the ObjectReference instance was already disposed\./,
  );
});

test('an object that Rust keeps comes again', async (t) => {
  const { call } = await connect(t);
  call('keep', call('counter', 5));
  assert.equal(call('kept').invokeMethod('increment', 1), 6);
  assert.equal(call('kept').invokeMethod('increment', 1), 7);
  call('keep', null);
  assert.equal(call('kept'), null);
});

test('generic objects are called by their closed types', async (t) => {
  const { call } = await connect(t);
  const [number, text] = call('holders');
  number.invokeMethod('set', 7);
  text.invokeMethod('set', 'seven');
  assert.deepEqual([number.invokeMethod('get'), text.invokeMethod('get')], [7, 'seven']);
  assert.equal(thrown(() => number.invokeMethod('set', 'seven')).code, 'invalid_arguments');
});

test('a closure of Rust is called and tells what it heard', async (t) => {
  const { call } = await connect(t);
  const told = [];
  globalThis.told = (text) => told.push(text);
  const teller = call('teller');
  assert.equal(teller.invokeMethod('tell', 'once'), true);
  assert.equal(await teller.invokeMethodAsync('tell', 'twice'), true);
  assert.deepEqual(told, ['once', 'twice']);
});

test('an object of one circuit is none of another', async (t) => {
  const [one, other] = [await connect(t), await connect(t)];
  const counter = one.call('counter', 1);
  assert.match(thrown(() => other.call('keep', counter)).code, /object_disposed|invalid_arguments/);
});

test('a synchronous call of a method that has to wait is refused, and of one that is ready is not', async (t) => {
  const { call, callAsync } = await connect(t);
  assert.equal(call('AddAsync', 2, 40), 42);
  const error = thrown(() => call('add_later', 2, 40));
  assert.equal(
    error.message,
    '`add_later` is asynchronous and was not ready at once. Use invokeMethodAsync instead of invokeMethod.',
  );
  assert.equal(await callAsync('add_later', 2, 40), 42);
  const counter = call('counter', 1);
  assert.match(thrown(() => counter.invokeMethod('increment_later', 1)).message, /was not ready at once/);
  assert.equal(counter.invokeMethod('increment', 0), 1, 'it was given up where it had to wait');
});

test('an error that is for the client has its message, code and data', async (t) => {
  for (const detailedErrors of [true, false]) {
    const { call, callAsync } = await connect(t, { detailedErrors });
    const errors = [
      thrown(() => call('order', 3)),
      await rejection(callAsync('order', 3)),
      await rejection(callAsync('order_async', 3)),
    ];
    for (const error of errors) {
      assert.ok(error instanceof Error);
      assert.deepEqual(
        [error.message, error.code, error.data],
        ['only 2 left', 'out_of_stock', { left: 2, colours: ['röt', 'blau'] }],
      );
      assert.equal(error.assembly, 'Tests');
      assert.match(error.method, /^order/);
    }
  }
});

test('other errors say why only under detailed errors', async (t) => {
  const { call, callAsync } = await connect(t, { detailedErrors: true });
  assert.equal(thrown(() => call('secret')).message, 'the password is 1234');
  assert.match((await rejection(callAsync('Add', 'one', 2))).message, /expected i32, got a string/);

  const closed = await connect(t, { detailedErrors: false });
  const sentence = (method) =>
    `There was an exception invoking '${method}' on assembly 'Tests'. For more details turn on detailed exceptions in 'CircuitOptions::detailed_errors'`;
  for (const [method, args, code] of [
    ['secret', [], 'internal'],
    ['Add', ['one', 2], 'invalid_arguments'],
    ['nowhere', [], 'not_found'],
  ]) {
    const errors = [thrown(() => closed.call(method, ...args)), await rejection(closed.callAsync(method, ...args))];
    assert.deepEqual(
      errors.map((error) => [error.message, error.code]),
      [
        [sentence(method), code],
        [sentence(method), code],
      ],
    );
  }
});

test('many calls at once are answered each by its own', async (t) => {
  const { callAsync } = await connect(t);
  const results = await Promise.all(Array.from({ length: 500 }, (_, i) => callAsync('add_later', i, 1)));
  assert.deepEqual(
    results,
    Array.from({ length: 500 }, (_, i) => i + 1),
  );
});

test('an endless call leaves time for the page and for other calls', async (t) => {
  const { callAsync } = await connect(t);
  let timers = 0;
  const timer = setInterval(() => timers++, 1);
  const long = callAsync('turns', 100000);
  assert.equal(await callAsync('add_later', 1, 2), 3);
  assert.equal(await long, 100000);
  clearInterval(timer);
  assert.ok(timers > 0, 'timers had their turn');
});
