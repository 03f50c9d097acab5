// Long frames go in parts, in both directions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binaryFrame, readNumber } from '../src/frames.js';
import { Assembly } from '../src/assembly.js';
import { sendInParts } from '../src/parts.js';
import { LIMITS, ignore, startConnected } from './support/fake-server.js';

const encoder = new TextEncoder();
const [BYTE_ARRAY, TEXT_PART, BINARY_PART] = [1, 3, 4];

/** A frame of the server's, in parts of this size. */
function receiveInParts(socket, frame, size) {
  sendInParts(frame, size, (part) => socket.receiveRaw(part.buffer));
}

/** What the client has sent: whole frames as they are, and parts as kind, missing bytes and length. */
function record(socket) {
  const sent = [];
  socket.send = (frame) => sent.push(frame);
  return sent;
}

test('a frame that is put together is the one that was cut, at every size of parts', () => {
  const frames = ['["reply",1]\n"äöü€😀\\u0000"', 'x'.repeat(50), '\uFEFFfirst', Uint8Array.from({ length: 50 }, (_, i) => i)];
  for (const frame of frames) {
    for (let size = 1; size < 60; size++) {
      const assembly = new Assembly();
      let whole;
      sendInParts(frame, size, (part) => (whole = part === frame ? frame : assembly.accept(part.buffer)));
      assert.deepEqual(typeof whole === 'string' ? whole : new Uint8Array(whole.buffer ?? whole), frame);
      assert.equal(assembly.accept('[]'), '[]');
    }
  }
});

test('results, byte arrays and calls to JavaScript arrive in parts', async (t) => {
  const { connection, socket } = startConnected(t);
  const call = connection.invokeMethodAsync('A', 'M');
  const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index);
  receiveInParts(socket, binaryFrame(BYTE_ARRAY, [1], bytes), 100);
  receiveInParts(socket, `["reply",1]\n{"text":"${'ä'.repeat(500)}","bytes":{"__byte[]":1}}`, 100);
  assert.deepEqual(await call, { text: 'ä'.repeat(500), bytes });
  globalThis.lengthOf = (text) => text.length;
  t.after(() => delete globalThis.lengthOf);
  receiveInParts(socket, `["invoke",2,"lengthOf",0,0,1]\n["${'x'.repeat(500)}"]`, 100);
  assert.deepEqual(await socket.next('result'), ['result', [2, true, 500]]);
});

test('ping may stand between the parts, and is answered at once', async (t) => {
  const { connection, socket } = startConnected(t);
  const call = connection.invokeMethodAsync('A', 'M');
  socket.take();
  let parts = 0;
  sendInParts(`["reply",1]\n"${'x'.repeat(200)}"`, 100, (part) => {
    socket.receiveRaw(part.buffer);
    socket.receive(['ping']);
    assert.equal(socket.take().length, 1);
    parts++;
  });
  assert.equal(parts, 3);
  assert.equal((await call).length, 200);
});

const part = (kind, missing, text) => binaryFrame(kind, [missing], encoder.encode(text)).buffer;
const broken = {
  'parts that do not continue the one before': [part(TEXT_PART, 10, 'abc'), part(TEXT_PART, 8, 'abc')],
  'parts of another kind': [part(TEXT_PART, 10, 'abc'), part(BINARY_PART, 7, 'abc')],
  'empty parts': [part(TEXT_PART, 10, 'abc'), part(TEXT_PART, 10, '')],
  'another text frame between parts': [part(TEXT_PART, 10, 'abc'), '["reply",1]\n1'],
  'another binary frame between parts': [part(TEXT_PART, 10, 'abc'), binaryFrame(BYTE_ARRAY, [1], encoder.encode('a')).buffer],
  'parts of parts': [part(BINARY_PART, 1, '\x03'), part(BINARY_PART, 0, 'x')],
  'text that is not UTF-8': [binaryFrame(TEXT_PART, [0], Uint8Array.of(0xff)).buffer],
  'parts that are cut off': [Uint8Array.of(TEXT_PART, 0, 0).buffer],
};
for (const [what, frames] of Object.entries(broken)) {
  test(`${what} end the connection`, (t) => {
    t.mock.method(console, 'error', () => {});
    const { connection, socket } = startConnected(t);
    frames.forEach((frame) => socket.receiveRaw(frame));
    assert.equal(connection.state, 'closed');
    assert.equal(socket.closedWith, 4000);
  });
}

test('what the client sends goes in parts of the size that the server has announced', (t) => {
  const { connection, socket } = startConnected(t, { welcome: { limits: { ...LIMITS, partBytes: 1000 } } });
  const sent = record(socket);
  const bytes = Uint8Array.from({ length: 2500 }, (_, index) => index);
  ignore(connection.invokeMethodAsync('A', 'M', 'ä'.repeat(600), bytes));
  const kinds = sent.map((frame) => [frame[0], readNumber(frame.buffer, 0), frame.length - 9]);
  const text = encoder.encode(`["call",1,"A","M",0]\n["${'ä'.repeat(600)}",{"__byte[]":0}]`);
  assert.deepEqual(kinds, [
    [BINARY_PART, 1509, 1000],
    [BINARY_PART, 509, 1000],
    [BINARY_PART, 0, 509],
    [TEXT_PART, text.length - 1000, 1000],
    [TEXT_PART, 0, text.length - 1000],
  ]);
  const assembly = new Assembly();
  const [array, call] = sent.map((frame) => assembly.accept(frame.buffer)).filter((whole) => whole !== undefined);
  assert.deepEqual(new Uint8Array(array), binaryFrame(BYTE_ARRAY, [0], bytes));
  assert.equal(call, new TextDecoder().decode(text));
});

test('frames that are not longer than a part stay whole, and all do where the server takes no parts', (t) => {
  for (const [partBytes, length] of [[1000, 970], [undefined, 5000]]) {
    const { connection, socket } = startConnected(t, { welcome: { limits: { ...LIMITS, partBytes } } });
    ignore(connection.invokeMethodAsync('A', 'M', 'x'.repeat(length)));
    assert.equal(socket.take()[0][0], 'call');
  }
});

test('parts keep a connection alive whose message takes longer than the time-out', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const { connection, socket } = startConnected(t, { welcome: { timeout: 4000 } });
  ignore(connection.invokeMethodAsync('A', 'M'));
  sendInParts(`["reply",1]\n"${'x'.repeat(1000)}"`, 100, (part) => {
    t.mock.timers.tick(3900);
    socket.receiveRaw(part.buffer);
  });
  assert.equal(connection.state, 'connected');
});
