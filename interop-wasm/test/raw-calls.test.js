// Calls on the raw exports, as docs/wasm.md describes them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connectRaw, thrown } from './support/raw-client.js';

const json = ([name, id, text]) => [name, id, JSON.parse(text)];

test('a circuit has a number of its own, and says what it allows', async () => {
  const [one, other] = [
    await connectRaw(),
    await connectRaw({ options: { maxArgumentBytes: 100, detailedErrors: false } }),
  ];
  assert.notEqual(one.circuit, other.circuit);
  const { circuit, ...welcome } = JSON.parse(other.exports.welcome(other.circuit));
  assert.match(circuit, /^[0-9a-f]{32}$/);
  assert.notEqual(circuit, JSON.parse(one.exports.welcome(one.circuit)).circuit);
  assert.deepEqual(welcome, {
    limits: {
      maxArgumentBytes: 100,
      maxFrameBytes: (256 << 20) + 4096,
      maxNameBytes: 4096,
      maxCallsInFlight: 1024,
      maxJsonDepth: 32,
      chunkBytes: 32768,
      window: 4,
    },
    detailedErrors: false,
  });
});

test('a synchronous call returns the length of its result', async () => {
  const client = await connectRaw();
  assert.equal(client.invokeJson('Tests', 'Add', '[2,40]'), '42');
  assert.equal(client.invokeJson('Tests', 'echo_text', '["Zoë 🦀"]'), '"Zoë 🦀"');
  assert.equal(client.invokeJson('Tests', 'nothing', 'null'), 'null');
  assert.equal(client.invokeJson('Tests', 'nothing', ''), 'null');
});

test('texts of every length come through, and the memory may grow for them', async () => {
  const client = await connectRaw({ options: { maxArgumentBytes: 1 << 22 } });
  for (const length of [0, 1, 63, 64, 1000, 32767, 65536, 3 << 20]) {
    const text = 'ü'.repeat(length / 2);
    assert.ok(client.invoke('echo_text', text) === text, `${length} bytes`);
  }
});

test('an asynchronous call is answered by its id', async () => {
  const client = await connectRaw();
  client.call(7, 'Tests', 'AddAsync', '[1,2]');
  assert.deepEqual(client.take(), [['reply', 7, '3']], 'one that is ready is answered at once');
  client.call(8, 'Tests', 'add_later', '[3,4]');
  client.call(9, 'Tests', 'Add', '[5,6]');
  assert.deepEqual(client.take(), [['reply', 9, '11']], 'a waiting call does not delay others');
  assert.deepEqual(await client.next('reply'), ['reply', 8, '7']);
});

test('a call with the id 0 is not answered', async () => {
  const client = await connectRaw();
  client.call(0, 'Tests', 'Add', '[1,2]');
  client.call(0, 'Tests', 'nowhere');
  client.call(0, 'Tests', 'add_later', '[1,2]');
  client.call(1, 'Tests', 'add_later', '[1,2]');
  assert.deepEqual(await client.next('reply'), ['reply', 1, '3']);
  assert.deepEqual(client.heard, []);
});

test('a call that fails says why', async () => {
  const client = await connectRaw();
  client.call(1, 'Tests', 'order', '[3]');
  const data = { left: 2, colours: ['röt', 'blau'] };
  const expected = { message: 'only 2 left', code: 'out_of_stock', data, assembly: 'Tests', method: 'order' };
  assert.deepEqual(json(await client.next('fail')), ['fail', 1, expected]);
  const { message, code, data: thrownData, assembly, method } = thrown(() => client.invoke('order', 3));
  assert.deepEqual({ message, code, data: thrownData, assembly, method }, expected);
});

test('byte arrays go before the message that names them', async () => {
  const client = await connectRaw();
  client.bytes([1, 2, 3]);
  assert.equal(client.invokeJson('Tests', 'Echo', '[{"__byte[]":0}]'), '{"__byte[]":1}');
  assert.deepEqual(client.take(), [['bytes', 1, new Uint8Array([1, 2, 3])]]);
  client.bytes([4], []);
  client.call(1, 'Tests', 'turn', '["ab",{"__byte[]":0}]');
  assert.deepEqual(client.take(), [
    ['bytes', 2, new Uint8Array([4])],
    ['reply', 1, '["ba",{"__byte[]":2}]'],
  ]);
});

test('objects are called, released and disposed of by their ids', async () => {
  const client = await connectRaw();
  const { __dotNetObject: id } = client.invoke('counter', 5);
  const on = (method, args = '[]') => client.invokeJson(null, method, args, id);
  assert.equal(on('increment', '[2]'), '7');
  client.call(1, null, 'increment_later', '[1]', id);
  assert.deepEqual(await client.next('reply'), ['reply', 1, '8']);
  on('same');
  client.exports.release(client.circuit, id, 1);
  assert.equal(on('increment', '[0]'), '8', 'it came twice, and was given back once');
  client.exports.release(client.circuit, id, 1);
  assert.equal(thrown(() => on('increment', '[0]')).code, 'object_disposed');

  const { __dotNetObject: other } = client.invoke('counter', 5);
  assert.equal(client.invokeJson(null, '__Dispose', 'null', other), 'null');
  assert.equal(thrown(() => client.invokeJson(null, 'increment', '[0]', other)).code, 'object_disposed');
  assert.equal(client.invoke('object_count'), 0);
});

test('a cancelled call is answered', async () => {
  const client = await connectRaw();
  const before = client.invoke('given_up');
  client.call(3, 'Tests', 'never');
  client.exports.cancel(client.circuit, 3);
  const [, callId, failure] = await client.next('fail');
  assert.deepEqual([callId, JSON.parse(failure).code], [3, 'cancelled']);
  assert.equal(client.invoke('given_up'), before + 1);
});

test('Rust calls JavaScript and gets its answer', async () => {
  const client = await connectRaw();
  client.call(1, 'Tests', 'call', '["page.f",[1,"two"]]');
  assert.deepEqual(await client.next('invoke'), ['invoke', 2, 'page.f', '[1,"two"]', 0, 0, 1]);
  client.result([2, true, { three: 3 }]);
  assert.deepEqual(await client.next('reply'), ['reply', 1, '{"three":3}']);

  client.call(2, 'Tests', 'call', '["page.f",[]]');
  await client.next('invoke');
  client.result([3, false, 'it broke']);
  assert.match(JSON.parse((await client.next('fail'))[2]).message, /it broke/);
});

test('Rust calls JavaScript synchronously, with byte arrays both ways', async () => {
  const client = await connectRaw({
    functions: {
      invokeSync(...call) {
        client.heard.push(['invokeSync', ...call]);
        client.bytes([9, 8]);
        return '[{"__byte[]":0}]';
      },
    },
  });
  client.bytes([1]);
  assert.equal(
    client.invokeJson('Tests', 'bytes_through_javascript', '["page.f",[{"__byte[]":0}]]'),
    '[{"__byte[]":2}]',
  );
  assert.deepEqual(client.take(), [
    ['bytes', 1, new Uint8Array([1])],
    ['invokeSync', 'page.f', '[[{"__byte[]":1}]]', 0, 0, 1],
    ['bytes', 2, new Uint8Array([9, 8])],
  ]);
});

test('a stream from JavaScript is opened, granted and ends with its length', async () => {
  const client = await connectRaw();
  const args = '[{"__jsStreamReferenceLength":100000,"__jsObjectId":5},1000000]';
  client.call(1, 'Tests', 'read_stream', args);
  assert.deepEqual(await client.next('open'), ['open', 0, 5, 32768, 4]);
  const data = Uint8Array.from({ length: 100000 }, (_, i) => i % 251);
  for (let sequence = 0; sequence < 4; sequence++) {
    client.chunk(0, sequence, data.subarray(sequence * 32768, (sequence + 1) * 32768));
  }
  assert.deepEqual(await client.next('reply'), ['reply', 1, '{"length":100000,"intact":true}']);
});

test('a stream from JavaScript that breaks off, and one that is read no further', async () => {
  const client = await connectRaw();
  client.call(1, 'Tests', 'read_stream', '[{"__jsStreamReferenceLength":9,"__jsObjectId":5},10]');
  await client.next('open');
  client.exports.end(client.circuit, 0, 'the tape is torn');
  assert.match(JSON.parse((await client.next('fail'))[2]).message, /the tape is torn/);

  client.call(2, 'Tests', 'read_beginning', '[{"__jsStreamReferenceLength":9,"__jsObjectId":5},2]');
  await client.next('open');
  client.chunk(1, 0, new Uint8Array(4));
  assert.deepEqual(await client.next('stop'), ['stop', 1]);
  client.chunk(1, 1, new Uint8Array(4));
  assert.equal(client.invoke('Add', 1, 1), 2, 'what was on its way is ignored');
});

test('a stream from Rust is sent as it is asked for', async () => {
  const client = await connectRaw();
  const { __dotNetStream: id } = client.invoke('stream', 70000);
  client.exports.claim(client.circuit, id, 1);
  const [, streamId, sequence, data] = await client.next('chunk');
  assert.deepEqual([streamId, sequence, data.length], [id, 0, 32768]);
  client.exports.grant(client.circuit, id, 1);
  const [, , second, more] = await client.next('chunk');
  assert.equal(second, 1);
  client.run();
  assert.deepEqual(client.take('chunk', 'end'), []);
  client.exports.grant(client.circuit, id, 100);
  assert.deepEqual(await client.next('end'), ['end', id, undefined]);
  const rest = client.take('chunk');
  assert.deepEqual(
    rest.map(([, , number]) => number),
    rest.map((_, i) => i + 2),
  );
  const all = Buffer.concat([data, more, ...rest.map(([, , , chunk]) => chunk)]);
  assert.deepEqual(
    [...all],
    Array.from({ length: 70000 }, (_, i) => i % 251),
  );
});

test('a stream from Rust is stopped, and one that has ended reports it', async () => {
  const client = await connectRaw();
  const before = client.invoke('sources_dropped');
  const { __dotNetStream: id } = client.invoke('endless_stream');
  client.exports.claim(client.circuit, id, 1);
  await client.next('chunk');
  client.exports.stop(client.circuit, id);
  client.call(1, 'Tests', 'turns', '[3]');
  await client.next('reply');
  assert.equal(client.invoke('sources_dropped'), before + 1);
  client.exports.claim(client.circuit, 77, 1);
  assert.match((await client.next('end'))[2], /stream with ID 77 is not available/);
});

test('a stream from Rust that is never read is released in time', async () => {
  const client = await connectRaw({ options: { streamClaimTimeout: 5000 } });
  const before = client.invoke('sources_dropped');
  const { __dotNetStream: id } = client.invoke('endless_stream');
  const [, timerId, milliseconds] = await client.next('sleep');
  assert.equal(milliseconds, 5000);
  client.run();
  client.exports.wake(client.circuit, timerId);
  client.call(1, 'Tests', 'turns', '[2]');
  await client.next('reply');
  assert.equal(client.invoke('sources_dropped'), before + 1);
  client.exports.claim(client.circuit, id, 1);
  assert.match((await client.next('end'))[2], /is not available\. It may have timed out/);
});

test("timers are the client's", async () => {
  const client = await connectRaw();
  client.call(1, 'Tests', 'wait_for', '["neverAnswers",1500]');
  const [, timerId, milliseconds] = await client.next('sleep');
  assert.equal(milliseconds, 1500);
  client.exports.wake(client.circuit, timerId);
  assert.match(JSON.parse((await client.next('fail'))[2]).message, /'neverAnswers' timed out after 1500ms/);

  client.call(2, 'Tests', 'wait_for', '["answers",1500]');
  const [, other] = await client.next('sleep');
  client.result([3, true, 'here']);
  assert.deepEqual(await client.next('reply'), ['reply', 2, '"here"']);
  assert.deepEqual(client.take('cancelSleep'), [['cancelSleep', other]]);
});

test('closing ends what runs, frees objects, tells the client once, and nothing works afterwards', async () => {
  const client = await connectRaw();
  const { exports, circuit } = client;
  const [givenUp, dropped] = [client.invoke('given_up'), client.invoke('counters_dropped')];
  client.invoke('counter', 1);
  client.call(1, 'Tests', 'never');
  exports.close(circuit);
  assert.deepEqual(client.take(), [['closed', 'closed by the client']]);
  const calls = [
    () => exports.welcome(circuit),
    () => client.invoke('Add', 1, 2),
    () => client.call(2, 'Tests', 'Add', '[1,2]'),
    () => client.result([2, true, 1]),
    () => exports.bytes(circuit, 0, 0),
    () => exports.cancel(circuit, 1),
    () => exports.release(circuit, 1, 1),
    () => exports.claim(circuit, 1, 1),
    () => exports.grant(circuit, 1, 1),
    () => exports.stop(circuit, 1),
    () => exports.chunk(circuit, 0, 0, 0),
    () => exports.end(circuit, 0, null),
    () => exports.run(circuit),
    () => exports.wake(circuit, 1),
    () => exports.close(circuit),
  ];
  for (const call of calls) {
    assert.equal(thrown(call).code, 'disconnected', String(call));
  }
  const other = await connectRaw();
  assert.equal(other.invoke('given_up'), givenUp + 1);
  assert.equal(other.invoke('counters_dropped'), dropped + 1);
});

test('what the application does when JavaScript has connected', async () => {
  const client = await connectRaw({ options: { onConnected: 'greet' } });
  const [, taskId, identifier] = await client.next('invoke');
  assert.equal(identifier, 'askName');
  client.result([taskId, true, 'Amy']);
  assert.deepEqual(await client.next('invoke'), ['invoke', 0, 'greet', '["Hello, Amy!"]', 3, 0, 1]);

  const closing = await connectRaw({ options: { onConnected: 'close' } });
  assert.deepEqual(await closing.next('closed'), ['closed', 'closed by the application']);
});

test("a state of the host's reaches every circuit", async () => {
  const client = await connectRaw();
  assert.equal(client.invoke('motto'), 'one annotation, every host');
});
