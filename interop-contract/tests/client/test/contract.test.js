// A client knows whether the host has the contract that it was generated for.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { checkContract, contract, hash } from '../interop/shop.js';
import { server } from './hosts.js';

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

test('another contract is a warning unless the application says otherwise', async (t) => {
  const connection = await server(t, '0'.repeat(64));
  const warn = t.mock.method(console, 'warn', () => {});
  checkContract(connection);
  await once(connection, 'connected');
  assert.match(warn.mock.calls[0].arguments[0], /'Shop' was generated for another version/);
});
