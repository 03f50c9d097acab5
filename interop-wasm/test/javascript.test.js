// Rust calls JavaScript, asynchronously and synchronously.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DotNet } from '../../interop-js/src/index.js';
import { connect, page, rejection, thrown } from './support/connection.js';

class Point {
  constructor(x, y) {
    Object.assign(this, { x, y });
  }

  sum() {
    return this.x + this.y;
  }
}

const members = () => ({
  echo: (...args) => args,
  later: async (value) => [value, 'later'],
  fails: () => {
    throw new TypeError('the page fails');
  },
  rejects: () => Promise.reject(new RangeError('the page rejects')),
  Point,
  inner: {
    value: 5,
    self() {
      return this.value;
    },
  },
});

test('asynchronous calls: functions, constructors, properties', async (t) => {
  const { callAsync } = await connect(t);
  const at = page(members());
  assert.deepEqual(await callAsync('call', `${at}.echo`, [1, 'two', null, { three: [3] }]), [
    1,
    'two',
    null,
    { three: [3] },
  ]);
  assert.deepEqual(await callAsync('call', `${at}.later`, [1]), [1, 'later']);
  assert.equal(await callAsync('call', `${at}.inner.self`, []), 5);
  assert.equal(await callAsync('construct_and_call', `${at}.Point`, [1, 2], 'sum'), 3);
  assert.equal(await callAsync('get', `${at}.inner.value`), 5);
  await callAsync('set', `${at}.inner.value`, 6);
  assert.equal(await callAsync('get', `${at}.inner.value`), 6);
});

test('synchronous calls: functions, constructors, properties', async (t) => {
  const { call } = await connect(t);
  const at = page(members());
  assert.deepEqual(call('call_sync', `${at}.echo`, [1, 'two', null, { three: [3] }]), [1, 'two', null, { three: [3] }]);
  assert.equal(call('call_sync', `${at}.inner.self`, []), 5);
  assert.equal(call('construct_and_call_sync', `${at}.Point`, [1, 2], 'sum'), 3);
  assert.equal(call('get_sync', `${at}.inner.value`), 5);
  call('set_sync', `${at}.inner.value`, 6);
  assert.equal(call('get_sync', `${at}.inner.value`), 6);
});

test('objects of JavaScript: their functions, constructors and properties, both ways', async (t) => {
  const { call, callAsync } = await connect(t);
  const object = { value: 3, twice: (number) => number * 2, Point };
  const reference = DotNet.createJSObjectReference(object);
  assert.equal(call('object_call_sync', reference, 'twice', [4]), 8);
  assert.equal(await callAsync('object_call', reference, 'twice', [4]), 8);
  assert.equal(call('object_construct_and_call_sync', reference, 'Point', [1, 2], 'sum'), 3);
  assert.equal(call('object_get_sync', reference, 'value'), 3);
  call('object_set_sync', reference, 'value', 4);
  assert.equal(object.value, 4);
  DotNet.disposeJSObjectReference(reference);
  assert.match(
    thrown(() => call('object_get_sync', reference, 'value')).message,
    /JS object instance with ID \d+ does not exist/,
  );
});

test('an object that Rust asked for is used, disposed of, and gone', async (t) => {
  const { call } = await connect(t);
  const made = [];
  const at = page({ make: () => made[made.push({ value: () => made.length }) - 1] });
  const [value, error] = call('use_and_dispose', `${at}.make`);
  assert.equal(value, 1);
  assert.equal(error, 'Cannot access a disposed object: JsObjectReference.');
});

test('an object that Rust asked for and passes on is the object itself', async (t) => {
  const { call, callAsync } = await connect(t);
  const object = {};
  const at = page({ make: () => object });
  assert.equal(call('pass_on_sync', `${at}.make`), object);
  assert.equal(await callAsync('pass_on_sync', `${at}.make`), object);
  assert.equal(await callAsync('pass_on', `${at}.make`), object);
});

test('objects that Rust let go of are forgotten', async (t) => {
  const { call } = await connect(t);
  const at = page({ Point, kept: [] });
  call('construct_and_call_sync', `${at}.Point`, [1, 2], 'sum');
  // The id after that of the object says which one it had.
  const { __jsObjectId: next } = DotNet.createJSObjectReference({});
  assert.throws(() => DotNet.findJSFunction('sum', next - 1), /does not exist/);
});

test('what JavaScript throws is returned as a Rust error', async (t) => {
  const { call, callAsync } = await connect(t);
  const at = page(members());
  for (const error of [call('error_sync', `${at}.fails`, []), await callAsync('error_async', `${at}.fails`, [])]) {
    assert.equal(error[0], 'JavaScript');
    assert.match(error[1], /^the page fails\n(TypeError: the page fails\n)? +at /);
  }
  const [variant, text] = await callAsync('error_async', `${at}.rejects`, []);
  assert.equal(variant, 'JavaScript');
  assert.match(text, /^the page rejects\n/);
});

test('things that are thrown and are no errors', async (t) => {
  const { call, callAsync } = await connect(t);
  const cases = [
    ['text', /^text$/],
    [null, /^null$/],
    [undefined, /^(undefined|null)$/],
    [5, /^5$/],
    [5n, /^5$/],
    [{ a: 1 }, /^\[object Object\]$/],
  ];
  for (const [what, expected] of cases) {
    const at = page({
      throws: () => {
        throw what;
      },
    });
    for (const [variant, text] of [
      call('error_sync', `${at}.throws`, []),
      await callAsync('error_async', `${at}.throws`, []),
    ]) {
      assert.equal(variant, 'JavaScript');
      assert.match(text, expected);
    }
  }
  for (const what of [
    Object.create(null),
    Symbol('s'),
    new Proxy({}, { getPrototypeOf: () => assert.fail('looked'), get: () => assert.fail('looked') }),
  ]) {
    const at = page({
      throws: () => {
        throw what;
      },
    });
    assert.equal(call('error_sync', `${at}.throws`, [])[0], 'JavaScript');
  }
  assert.equal(call('Add', 1, 2), 3);
});

test('errors of calls that cannot succeed', async (t) => {
  const { call, callAsync } = await connect(t);
  const at = page(members());
  for (const [method, wait] of [
    ['error_sync', call],
    ['error_async', callAsync],
  ]) {
    assert.deepEqual((await wait(method, `${at}.echo`, ['text']))[0], 'Result');
    assert.match((await wait(method, `${at}.nowhere`, []))[1], /The value '.*nowhere' is not a function/);
    assert.match(
      (await wait(method, `${at}.missing.nowhere`, []))[1],
      /Could not find '.*missing.nowhere' \('missing' was undefined\)/,
    );
    assert.match((await wait(method, `${at}.inner`, []))[1], /is not a function/);
    assert.match((await wait(method, '', []))[1], /./);
  }
  assert.deepEqual(call('error_of_arguments'), [
    'Arguments',
    'The arguments of a JavaScript interop call cannot be written: expected a tuple, such as `(value,)`',
  ]);
  assert.match(
    (await callAsync('error_async', `${at}.echo`, ['text']))[1],
    /^An exception occurred executing JS interop: expected i32, got/,
  );
});

test('results that cannot be written fail their call', async (t) => {
  const { call, callAsync } = await connect(t);
  const circular = {};
  circular.circular = circular;
  for (const result of [circular, Symbol(), { toJSON: () => assert.fail('no JSON') }]) {
    const at = page({ give: () => result });
    assert.equal(call('error_sync', `${at}.give`, [])[0], 'JavaScript');
    assert.equal((await callAsync('error_async', `${at}.give`, []))[0], 'JavaScript');
  }
  const giver = page({ give: () => () => 1 });
  assert.equal(call('error_sync', `${giver}.give`, [])[0], 'Result', 'a function is sent, but is no value of JSON');
  assert.equal((await callAsync('error_async', `${giver}.give`, []))[0], 'Result');
  const at = page({ undefined: () => undefined });
  assert.equal(call('call_sync', `${at}.undefined`, []), null);
  assert.equal(await callAsync('call', `${at}.undefined`, []), null);
  assert.equal(call('Add', 1, 2), 3);
});

test('a promise is not awaited by a synchronous call', async (t) => {
  const { call } = await connect(t);
  assert.throws(() => call('call_sync', `${page(members())}.later`, [1]), /A Promise cannot be sent/);
});

test("a call that wants no answer is made, and its error is the page's", async (t) => {
  const errors = t.mock.method(console, 'error', () => {});
  const { call } = await connect(t);
  const heard = [];
  const at = page({ hear: (text) => heard.push(text), ...members() });
  call('send', `${at}.hear`, ['once']);
  assert.deepEqual(heard, ['once'], 'before invokeMethod returns');
  call('send', `${at}.fails`, []);
  await new Promise(setImmediate);
  assert.equal(errors.mock.calls[0].arguments[0].message, 'the page fails');
});

test('messages keep their order', async (t) => {
  const { call, callAsync } = await connect(t);
  const heard = [];
  const at = page({ hear: (text) => void heard.push(text) });
  call('send_call_send', `${at}.hear`);
  assert.deepEqual(heard.splice(0), ['sent first', 'called', 'sent last']);
  await callAsync('send_call_send_async', `${at}.hear`);
  assert.deepEqual(heard.splice(0), ['sent first', 'called', 'sent last']);
  // Calls start in the order in which they are made, and a synchronous one does not wait for those that do.
  const later = callAsync('send_call_send_async', `${at}.hear`);
  call('send', `${at}.hear`, ['sync']);
  await later;
  assert.deepEqual(heard.splice(0), ['sent first', 'called', 'sync', 'sent last']);
});

test('two sides that answer each other without an end leave the page its turn', async (t) => {
  const { call } = await connect(t);
  let answers = 0;
  let isOver = false;
  const at = page({
    answer() {
      answers += 1;
      return isOver || call('send', `${at}.answer`, []);
    },
  });
  call('send', `${at}.answer`, []);
  const before = answers;
  await new Promise((resolve) => setTimeout(resolve));
  isOver = true;
  assert.ok(before > 1 && answers > before, `${before}, ${answers}`);
  assert.equal(call('Add', 1, 2), 3);
});

test('byte arrays beyond the limit fail the call that brings them, synchronous or not', async (t) => {
  const { call, callAsync } = await connect(t, { maxArgumentBytes: 1000 });
  const at = page({ large: () => [new Uint8Array(1001)], small: () => [new Uint8Array(1000)] });
  for (const error of [
    thrown(() => call('bytes_through_javascript', `${at}.large`, [])),
    await rejection(callAsync('bytes_through_javascript_async', `${at}.large`, [])),
  ]) {
    assert.match(error.message, /1000 bytes|maxArgumentBytes|max_argument_bytes/);
  }
  assert.equal(call('bytes_through_javascript', `${at}.small`, [])[0].length, 1000);
});
