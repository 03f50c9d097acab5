// Clients with a defect: functions that are missing, throw, answer nonsense, or call the module at the wrong moment.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connectRaw, isOurs, serves, thrown } from './support/raw-client.js';

const FUNCTIONS = [
  'reply',
  'fail',
  'invoke',
  'invokeSync',
  'bytes',
  'open',
  'grant',
  'stop',
  'chunk',
  'end',
  'schedule',
  'sleep',
  'cancelSleep',
  'closed',
];

/** Does what makes the module call every function of its client. */
async function useEverything(client) {
  const { circuit, exports } = client;
  const attempts = [
    () => client.invoke('Add', 1, 2),
    () => client.call(1, 'Tests', 'Add', '[1,2]'),
    () => client.call(2, 'Tests', 'nowhere'),
    () => client.call(3, 'Tests', 'add_later', '[1,2]'),
    () => client.invoke('call_sync', 'f', []),
    () => client.bytes([1, 2]),
    () => client.invokeJson('Tests', 'Echo', '[{"__byte[]":0}]'),
    () => client.call(4, 'Tests', 'wait_for', '["f",1]'),
    () => client.run(),
    () => exports.wake(circuit, 1),
    () => client.result([2, true, 'x']),
    () => client.call(5, 'Tests', 'read_beginning', '[{"__jsStreamReferenceLength":100000,"__jsObjectId":5},40000]'),
    () => client.run(),
    () => client.chunk(0, 0, new Uint8Array(32768)),
    () => client.run(),
    () => client.chunk(0, 1, new Uint8Array(32768)),
    () => client.run(),
    () => exports.claim(circuit, client.invoke('stream', 10).__dotNetStream, 5),
    () => client.run(),
    () => exports.close(circuit),
  ];
  for (const attempt of attempts) {
    try {
      attempt();
    } catch (error) {
      assert.ok(isOurs(error), error?.stack);
    }
    await Promise.resolve();
  }
}

test('the attempts of this file reach every function', async () => {
  const client = await connectRaw();
  const reached = new Set(['schedule']);
  await useEverything(client);
  client.heard.forEach(([name]) => reached.add(name));
  assert.deepEqual([...reached].sort(), [...FUNCTIONS].sort());
});

test('a client that lacks a function', async (t) => {
  t.mock.method(console, 'error', () => {});
  for (const name of FUNCTIONS) {
    await useEverything(await connectRaw({ functions: { [name]: undefined } }));
    await serves();
  }
});

test('a client that throws', async (t) => {
  const errors = t.mock.method(console, 'error', () => {});
  for (const name of FUNCTIONS) {
    for (const what of [new Error('my defect'), 'my defect', null, undefined, 5n, Symbol('s'), Object.create(null)]) {
      const fails = () => {
        throw what;
      };
      await useEverything(await connectRaw({ functions: { [name]: fails } }));
    }
    await serves();
  }
  const texts = errors.mock.calls.map(({ arguments: [text] }) => text);
  assert.ok(
    texts.some((text) => /the client of a circuit threw: my defect/.test(text)),
    'its developer is told',
  );
});

test('a client whose functions cannot even be looked up', async (t) => {
  t.mock.method(console, 'error', () => {});
  const client = await connectRaw();
  const traps = new Proxy(
    {},
    {
      get() {
        throw new Error('no look');
      },
    },
  );
  const circuit = client.exports.connect(traps);
  assert.equal(JSON.parse(client.exports.welcome(circuit)).detailedErrors, true);
  client.exports.close(circuit);
  await serves();
});

test('a client that is none', async () => {
  const { exports } = await connectRaw();
  for (const client of [undefined, null, 1, 'text', true, 1n, Symbol('s')]) {
    assert.equal(thrown(() => exports.connect(client)).code, 'protocol_violation');
  }
  await serves();
});

test('a synchronous call to JavaScript that answers nonsense fails by itself', async (t) => {
  t.mock.method(console, 'error', () => {});
  const answers = [
    5,
    {},
    [],
    true,
    1n,
    Symbol('s'),
    () => '1',
    Promise.resolve('1'),
    '',
    '{',
    '1 2',
    'undefined',
    '\ud800',
    '['.repeat(100000),
    'x'.repeat(1 << 20),
  ];
  for (const answer of answers) {
    const client = await connectRaw({ functions: { invokeSync: () => answer } });
    assert.equal(thrown(() => client.invoke('call_sync', 'f', [])).code, 'internal', String(answer));
    assert.equal(client.invoke('Add', 1, 2), 3);
  }
  for (const answer of ['1', '"text"', null, undefined]) {
    const client = await connectRaw({ functions: { invokeSync: () => answer } });
    assert.deepEqual(client.invoke('call_sync', 'f', []), JSON.parse(answer ?? 'null'));
  }
});

test('a client that calls back at once, from every function', async (t) => {
  t.mock.method(console, 'error', () => {});
  for (const name of FUNCTIONS) {
    for (const back of [
      (client) => client.run(),
      (client) => client.invoke('Add', 1, 2),
      (client) => client.call((1000 + Math.random() * 1e6) | 0, 'Tests', 'AddAsync', '[1,2]'),
      (client) => client.bytes([1]),
      (client) => client.exports.wake(client.circuit, 1),
      (client) => client.exports.cancel(client.circuit, 3),
      (client) => client.exports.close(client.circuit),
    ]) {
      let calls = 0;
      let client = null;
      const functions = {
        [name](...args) {
          client?.heard.push([name, ...args]);
          // Not indefinitely: a client may keep itself busy for any time.
          if (client?.circuit && calls++ < 20) {
            try {
              back(client);
            } catch (error) {
              assert.ok(isOurs(error), `${name}: ${back}: ${error?.stack}`);
            }
          }
          return null;
        },
      };
      client = await connectRaw({ functions });
      await useEverything(client);
    }
    await serves();
  }
});

test('a circuit that is closed from inside of a call ends after it', async () => {
  const ways = [(client) => client.exports.close(client.circuit), (client) => client.invokeJson('Tests', 'close')];
  for (const close of ways) {
    const client = await connectRaw({
      functions: {
        invokeSync() {
          close(client);
          assert.deepEqual(client.take('closed'), [], 'not while Rust is in the middle of it');
          return '1';
        },
      },
    });
    assert.equal(client.invoke('call_sync', 'f', []), 1);
    assert.equal(client.take('closed').length, 1);
    assert.equal(thrown(() => client.invoke('Add', 1, 2)).code, 'disconnected');
  }
  await serves();
});

test('a client that never runs what is scheduled harms only itself', async () => {
  const client = await connectRaw({ functions: { schedule() {} } });
  client.call(1, 'Tests', 'add_later', '[1,2]');
  await new Promise(setImmediate);
  assert.deepEqual(client.take(), []);
  assert.equal(client.invoke('Add', 1, 2), 3);
  client.exports.close(client.circuit);
  assert.equal(client.take('closed').length, 1);
  await serves();
});
