// However long it runs, the module's memory stays at its level.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connectWasm } from '../../interop-js/src/index.js';
import { connect, page, rejection } from './support/connection.js';
import { folderOf, instantiate } from './support/module.js';

/** Where there is an optimized module, it is faster. */
const variable = process.env.WASM_APP_RELEASE ? 'WASM_APP_RELEASE' : 'WASM_APP';
const app = await instantiate(folderOf(variable));

const CALLS = 1_000_000;
/** How many asynchronous calls are under way at once. */
const AT_ONCE = 100;

/**
 * Does something often, and checks that the memory is as large as it was after the first part of it.
 *
 * @param {(times: number) => any} action
 */
async function staysAtItsLevel(t, times, action) {
  const size = () => app.interop.memory().buffer.byteLength;
  await action(Math.max(times / 50, 10));
  const level = size();
  const start = performance.now();
  await action(times);
  t.diagnostic(`${times} in ${Math.round(performance.now() - start)} ms, ${level >> 10} KiB`);
  assert.equal(size(), level);
}

test(`${CALLS} calls with texts and byte arrays, synchronous and asynchronous`, async (t) => {
  const { call, callAsync } = await connect(t, {}, app);
  const texts = ['', 'a text', 'ü'.repeat(40), 'x'.repeat(200)];
  const arrays = [0, 1, 100, 300].map((length) => new Uint8Array(length));
  await staysAtItsLevel(t, CALLS / AT_ONCE, async (times) => {
    for (let round = 0; round < times; round++) {
      const [text, data] = [texts[round % 4], arrays[(round >> 2) % 4]];
      for (let i = 0; i < AT_ONCE * 0.4; i++) {
        call('echo_text', text);
        call('sum', data);
      }
      const waiting = [];
      for (let i = 0; i < AT_ONCE * 0.1; i++) {
        waiting.push(callAsync('turn_async', text, data), callAsync('AddAsync', i, i));
      }
      await Promise.all(waiting);
    }
  });
  assert.equal(call('calls_in_flight'), 0);
});

test('a large area that is never used, and a large result that was read, are freed soon', async (t) => {
  const { call } = await connect(t, {}, app);
  const { interop } = app;
  const size = () => interop.memory().buffer.byteLength;
  const large = 12 << 20;
  const address = interop.area(large);
  const level = size();
  await new Promise((resolve) => setImmediate(resolve));
  // Rust holds these bytes twice: they fit into where the area was.
  assert.equal(call('filled', large / 3, 7).length, large / 3);
  assert.equal(size(), level);

  await new Promise((resolve) => setImmediate(resolve));
  // Where exactly depends on what else was freed.
  assert.ok(interop.area(large) <= address);
  assert.equal(size(), level);
});

test('calls to JavaScript, waiting calls, objects, failures and streams', async (t) => {
  const { call, callAsync } = await connect(t, {}, app);
  const at = page({
    echo: (value) => value,
    later: async (value) => value,
    fails: () => {
      throw new Error('x'.repeat(100));
    },
  });
  await staysAtItsLevel(t, 3000, async (times) => {
    for (let i = 0; i < times; i++) {
      call('call_sync', `${at}.echo`, ['text']);
      call('bytes_through_javascript', `${at}.echo`, [new Uint8Array(100)]);
      call('error_sync', `${at}.fails`, []);
      await callAsync('call', `${at}.later`, ['text']);
      await callAsync('wait_for', `${at}.later`, 1000).catch(() => {});
      await callAsync('add_later', 1, 2);
      await rejection(callAsync('order', 3));
      const counter = call('counter', 1);
      counter.invokeMethod('increment', 1);
      counter.dispose();
      if (i % 10 === 0) {
        await call('stream', 100).arrayBuffer();
      }
    }
  });
  assert.equal(call('object_count'), 0);
});

test('1000 circuits that come and go, each with something left behind', async (t) => {
  await staysAtItsLevel(t, 1000, async (times) => {
    for (let i = 0; i < times; i++) {
      const connection = connectWasm(app);
      connection.invokeMethod('Tests', 'counters', 10);
      connection.invokeMethod('Tests', 'endless_stream');
      const never = rejection(connection.invokeMethodAsync('Tests', 'never'));
      const asks = rejection(connection.invokeMethodAsync('Tests', 'ask', 'setTimeout'));
      connection.close();
      await Promise.all([never, asks]);
    }
  });
});

test('large messages are given back', async (t) => {
  const { call, callAsync } = await connect(t, { maxArgumentBytes: 4 << 20 }, app);
  const data = new Uint8Array(3 << 20);
  const text = 'x'.repeat(300_000);
  await staysAtItsLevel(t, 10, async (times) => {
    for (let i = 0; i < times; i++) {
      call('Echo', data);
      await callAsync('echo_async', data);
      call('sum', data);
      assert.equal(call('echo_text', text).length, text.length);
    }
  });
});
