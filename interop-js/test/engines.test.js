// Engines that lack what browsers have, such as React Native's: the client is imported and used there too.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const index = JSON.stringify(new URL('../src/index.js', import.meta.url).href);

/** Runs a script where these globals are missing. It imports the client as `client`, over a WebSocket that is a plain object. */
function runWithout(missing, script) {
  const source = `
    for (const name of ${JSON.stringify(missing)}) delete globalThis[name];
    const client = await import(${index});
    class Socket {
      static last;
      sent = [];
      listeners = {};
      constructor() { Socket.last = this; }
      addEventListener(type, listener) { this.listeners[type] = listener; }
      send(frame) { this.sent.push(frame); }
      close() {}
      says(type, event) { this.listeners[type](event); }
      receives(...lines) { this.says('message', { data: lines.join('\\n') }); }
    }
    const assert = (await import('node:assert/strict')).default;
    const events = [];
    const connection = client.connect('https://example.test/_interop', { WebSocket: Socket });
    for (const type of ['connected', 'closed']) connection.addEventListener(type, ({ detail }) => events.push([type, detail.circuit ?? detail.code]));
    const socket = Socket.last;
    const call = client.DotNet.invokeMethodAsync('A', 'M', new Uint8Array(2));
    socket.says('open', {});
    socket.receives('["welcome",{"version":1,"circuit":"8"}]');
    ${script}
    console.log('done');
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' });
  assert.equal(stdout, 'done\n', stderr);
}

const use = `
  socket.receives('["reply",1]', '{"__dotNetObject":5}');
  const object = await call;
  object.invokeMethodAsync('N').catch(() => {});
  object.dispose();
  assert.match(String(socket.sent.at(-1)), /__Dispose/);
  connection.close();
  assert.deepEqual(events, [['connected', '8'], ['closed', 1000]]);
`;

const groups = [
  ['FinalizationRegistry', 'WeakRef'],
  ['structuredClone'],
  ['CustomEvent'],
  ['CustomEvent', 'Event', 'EventTarget'],
  ['TextDecoder', 'Blob', 'ReadableStream', 'Response', 'MessageChannel', 'setImmediate', 'BigInt', 'WebAssembly'],
];
for (const missing of [...groups, groups.flat()]) {
  test(`the client works without ${missing.join(', ')}`, () => runWithout(missing, use));
}

test('a listener of an engine without EventTarget is called once, taken off, and harms no other', () => {
  runWithout(
    ['CustomEvent', 'EventTarget'],
    `console.error = () => {};
     call.catch(() => {});
     let count = 0;
     const never = () => assert.fail('it was taken off');
     connection.addEventListener('closed', () => { throw new Error('oops'); });
     connection.addEventListener('closed', () => count++, { once: true });
     connection.addEventListener('closed', { handleEvent: () => count++ });
     connection.addEventListener('closed', never);
     connection.removeEventListener('closed', never);
     connection.close();
     assert.equal(count, 2);`,
  );
});

test('without a decoder of texts the client asks for no parts', () => {
  runWithout(['TextDecoder'], `call.catch(() => {}); connection.close(); assert.equal(socket.sent[0], '["hello",{"version":1}]');`);
});
