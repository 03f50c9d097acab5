// The client in Node, over a real WebSocket of the package `ws`.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { connect } from '../src/index.js';

async function serve(t, port = 0) {
  const server = new WebSocketServer({ port, host: '127.0.0.1' });
  t.after(() => server.close());
  server.on('connection', (socket) => {
    const byteArrays = [];
    socket.on('message', (data, isBinary) => {
      if (isBinary) {
        byteArrays.push(data);
        return;
      }
      const [header] = data.toString().split('\n');
      const [kind, callId] = JSON.parse(header);
      if (kind === 'hello') {
        socket.send('["welcome",{"version":1,"circuit":"1"}]');
      } else if (kind === 'call') {
        // Sends the bytes back under its own number.
        byteArrays.splice(0).forEach((frame) => socket.send(frame.fill(7, 1, 2)));
        socket.send(`["reply",${callId}]\n{"__byte[]":7}`);
      }
    });
  });
  await once(server, 'listening');
  return server;
}

test('calls and bytes go there and back, and the connection is found again', async (t) => {
  const server = await serve(t);
  const { port } = server.address();
  const connection = connect(`http://127.0.0.1:${port}/_interop`, { WebSocket, reconnectDelay: () => 10 });
  t.after(() => connection.close());
  assert.deepEqual(await connection.invokeMethodAsync('A', 'Echo', new Uint8Array([1, 2])), new Uint8Array([1, 2]));

  assert.deepEqual(await connection.invokeMethodAsync('A', 'Echo', Buffer.from([4, 5])), new Uint8Array([4, 5]));

  const lost = once(connection, 'disconnected');
  server.close();
  server.clients.forEach((client) => client.terminate());
  await lost;
  const call = connection.invokeMethodAsync('A', 'Echo', new Uint8Array([3]));
  await serve(t, port);
  assert.deepEqual(await call, new Uint8Array([3]));
});

test('without a WebSocket it says what is missing', { skip: !!globalThis.WebSocket }, () => {
  assert.throws(() => connect('ws://127.0.0.1:1'), /option `WebSocket`/);
});
