// Streams of values from Rust: read by calls, ahead of the reader by a limited number of values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startConnected } from './support/fake-server.js';

/** A stream of the server's, as the result of a call. */
async function receiveItems(t) {
  const { connection, server, socket } = startConnected(t);
  const call = connection.invokeMethodAsync('A', 'GetItems');
  socket.take();
  socket.receive(['reply', 1], '{"rows":{"__dotNetItems":7}}');
  return { items: (await call).rows, connection, server, socket };
}

/** Waits for the next request, and answers it. */
async function answer(socket, items, done) {
  const [, callId, , method, objectId, [count]] = await socket.next('call');
  assert.deepEqual([method, objectId], ['__Next', 7]);
  socket.receive(['reply', callId], JSON.stringify({ items, done }));
  return count;
}

const range = (start, end) => Array.from({ length: end - start }, (_, index) => start + index);

test('nothing is requested before the first value is read, and nothing after the end', async (t) => {
  const { items, socket } = await receiveItems(t);
  await new Promise(setImmediate);
  assert.deepEqual(socket.take(), []);
  const read = (async () => {
    const values = [];
    for await (const value of items) {
      values.push(value);
    }
    return values;
  })();
  assert.equal(await answer(socket, [1, { a: 2 }], false), 16);
  await answer(socket, [3], true);
  assert.deepEqual(await read, [1, { a: 2 }, 3]);
  assert.deepEqual(await items.next(), { value: undefined, done: true });
  await new Promise(setImmediate);
  assert.deepEqual(socket.take(), []);
});

test('at most 16 values are ahead of a reader that does not keep up', async (t) => {
  const { items, socket } = await receiveItems(t);
  const first = items.next();
  let sent = await answer(socket, range(0, 16), false);
  assert.equal((await first).value, 0);
  for (let value = 1; value < 100; value++) {
    assert.equal((await items.next()).value, value);
    for (const [, callId, , , , [count]] of socket.take()) {
      socket.receive(['reply', callId], JSON.stringify({ items: range(sent, sent + count), done: false }));
      sent += count;
      await new Promise(setImmediate);
    }
    assert.ok(sent - value <= 17, `${sent} values after ${value}`);
  }
});

test('a reader that waits for full answers requests more at once, up to 256', async (t) => {
  const { items, socket } = await receiveItems(t);
  const reads = Promise.all(range(0, 2000).map(() => items.next()));
  let [next, most] = [0, 0];
  while (next < 2000) {
    const [, callId, , , , [count]] = await socket.next('call');
    most = Math.max(most, count);
    socket.receive(['reply', callId], JSON.stringify({ items: range(next, next + count), done: false }));
    next += count;
  }
  assert.deepEqual((await reads).map(({ value }) => value), range(0, 2000));
  assert.equal(most, 256);
});

test('leaving the loop cancels the request and disposes the stream', async (t) => {
  const { items, socket } = await receiveItems(t);
  const waiting = items.next();
  const [, callId] = await socket.next('call');
  assert.deepEqual(await items.return('left'), { value: 'left', done: true });
  assert.deepEqual(await waiting, { value: undefined, done: true });
  const frames = socket.take();
  assert.deepEqual(frames[0], ['cancel', callId]);
  assert.deepEqual(frames[1].slice(3, 5), ['__Dispose', 7]);
  assert.equal((await items.next()).done, true);
  socket.receive(['reply', callId], '{"items":[1],"done":false}');
  socket.receive(['reply', frames[1][1]], 'null');
  await new Promise(setImmediate);
  assert.deepEqual(socket.take(), []);
});

test('an error comes after the values before it, once, with its code and data', async (t) => {
  const { items, socket } = await receiveItems(t);
  const first = items.next();
  await answer(socket, [1], false);
  assert.equal((await first).value, 1);
  const second = items.next();
  const [, callId] = await socket.next('call');
  socket.receive(['fail', callId], '{"message":"broken","code":"broken_row","data":{"row":2}}');
  await assert.rejects(second, { message: 'broken', code: 'broken_row', data: { row: 2 } });
  assert.equal((await items.next()).done, true);
});

test('values are delivered with their references, and the reader fails when the connection is lost', async (t) => {
  const { items, socket } = await receiveItems(t);
  const first = items.next();
  const [, callId] = await socket.next('call');
  socket.receiveBytes(1, [3], [1, 2]);
  socket.receive(['reply', callId], '{"items":[{"row":{"__dotNetObject":9},"bytes":{"__byte[]":3}}],"done":false}');
  const { value } = await first;
  assert.equal(value.row.serializeAsArg().__dotNetObject, 9);
  assert.deepEqual(value.bytes, new Uint8Array([1, 2]));
  const second = items.next();
  socket.drop();
  await assert.rejects(second, { code: 'disconnected' });
});

test('received items cannot be sent', async (t) => {
  const { items, connection } = await receiveItems(t);
  await assert.rejects(connection.invokeMethodAsync('A', 'M', items), { code: 'invalid_arguments' });
});

test('a stream that can no longer be read is disposed, also while values are requested ahead', async (t) => {
  const { connection, socket } = startConnected(t);
  await (async () => {
    const call = connection.invokeMethodAsync('A', 'GetItems');
    socket.take();
    socket.receive(['reply', 1], '{"__dotNetItems":7}');
    const items = await call;
    const first = items.next();
    await answer(socket, range(0, 8), false);
    await first;
    assert.equal((await socket.next('call'))[3], '__Next');
  })();
  for (let round = 0; round < 50; round++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    globalThis.gc();
    if (socket.take().some(([kind, , , method]) => kind === 'call' && method === '__Dispose')) {
      return;
    }
  }
  assert.fail('the stream is held');
});
