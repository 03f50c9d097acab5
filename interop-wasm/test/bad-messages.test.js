// Messages that break the protocol close their circuit; those that only fail do not; and no other client notices either.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connectRaw, serves, thrown } from './support/raw-client.js';

test('what breaks the protocol closes the circuit and says why, and harms no other', async () => {
  const bystander = await connectRaw();
  bystander.call(1, 'Tests', 'turns', '[50]');
  const cases = [
    ['a byte array out of order', (client) => client.exports.bytes(client.circuit, 1, 0), /'1' cannot be added/],
    [
      'a byte array twice',
      (client) => {
        client.bytes([1], [2]);
        client.exports.bytes(client.circuit, 1, 0);
      },
      /'1' cannot be added/,
    ],
    [
      'a call id that is in use',
      (client) => {
        client.call(5, 'Tests', 'never');
        client.call(5, 'Tests', 'Add', '[1,2]');
      },
      /already a pending call with ID 5/,
    ],
    ['an answer that is no array', (client) => client.result('{}'), /Invalid interop arguments/],
    ['an answer that is nothing', (client) => client.exports.result(client.circuit, 0), /Invalid interop arguments/],
    ['an answer without an id', (client) => client.result('["2",true,1]'), /Invalid interop arguments/],
    [
      'an answer that is cut',
      (client) => {
        client.call(1, 'Tests', 'call', '["f",[]]');
        client.run();
        client.result('[2,true,');
      },
      /Invalid interop arguments/,
    ],
    [
      'an answer that neither succeeded nor failed',
      (client) => {
        client.call(1, 'Tests', 'call', '["f",[]]');
        client.run();
        client.result('[2,1,1]');
      },
      /Invalid interop arguments/,
    ],
    ['a chunk of no stream', (client) => client.chunk(0, 0, new Uint8Array(1)), /no stream 0/],
    [
      'a chunk out of sequence',
      (client) => {
        openStream(client);
        client.chunk(0, 1, new Uint8Array(1));
      },
      /out of sequence/,
    ],
    [
      'a chunk twice',
      (client) => {
        openStream(client);
        client.chunk(0, 0, new Uint8Array(1));
        client.chunk(0, 0, new Uint8Array(1));
      },
      /out of sequence/,
    ],
    [
      'a chunk that is too large',
      (client) => {
        openStream(client);
        client.chunk(0, 0, new Uint8Array(32769));
      },
      /too large/,
    ],
    [
      'more chunks than were asked for',
      (client) => {
        openStream(client);
        for (let sequence = 0; sequence < 5; sequence++) {
          client.chunk(0, sequence, new Uint8Array(1));
        }
      },
      /more chunks arrived than were granted/,
    ],
  ];
  for (const [name, action, reason] of cases) {
    const client = await connectRaw();
    const error = thrown(() => action(client));
    assert.equal(error.code, 'protocol_violation', name);
    assert.match(error.message, reason, name);
    const [, closed] = await client.next('closed');
    assert.match(closed, reason, name);
    assert.equal(thrown(() => client.invoke('Add', 1, 2)).code, 'disconnected', name);
    await serves();
  }
  assert.deepEqual(await bystander.next('reply'), ['reply', 1, '50']);
});

function openStream(client) {
  client.call(1, 'Tests', 'read_stream', '[{"__jsStreamReferenceLength":1000000,"__jsObjectId":5},1000000]');
  // Without a turn of the reader's, nothing is taken out.
  client.exports.cancel(client.circuit, 77);
}

test('byte arrays whose length is no truth are refused', async () => {
  const client = await connectRaw();
  client.write(new Uint8Array(10));
  for (const length of [70000, 2 ** 31, 2 ** 32 - 1, -1]) {
    assert.equal(thrown(() => client.exports.bytes(client.circuit, 0, length)).code, 'protocol_violation');
    assert.equal(thrown(() => client.exports.chunk(client.circuit, 0, 0, length)).code, 'protocol_violation');
  }
  assert.equal(client.invoke('Add', 1, 2), 3);
});

test('byte arrays beyond the limit fail the call that follows, and no other', async () => {
  const client = await connectRaw({ options: { maxArgumentBytes: 100 } });
  client.bytes(new Uint8Array(101), [1]);
  assert.equal(thrown(() => client.invokeJson('Tests', 'sum', '[{"__byte[]":0}]')).code, 'limit_exceeded');
  client.bytes(...Array.from({ length: 26 }, () => []));
  assert.equal(thrown(() => client.invokeJson('Tests', 'sum', '[{"__byte[]":0}]')).code, 'limit_exceeded');
  client.bytes([1, 2]);
  assert.equal(client.invokeJson('Tests', 'sum', '[{"__byte[]":0}]'), '3');
});

test('byte arrays of a call that fails belong to no other', async () => {
  const client = await connectRaw();
  for (const fail of [
    () => client.invokeJson('Tests', 'nowhere'),
    () => client.invokeJson(null, 'increment', '[1]', 99),
    () => client.invokeJson('Tests', 'Add', '[1]'),
  ]) {
    client.bytes([1, 2]);
    thrown(fail);
    assert.equal(thrown(() => client.invokeJson('Tests', 'sum', '[{"__byte[]":0}]')).code, 'invalid_arguments');
  }
});

test('an answer that is repeated, late, or not expected is ignored', async () => {
  const client = await connectRaw();
  client.call(1, 'Tests', 'call', '["f",[]]');
  await client.next('invoke');
  client.result([2, true, 1]);
  client.result([2, true, 2]);
  client.result([99, true, 2]);
  client.result([2]);
  assert.deepEqual(await client.next('reply'), ['reply', 1, '1']);
  assert.equal(client.invoke('Add', 1, 2), 3);
});

test('limits: calls in flight, objects, streams, the reply', async () => {
  const options = { maxCallsInFlight: 1, maxObjects: 1, maxStreams: 1, maxReplyBytes: 100 };
  const client = await connectRaw({ options });
  client.call(1, 'Tests', 'never');
  client.call(2, 'Tests', 'never');
  assert.match(JSON.parse((await client.next('fail'))[2]).message, /max_calls_in_flight/);
  client.invoke('counter', 1);
  assert.match(thrown(() => client.invoke('counters', 1)).message, /max_objects/);
  client.invoke('stream', 1);
  assert.match(thrown(() => client.invoke('stream', 1)).message, /max_streams/);
  assert.match(thrown(() => client.invoke('filled', 101, 1)).message, /max_reply_bytes/);
  assert.match(thrown(() => client.invoke('echo_text', 'x'.repeat(99))).message, /max_reply_bytes/);
  assert.equal(client.invoke('object_count'), 1, 'what was refused takes no room');
});
