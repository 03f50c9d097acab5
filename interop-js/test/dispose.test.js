// Disposal of Rust objects: it happens once, and repeating it has no effect.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ignore, startConnected } from './support/fake-server.js';
import { startWasm } from './support/fake-module.js';

/** Two references to one object, and a third to another, with the console watched. */
async function references(t) {
  const { connection, socket } = startConnected(t);
  const written = t.mock.method(console, 'error', () => {});
  const call = connection.invokeMethodAsync('A', 'Make');
  socket.receive(['reply', 1], '[{"__dotNetObject":7},{"__dotNetObject":7},{"__dotNetObject":8}]');
  const objects = await call;
  socket.take();
  return { objects, socket, written: () => written.mock.callCount() };
}

const settle = () => new Promise(setImmediate);

test('a second dispose says nothing to the server and nothing to the console', async (t) => {
  const { objects, socket, written } = await references(t);
  const [object] = objects;
  object.dispose();
  object.dispose();
  assert.deepEqual(socket.take(), [['call', 2, null, '__Dispose', 7, null]]);
  socket.receive(['reply', 2], 'null');
  object.dispose();
  await settle();
  assert.deepEqual(socket.take(), []);
  assert.equal(written(), 0);
});

test('an object that is disposed already, by another reference or by Rust, is disposed in silence', async (t) => {
  const { objects, socket, written } = await references(t);
  objects.forEach((object) => object.dispose());
  assert.equal(socket.take().length, 3);
  socket.receive(['reply', 2], 'null');
  socket.receive(['fail', 3], '{"message":"There is no tracked object with id \'7\'.","code":"object_disposed"}');
  socket.receive(['fail', 4], '{"message":"There is no tracked object with id \'8\'.","code":"object_disposed"}');
  await settle();
  assert.equal(written(), 0);
});

test('a disposal that fails for another reason is written to the console', async (t) => {
  const { objects, socket, written } = await references(t);
  objects[0].dispose();
  socket.receive(['fail', 2], '{"message":"its destructor has panicked","code":"internal"}');
  await settle();
  assert.equal(written(), 1);
});

test('running calls continue when their object is disposed', async (t) => {
  const { objects, socket } = await references(t);
  const call = objects[0].invokeMethodAsync('Slow');
  objects[0].dispose();
  assert.deepEqual(socket.take().map(([, callId, , method]) => [callId, method]), [[2, 'Slow'], [3, '__Dispose']]);
  socket.receive(['reply', 3], 'null');
  socket.receive(['reply', 2], '5');
  assert.equal(await call, 5);
});

test('disposal after the end of the connection says nothing', async (t) => {
  const { objects, socket, written } = await references(t);
  objects[0].dispose();
  ignore(objects[1].invokeMethodAsync('Slow'));
  socket.drop();
  objects.forEach((object) => object.dispose());
  await settle();
  assert.equal(written(), 0);
});

test('an object of a module is disposed once', async (t) => {
  const { connection, module, errors } = startWasm(t);
  module.behind.invoke = () => ({ __dotNetObject: 5 });
  const object = connection.invokeMethod('A', 'Make');
  module.take();
  object.dispose();
  object.dispose();
  assert.deepEqual(module.take(), [['call', 1, null, '__Dispose', 5, null]]);
  module.sendReply(1, 'null');
  await settle();
  assert.deepEqual(errors, []);
});
