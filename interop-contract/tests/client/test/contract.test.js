// A client knows whether the host has the contract that it was generated for.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { connect, connectWasm } from 'interop-js';
import { WebSocket } from 'ws';
import { checkContract, contract, hash } from '../interop/shop.js';
import { server, serverUrl, wasmModule } from './hosts.js';

for (const [announced, expected] of [
  [hash, 'same'],
  ['0'.repeat(64), 'different'],
  [undefined, 'unknown'],
]) {
  test(`a contract that is ${expected} is told apart when the connection opens`, async (t) => {
    const connection = await server(t, announced);
    const told = [];
    checkContract(connection, (assembly) => told.push(assembly));
    const [{ detail }] = await once(connection, 'connected');
    assert.equal(contract(detail), expected);
    assert.deepEqual(told, expected === 'different' ? ['Shop'] : []);
  });
}

test('a program computes its own contract, and serves it', async (t) => {
  const url = await serverUrl(t, 'own');
  const connection = connect(url, { WebSocket });
  t.after(() => connection.close());
  const [{ detail }] = await once(connection, 'connected');
  assert.equal(contract(detail), 'same');
  const served = await fetch(`${url}/contract.json`);
  assert.equal(await served.text(), await readFile(new URL('../contract.json', import.meta.url), 'utf8'));
});

test('a module announces its contract too', async (t) => {
  const connection = connectWasm(await wasmModule());
  t.after(() => connection.close());
  const told = [];
  checkContract(connection, (assembly) => told.push(assembly));
  const [{ detail }] = await once(connection, 'connected');
  assert.equal(contract(detail), 'same');
  assert.deepEqual(told, []);
});

test('a page is loaded again once, and then warned', async (t) => {
  const stored = new Map();
  let loads = 0;
  globalThis.sessionStorage = { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value) };
  globalThis.location = { reload: () => loads++ };
  t.after(() => {
    delete globalThis.sessionStorage;
    delete globalThis.location;
  });
  const warn = t.mock.method(console, 'warn', () => {});
  const page = async (announced) => {
    const connection = new EventTarget();
    checkContract(connection, 'reload');
    connection.dispatchEvent(Object.assign(new Event('connected'), { detail: { contract: { Shop: announced } } }));
    return [loads, warn.mock.callCount()];
  };
  assert.deepEqual(await page(hash), [0, 0]);
  assert.deepEqual(await page('a'), [1, 0]);
  assert.deepEqual(await page('a'), [1, 1], 'the same again');
  assert.deepEqual(await page('b'), [2, 1], 'the next deployment');
  delete globalThis.sessionStorage;
  assert.deepEqual(await page('c'), [2, 2], 'without storage');
});

test('another contract is a warning unless the application says otherwise', async (t) => {
  const connection = await server(t, '0'.repeat(64));
  const warn = t.mock.method(console, 'warn', () => {});
  checkContract(connection);
  await once(connection, 'connected');
  assert.match(warn.mock.calls[0].arguments[0], /'Shop' was generated for another version/);
});
