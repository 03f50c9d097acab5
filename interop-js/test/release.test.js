// Objects of the server's that JavaScript lets go of are given back as often as they came.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ignore, start, startConnected } from './support/fake-server.js';

/** Collects garbage until the client has given back so much, and returns how often each object was. */
async function released(socket, expected) {
  const counts = {};
  let sum = 0;
  for (let round = 0; round < 100 && sum < expected; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 1));
    for (const [kind, id, count] of socket.take()) {
      if (kind === 'release') {
        counts[id] = (counts[id] ?? 0) + count;
        sum += count;
      }
    }
  }
  return counts;
}

test('every occurrence counts, wherever it came', async (t) => {
  const { connection, socket } = startConnected(t);
  t.after(() => delete globalThis.ignore);
  globalThis.ignore = () => {};
  await (async () => {
    const result = connection.invokeMethodAsync('A', 'M');
    socket.receive(['reply', 1], '[{"__dotNetObject":5},{"x":{"__dotNetObject":5}},{"__dotNetObject":6}]');
    await result;
    socket.receive(['invoke', 2, 'ignore', 3, 0, 1], '[{"__dotNetObject":5}]');
    await socket.next('result');
  })();
  assert.deepEqual(await released(socket, 4), { 5: 3, 6: 1 });
});

test('what is still held is not given back', async (t) => {
  const { connection, socket } = startConnected(t);
  const kept = await (async () => {
    const result = connection.invokeMethodAsync('A', 'M');
    socket.receive(['reply', 1], '[{"__dotNetObject":5},{"__dotNetObject":5}]');
    return (await result)[0];
  })();
  assert.deepEqual(await released(socket, 1), { 5: 1 });
  socket.take();
  ignore(kept.invokeMethodAsync('StillThere'));
  assert.deepEqual(socket.take(), [['call', 2, null, 'StillThere', 5, []]]);
});

test('a result that cannot be read gives back all that was in it', async (t) => {
  const { connection, socket } = startConnected(t);
  // In a function of its own: the error, as long as it lives, keeps what was on the stack.
  await (async () => {
    const result = connection.invokeMethodAsync('A', 'M');
    socket.receive(['reply', 1], '[{"__dotNetObject":5},{"__jsObjectId":4242},{"__dotNetObject":6}]');
    await assert.rejects(result);
  })();
  assert.deepEqual(await released(socket, 2), { 5: 1, 6: 1 });
});

test('the result of a cancelled call is given back', async (t) => {
  const { connection, socket } = startConnected(t);
  const abort = new AbortController();
  const result = connection.withSignal(abort.signal).invokeMethodAsync('A', 'M');
  abort.abort();
  await assert.rejects(result);
  socket.receive(['reply', 1], '{"__dotNetObject":5}');
  assert.deepEqual(await released(socket, 1), { 5: 1 });
});

test('one that was disposed is not given back as well', async (t) => {
  const { connection, socket } = startConnected(t);
  await (async () => {
    const result = connection.invokeMethodAsync('A', 'M');
    socket.receive(['reply', 1], '[{"__dotNetObject":5},{"__dotNetObject":6}]');
    const [disposed] = await result;
    disposed.dispose();
    socket.receive(['reply', 2], 'null');
  })();
  assert.deepEqual(await released(socket, 1), { 6: 1 });
  assert.deepEqual(await released(socket, 0), {});
});

test('nothing of a lost circuit is given back to the next one', async (t) => {
  const { connection, server } = start(t);
  server.socket.welcome();
  await (async () => {
    const result = connection.invokeMethodAsync('A', 'M');
    server.socket.receive(['reply', 1], '{"__dotNetObject":5}');
    await result;
  })();
  const next = server.nextSocket();
  server.socket.drop();
  (await next).welcome();
  await (async () => {
    const result = connection.invokeMethodAsync('A', 'M');
    server.socket.receive(['reply', 2], '{"__dotNetObject":6}');
    await result;
  })();
  // Both are collected together: by then the old one would have been given back too.
  assert.deepEqual(await released(server.socket, 1), { 6: 1 });
});
