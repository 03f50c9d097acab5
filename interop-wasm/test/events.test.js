// Events from Rust in the page, groups of several circuits, and the end of a circuit.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DotNet } from '../../interop-js/src/index.js';
import { connect } from './support/connection.js';

test('events are delivered in order, before the call that has sent them returns', async (t) => {
  const { call, onEvent } = await connect(t);
  const heard = [];
  t.after(DotNet.on('announced', (...args) => heard.push(args)));
  onEvent('announced', (number) => heard.push(`own ${number}`));
  t.after(() => delete globalThis.called);
  globalThis.called = () => heard.push('called');
  assert.equal(call('announce', 'announced', { a: '__byte[]' }), 'sent');
  const array = new Uint8Array([7, 8]);
  assert.deepEqual(heard, ['own 1', [1, { a: '__byte[]' }, array], 'called', 'own 2', [2]]);
  assert.equal(call('announce', 'nobody listens', null), 'sent');
  assert.equal(call('Add', 2, 40), 42);
});

test('the circuits of an instance share their groups', async (t) => {
  const [first, second, third] = [await connect(t), await connect(t), await connect(t)];
  const heard = [];
  for (const [name, connection] of Object.entries({ first, second, third })) {
    connection.onEvent('told', (value) => heard.push([name, value]));
  }
  const group = 'any \u0000 name 🦀';
  first.call('join_group', group);
  second.call('join_group', group);
  first.call('join_group', group);
  await third.callAsync('send_to_group', group, [1]);
  await new Promise(setImmediate);
  // Members are sent to in no particular order.
  assert.deepEqual([...heard].sort(), [['first', [1]], ['second', [1]]]);
  second.close();
  third.call('send_to_group', group, 2);
  await new Promise(setImmediate);
  assert.deepEqual(heard.slice(2), [['first', 2]]);
});

test('a circuit is listed until it ends, and its end has a hook', async (t) => {
  const first = await connect(t);
  const before = first.call('circuit_count');
  const second = await connect(t);
  assert.equal(first.call('circuit_count'), before + 1);
  second.call('note_end');
  second.close();
  assert.equal(first.call('circuit_count'), before);
  assert.equal(first.call('noted_ends').at(-1), 'closed by the client');
});

test('an event whose handler throws harms nothing', async (t) => {
  const { call, onEvent } = await connect(t);
  const errors = t.mock.method(console, 'error', () => {});
  onEvent('announced', () => {
    throw new Error('a handler');
  });
  t.after(() => delete globalThis.called);
  globalThis.called = () => {};
  assert.equal(call('announce', 'announced', 1), 'sent');
  assert.equal(call('Add', 2, 40), 42);
  await new Promise(setImmediate);
  assert.deepEqual(errors.mock.calls.map(({ arguments: [error] }) => error.message), ['a handler', 'a handler']);
});
