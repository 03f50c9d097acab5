// Calls that wait: timeouts, cancellation, and what is given back.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, eventually, page, rejection } from './support/connection.js';

test('a call to JavaScript times out, by its own time and by that of the options', async (t) => {
  const { callAsync } = await connect(t, { jsCallTimeout: 30 });
  const at = page({ never: () => new Promise(() => {}), soon: async () => 'soon' });
  assert.equal(await callAsync('wait_for', `${at}.soon`, 1000), 'soon');
  assert.match((await rejection(callAsync('wait_for', `${at}.never`, 1))).message, /never' timed out after 1ms/);
  assert.match((await rejection(callAsync('ask', `${at}.never`))).message, /never' timed out after 30ms/);
});

test('an answer that comes too late is ignored', async (t) => {
  const { callAsync } = await connect(t);
  let answer;
  const at = page({ late: () => new Promise((resolve) => (answer = resolve)) });
  await rejection(callAsync('wait_for', `${at}.late`, 1));
  answer('late');
  assert.equal(await callAsync('add_later', 1, 2), 3);
});

test('a stream from JavaScript without data times out', async (t) => {
  const { callAsync } = await connect(t, { jsCallTimeout: 20 });
  class Stuck extends Blob {
    get size() {
      return 10;
    }

    stream() {
      return new ReadableStream({});
    }

    slice() {
      return this;
    }

    arrayBuffer() {
      return new Promise(() => {});
    }
  }
  const at = page({ give: () => new Stuck() });
  const error = await rejection(callAsync('fetch_stream', `${at}.give`));
  assert.match(error.message, /Did not receive any data in the allotted time/);
});

test('a signal cancels a call: the promise rejects at once, and Rust lets go of its future', async (t) => {
  const connection = await connect(t);
  const before = connection.call('given_up');
  const abort = new AbortController();
  const call = connection.withSignal(abort.signal).invokeMethodAsync('Tests', 'never');
  assert.equal(connection.call('calls_in_flight'), 1);
  abort.abort();
  assert.equal((await rejection(call)).name, 'AbortError');
  await eventually(() => connection.call('given_up') === before + 1);
  assert.equal(connection.call('calls_in_flight'), 0);
});

test('a signal that was aborted already lets nothing through', async (t) => {
  const connection = await connect(t);
  const call = connection.withSignal(AbortSignal.abort()).invokeMethodAsync('Tests', 'never');
  assert.equal((await rejection(call)).name, 'AbortError');
  assert.equal(connection.call('calls_in_flight'), 0);
});

test('closing lets go of futures, objects and streams', async (t) => {
  const connection = await connect(t);
  const other = await connect(t);
  const before = ['given_up', 'counters_dropped'].map((method) => other.call(method));
  const calls = Array.from({ length: 5 }, () => rejection(connection.callAsync('never')));
  const counters = connection.call('counters', 7);
  const closed = new Promise((resolve) => connection.addEventListener('closed', resolve));
  connection.close();
  await closed;
  for (const error of await Promise.all(calls)) {
    assert.equal(error.code, 'disconnected');
  }
  assert.deepEqual(
    ['given_up', 'counters_dropped'].map((method) => other.call(method)),
    [before[0] + 5, before[1] + 7],
  );
  assert.equal((await rejection(counters[0].invokeMethodAsync('increment', 1))).code, 'disconnected');
  assert.equal(connection.state, 'closed');
});

test('objects that JavaScript lets go of are given back', async (t) => {
  const { call } = await connect(t);
  const before = call('counters_dropped');
  (() => void call('counters', 100))();
  const kept = call('counter', 1);
  kept.invokeMethod('same');
  assert.equal(call('object_count'), 101);
  await eventually(() => call('object_count') === 1);
  assert.equal(call('counters_dropped'), before + 100);
  assert.equal(kept.invokeMethod('increment', 1), 2, 'what is still held is still there');
});

test("an object that Rust keeps outlives JavaScript's reference", async (t) => {
  const { call } = await connect(t);
  (() => void call('keep', call('counter', 5)))();
  await eventually(() => call('object_count') === 0);
  assert.equal(call('kept').invokeMethod('increment', 1), 6);
});

test('results for which no call waits any more are released', async (t) => {
  const connection = await connect(t);
  const abort = new AbortController();
  const at = page({ slow: async () => 'done' });
  const call = connection.withSignal(abort.signal).invokeMethodAsync('Tests', 'ask', `${at}.slow`);
  abort.abort();
  await rejection(call);
  await eventually(() => connection.call('calls_in_flight') === 0);
  assert.equal(connection.call('object_count'), 0);
});
