// A client that the application has refused, and connections that end and begin again.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { DotNet } from '../src/index.js';
import { ignore, record, start, startConnected } from './support/fake-server.js';

const rejection = (promise) => promise.then(() => assert.fail('it resolved'), (error) => error);

function useMockTimers(t) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
}

for (const code of [4400, 4401, 4403, 4429, 4499]) {
  test(`a refusal with ${code} rejects what waits with its reason, and is final`, async (t) => {
    useMockTimers(t);
    const { connection, server } = start(t);
    const events = record(connection);
    const waiting = connection.invokeMethodAsync('A', 'M');
    server.socket.dispatchEvent(new Event('open'));
    server.socket.drop(code, 'Log in first.');
    for (const call of [waiting, connection.invokeMethodAsync('A', 'M'), DotNet.invokeMethodAsync('A', 'M')]) {
      const error = await rejection(call);
      assert.ok(error instanceof Error);
      assert.deepEqual(
        [error.message, error.code, error.data, error.assembly, error.method],
        ['Log in first.', 'refused', { code }, 'A', 'M'],
      );
    }
    const detail = { code, reason: 'Log in first.' };
    assert.deepEqual(events, [['refused', detail], ['closed', detail]]);
    assert.equal(connection.state, 'closed');
    mock.timers.tick(3600 * 1000);
    assert.equal(server.sockets.length, 1);
  });
}

test('a refusal without a reason has a text all the same', async (t) => {
  const { connection, server } = start(t);
  const call = connection.invokeMethodAsync('A', 'M');
  server.socket.drop(4403);
  assert.equal((await rejection(call)).message, 'The server has refused the connection.');
});

test('a server that is unavailable for now is tried again', (t) => {
  const { connection, server } = start(t);
  const events = record(connection);
  server.socket.drop(4503, 'Back at ten.');
  assert.deepEqual(events, [['failed', { attempt: 1, delay: 0, code: 4503, reason: 'Back at ten.' }]]);
  assert.equal(connection.state, 'connecting');
});

test('connect() tries again after a refusal, and the connection is the one that DotNet means', async (t) => {
  const { connection, server } = start(t);
  const events = record(connection);
  server.socket.drop(4401, 'Log in first.');
  connection.connect();
  assert.equal(connection.state, 'connecting');
  const call = DotNet.invokeMethodAsync('A', 'M');
  server.socket.welcome();
  server.socket.receive(['reply', 1], '5');
  assert.equal(await call, 5);
  assert.deepEqual(events.map(([type]) => type), ['refused', 'closed', 'connected']);
  connection.connect();
  assert.equal(server.sockets.length, 2, 'nothing happens while it is open');
});

test('a listener of the refusal can connect again at once', (t) => {
  const { connection, server } = start(t);
  const events = record(connection);
  connection.addEventListener('refused', () => connection.connect(), { once: true });
  server.socket.drop(4401);
  assert.equal(connection.state, 'connecting');
  assert.deepEqual(events.map(([type]) => type), ['refused'], 'it is not closed any more');
  server.socket.drop(4401);
  assert.deepEqual(events.map(([type]) => type), ['refused', 'refused', 'closed']);
});

test('a connection that was closed can be opened again', async (t) => {
  const { connection, server } = startConnected(t);
  connection.close();
  connection.connect();
  server.socket.welcome();
  ignore(DotNet.invokeMethodAsync('A', 'M'));
  assert.equal(server.socket.take().length, 1);
  assert.deepEqual(server.events.map(([type]) => type), ['connected', 'closed', 'connected']);
});

test('a circuit that is refused while it is open rejects its running calls', async (t) => {
  const { connection, socket } = startConnected(t);
  const call = connection.invokeMethodAsync('A', 'M');
  socket.drop(4401, 'Your session has ended.');
  assert.equal((await rejection(call)).code, 'refused');
});
