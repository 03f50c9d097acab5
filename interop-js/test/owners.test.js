// An id means something only to the circuit that gave it: references of others are refused before anything is sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotNet } from '../src/index.js';
import { startConnected } from './support/fake-server.js';
import { startWasm } from './support/fake-module.js';

const FOREIGN = {
  code: 'invalid_arguments',
  message: "The object with id '5' cannot be passed over this connection: it belongs to another one, or to one that was lost.",
};

async function receiveObject({ connection, socket }) {
  const result = connection.invokeMethodAsync('A', 'Make');
  const [, callId] = await socket.next('call');
  socket.receive(['reply', callId], '{"__dotNetObject":5}');
  return result;
}

test('an object of one server is refused as an argument to another', async (t) => {
  const [one, other] = [startConnected(t), startConnected(t)];
  const object = await receiveObject(one);
  await assert.rejects(other.connection.invokeMethodAsync('A', 'Take', { inside: [object] }), FOREIGN);
  await assert.rejects(other.connection.invokeMethodAsync('A', 'Take', object.serializeAsArg()), FOREIGN);
  assert.deepEqual(other.socket.take(), []);

  const back = one.connection.invokeMethodAsync('A', 'Take', object, object.serializeAsArg());
  const [, callId, , , , args] = await one.socket.next('call');
  assert.deepEqual(args, [{ __dotNetObject: 5 }, { __dotNetObject: 5 }]);
  one.socket.receive(['reply', callId], '1');
  assert.equal(await back, 1);
});

test('an object of a server and one of a module are refused by the other', async (t) => {
  const server = startConnected(t);
  const { connection, module } = startWasm(t);
  const ofServer = await receiveObject(server);
  module.behind = { invoke: () => ({ __dotNetObject: 5 }) };
  const ofModule = connection.invokeMethod('A', 'Make');
  module.take();
  assert.throws(() => connection.invokeMethod('A', 'Take', [ofServer]), FOREIGN);
  await assert.rejects(connection.invokeMethodAsync('A', 'Take', ofServer), FOREIGN);
  await assert.rejects(server.connection.invokeMethodAsync('A', 'Take', ofModule), FOREIGN);
  assert.deepEqual(module.take(), []);
});

test('a result of JavaScript with an object of another server fails that call only', async (t) => {
  const [one, other] = [startConnected(t), startConnected(t)];
  const object = await receiveObject(one);
  t.after(() => delete globalThis.foreign);
  globalThis.foreign = () => ({ object });
  other.socket.receive(['invoke', 2, 'foreign', 0, 0, 1], '[]');
  const [, [taskId, succeeded, text]] = await other.socket.next('result');
  assert.deepEqual([taskId, succeeded], [2, false]);
  assert.ok(text.startsWith(FOREIGN.message), text);
});

test('an object of before a reconnect is refused', async (t) => {
  const client = startConnected(t);
  const object = await receiveObject(client);
  const asArgument = object.serializeAsArg();
  const opened = client.server.nextSocket();
  client.socket.drop();
  (await opened).welcome();
  await assert.rejects(client.connection.invokeMethodAsync('A', 'Take', object), { code: 'disconnected' });
  await assert.rejects(client.connection.invokeMethodAsync('A', 'Take', asArgument), FOREIGN);
});

test('objects of the page may go to every connection', async (t) => {
  const [one, other] = [startConnected(t), startConnected(t)];
  const reference = DotNet.createJSObjectReference({});
  for (const { connection, socket } of [one, other]) {
    const call = connection.invokeMethodAsync('A', 'M', reference);
    const [, callId, , , , args] = await socket.next('call');
    assert.deepEqual(args, [{ __jsObjectId: reference.__jsObjectId }]);
    socket.receive(['reply', callId], 'null');
    await call;
  }
});

test('objects that another copy of the script has received are refused', async (t) => {
  const { connection } = startConnected(t);
  const objects = await import('../src/dotnet-object.js?copy');
  const object = new objects.DotNetObject(5, { circuit: { ended: false, owner: Symbol('other') } });
  await assert.rejects(connection.invokeMethodAsync('A', 'M', object), FOREIGN);
});

test('a stream that was received is refused as an argument', async (t) => {
  const { connection, socket } = startConnected(t);
  const result = connection.invokeMethodAsync('A', 'M');
  socket.receive(['reply', 1], '{"__dotNetStream":3}');
  const stream = await result;
  await assert.rejects(connection.invokeMethodAsync('A', 'M', stream), {
    code: 'invalid_arguments',
    message: 'A received stream cannot be sent. Send its contents instead.',
  });
});
