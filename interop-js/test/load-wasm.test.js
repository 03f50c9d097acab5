// Loading a module by its URL, and what takes its place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWasm } from '../src/index.js';

const script = (query) => new URL(`support/loadable-module.js?${query}`, import.meta.url).href;
const queryOf = (connection) => connection.invokeMethod('A', 'Query');

test('a module is imported, initialized and connected', async (t) => {
  const connection = await loadWasm(script('first'));
  t.after(() => connection.close());
  assert.deepEqual([connection.state, queryOf(connection)], ['connected', 'first=']);
});

test('calls with the same URL share an instance', async (t) => {
  const url = script('shared');
  const [connection, other] = await Promise.all([loadWasm(url), loadWasm(new URL(url))]);
  t.after(() => connection.close());
  assert.equal(connection, other);
  assert.equal(await loadWasm(url, { fallback: 'server' }), connection);
});

test('after the end of an instance, the same connection gets a fresh one', async (t) => {
  t.mock.method(console, 'error', () => {});
  const url = script('mortal');
  const connection = await loadWasm(url);
  t.after(() => connection.close());
  for (const [last, next] of [['', '&instance=1'], ['&instance=1', '&instance=2']]) {
    const { panic } = await import(url + last);
    assert.throws(panic);
    await new Promise(setImmediate);
    assert.equal(connection.state, 'closed');
    assert.equal(await loadWasm(url), connection);
    assert.deepEqual([connection.state, queryOf(connection)], ['connected', `mortal=${next}`]);
  }
});

for (const url of [script('broken'), new URL('support/no-such-module.js', import.meta.url)]) {
  test(`${String(url).split('/').at(-1)} cannot be loaded, so that its fallback is used`, async (t) => {
    const warnings = [];
    t.mock.method(console, 'warn', (...texts) => warnings.push(texts));
    const fallback = { server: true };
    assert.equal(await loadWasm(url, { fallback }), fallback);
    assert.match(warnings[0][0], /cannot be loaded/);
    assert.ok(warnings[0][1] instanceof Error);
    await assert.rejects(loadWasm(url), /broken|no-such-module/);
    assert.equal(warnings.length, 1);
  });
}

test('without a URL the fallback is used, and a missing fallback is an error', async () => {
  for (const nothing of [undefined, null]) {
    assert.equal(await loadWasm(nothing, { fallback: 'server' }), 'server');
    await assert.rejects(loadWasm(nothing));
  }
});
