// The public npm package `@microsoft/dotnet-js-interop`, unmodified, drives the module through a thin adapter.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { connect } from './adapter/dotnet-js-interop.js';
import { instantiate } from './support/module.js';

let app;
let adapter;
let DotNet;
before(async () => {
  // The package wants a window.
  globalThis.window = globalThis;
  ({ DotNet } = await import('@microsoft/dotnet-js-interop'));
  app = await instantiate();
  app.configure(JSON.stringify({ detailedErrors: true, maxArgumentBytes: 1 << 20 }));
  adapter = connect(DotNet, app.interop);
  globalThis.client = {
    echo: (...args) => args,
    later: async (value) => [value, 'later'],
    fails: () => {
      throw new TypeError('the page fails');
    },
    reverse: (arrays) => arrays.map((array) => array.slice().reverse()),
    add: (a, b) => DotNet.invokeMethod('Tests', 'Add', a, b),
    give: () => new Uint8Array(100_000).map((_, i) => i % 251),
    take: async (offered) => (await offered.arrayBuffer()).byteLength,
    Point: class {
      constructor(x, y) {
        Object.assign(this, { x, y });
      }

      sum() {
        return this.x + this.y;
      }
    },
    value: 5,
  };
  globalThis.below = (levels, text, data) => DotNet.invokeMethod('Tests', 'level', levels, text, data);
});
after(async () => {
  const waiting = assert.rejects(callAsync('never'), { message: 'closed by the client' });
  assert.equal(await adapter.close(), 'closed by the client');
  await waiting;
});

const call = (...args) => DotNet.invokeMethod('Tests', ...args);
const callAsync = (...args) => DotNet.invokeMethodAsync('Tests', ...args);

test('static methods, synchronously and asynchronously', async () => {
  assert.equal(call('Add', 2, 40), 42);
  assert.equal(call('echo_text', 'Zoë 🦀'), 'Zoë 🦀');
  assert.equal(await callAsync('Add', 2, 40), 42);
  assert.equal(await callAsync('add_later', 2, 40), 42);
  assert.equal(call('nothing'), null);
});

test('objects, by reference both ways', async () => {
  const counter = call('counter', 5);
  assert.equal(counter.invokeMethod('increment', 1), 6);
  assert.equal(await counter.invokeMethodAsync('increment_later', 1), 7);
  assert.equal(counter.invokeMethod('add_other', counter), 14);
  counter.dispose();
  assert.throws(() => counter.invokeMethod('increment', 1), /There is no tracked object with id/);
});

test('errors', async () => {
  assert.throws(() => call('order', 3), { message: 'only 2 left', code: 'out_of_stock' });
  await assert.rejects(callAsync('order', 3), { message: 'only 2 left' });
  assert.throws(() => call('add_later', 1, 2), /Use invokeMethodAsync instead of invokeMethod/);
  await assert.rejects(callAsync('nowhere'), /does not contain a public invokable method/);
  const circular = {};
  circular.circular = circular;
  assert.throws(() => call('echo_value', circular), TypeError);
  assert.equal(call('Add', 1, 2), 3);
});

test('byte arrays, at any depth', async () => {
  const data = new Uint8Array([1, 2, 3]);
  assert.deepEqual(call('Echo', data), data);
  assert.deepEqual(await callAsync('echo_async', data), data);
  const parcel = { label: 'l', parts: [data, new Uint8Array()], by_name: { a: data }, inner: null };
  assert.deepEqual(call('echo_parcel', parcel), parcel);
  const large = new Uint8Array(1_000_000).fill(7);
  assert.ok(Buffer.compare(call('Echo', large), large) === 0);
});

test('Rust calls JavaScript, asynchronously', async () => {
  assert.deepEqual(await callAsync('call', 'client.echo', [1, 'two', null]), [1, 'two', null]);
  assert.deepEqual(await callAsync('call', 'client.later', [1]), [1, 'later']);
  assert.equal(await callAsync('construct_and_call', 'client.Point', [1, 2], 'sum'), 3);
  assert.equal(await callAsync('get', 'client.value'), 5);
  assert.match((await callAsync('error_async', 'client.fails', []))[1], /^the page fails/);
  assert.deepEqual(await callAsync('bytes_through_javascript_async', 'client.reverse', [new Uint8Array([1, 2])]), [
    new Uint8Array([2, 1]),
  ]);
});

test('Rust calls JavaScript, synchronously', () => {
  assert.deepEqual(call('call_sync', 'client.echo', [1, 'two', null]), [1, 'two', null]);
  assert.equal(call('call_sync', 'client.add', [1, 2]), 3);
  assert.equal(call('construct_and_call_sync', 'client.Point', [1, 2], 'sum'), 3);
  call('set_sync', 'client.value', 6);
  assert.equal(call('get_sync', 'client.value'), 6);
  assert.match(call('error_sync', 'client.fails', [])[1], /^the page fails/);
  assert.deepEqual(call('bytes_through_javascript', 'client.reverse', [new Uint8Array([1, 2])]), [
    new Uint8Array([2, 1]),
  ]);
});

test('objects of JavaScript that Rust holds', () => {
  const reference = DotNet.createJSObjectReference({ value: 3, twice: (number) => number * 2 });
  assert.equal(call('object_call_sync', reference, 'twice', [4]), 8);
  assert.equal(call('object_get_sync', reference, 'value'), 3);
  DotNet.disposeJSObjectReference(reference);
});

test('calls can be nested, with texts and byte arrays', () => {
  const [text, data] = call('level', 4, 'x', new Uint8Array([1]));
  assert.equal(text, 'x>>>>><<<<');
  assert.equal(data.length, 10);
});

test('streams, both ways', async () => {
  assert.equal((await call('stream', 1_000_000).arrayBuffer()).byteLength, 1_000_000);
  assert.equal((await (await callAsync('stream_async', 100)).arrayBuffer()).byteLength, 100);
  const data = new Uint8Array(1_000_000).map((_, i) => i % 251);
  const summary = { length: 1_000_000, intact: true };
  assert.deepEqual(await callAsync('read_stream', DotNet.createJSStreamReference(data), 1_000_000), summary);
  assert.deepEqual(await callAsync('fetch_stream', 'client.give'), { length: 100_000, intact: true });
  assert.equal(await callAsync('pass_stream', 'client.take', 100_000), 100_000);
  const beginning = await callAsync('read_beginning', DotNet.createJSStreamReference(data), 3);
  assert.deepEqual([...beginning], [0, 1, 2]);
});

test('functions, which the package passes by reference', async () => {
  const add = DotNet.createJSObjectReference((a, b) => a + b);
  assert.equal(await callAsync('add_with', add, 40, 2), 42);
  assert.equal(call('add_with_sync', DotNet.createJSObjectReference((a, b) => a + b), 40, 2), 42);
  const done = [];
  await callAsync('work_with', { on_done: [DotNet.createJSObjectReference((text) => void done.push(text))] });
  assert.deepEqual(done, ['done']);
  // They belonged to Rust.
  assert.match((await callAsync('add_with', add, 1, 2).catch((error) => error)).message, /does not exist/);
});
