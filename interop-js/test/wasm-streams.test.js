// Streams, garbage, and time of a module in the page.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { DotNet } from '../src/index.js';
import { failure, startWasm } from './support/fake-module.js';

// Streams from Rust

test('a stream of Rust is claimed when it is first read, and granted as it is read', async (t) => {
  const { connection, module } = startWasm(t);
  const { client, behind } = module;
  behind.invoke = () => ({ __dotNetStream: 7 });
  // The first chunks may come while it is still being claimed.
  behind.claim = () => module.sendChunk(7, 0, new Uint8Array([0]));
  const stream = connection.invokeMethod('A', 'GetStream');
  const reader = (await stream.stream()).getReader();
  assert.deepEqual(module.take().slice(1), [], 'nothing has been read yet');
  assert.deepEqual((await reader.read()).value, new Uint8Array([0]));
  assert.deepEqual(module.take(), [['claim', 7, 4]]);
  module.sendChunk(7, 1, new Uint8Array([1]));
  // So may the next ones while they are granted.
  behind.grant = () => {
    module.sendChunk(7, 2, new Uint8Array([2]));
    client.end(7, null);
  };
  assert.deepEqual((await reader.read()).value, new Uint8Array([1]));
  assert.deepEqual(module.take(), [['grant', 7, 2]]);
  assert.deepEqual((await reader.read()).value, new Uint8Array([2]));
  assert.equal((await reader.read()).done, true);
});

test('an error of Rust breaks the stream, and a reader that cancels stops Rust', async (t) => {
  const { connection, module } = startWasm(t);
  module.behind.invoke = (_assembly, _method, _id, [id]) => ({ __dotNetStream: id });
  const broken = connection.invokeMethod('A', 'GetStream', 7).arrayBuffer();
  module.client.end(7, 'the disk is gone');
  await assert.rejects(broken, { message: 'the disk is gone' });
  const stream = await connection.invokeMethod('A', 'GetStream', 8).stream();
  module.take();
  await stream.cancel();
  assert.deepEqual(module.take(), [['stop', 8]]);
});

// Streams from JavaScript

test('a stream of JavaScript is sent in chunks, as many as were granted', async (t) => {
  const { module } = startWasm(t);
  const { client, behind } = module;
  const bytes = Uint8Array.from({ length: 250 }, (_, index) => index);
  const { __jsObjectId: id } = DotNet.createJSStreamReference(new Blob([bytes]));
  client.open(3, id, 100, 1);
  const chunks = [await module.next('chunk')];
  await new Promise(setImmediate);
  assert.deepEqual(module.take(), [], 'one was asked for');
  // The next one may be asked for while one is taken in.
  behind.chunk = () => client.grant(3, 1);
  client.grant(3, 1);
  chunks.push(await module.next('chunk'), await module.next('chunk'));
  assert.deepEqual(chunks.map(([, streamId, sequence]) => [streamId, sequence]), [[3, 0], [3, 1], [3, 2]]);
  assert.deepEqual(Uint8Array.from(chunks.flatMap(([, , , data]) => [...data])), bytes);
  await new Promise(setImmediate);
  assert.deepEqual(module.take(), []);
});

test('nothing is sent after stop, and a stream that cannot continue reports its error', async (t) => {
  const { module } = startWasm(t);
  const { __jsObjectId: id } = DotNet.createJSStreamReference(new Uint8Array(30));
  module.client.open(3, id, 10, 1);
  await module.next('chunk');
  module.client.stop(3);
  module.client.grant(3, 5);
  await new Promise(setImmediate);
  assert.deepEqual(module.take(), []);
  module.client.open(4, 424242, 10, 1);
  const text = "JS object instance with Id '424242' does not exist. It may have been disposed.";
  assert.deepEqual(await module.next('end'), ['end', 4, text]);
});

test('a chunk that the module refuses ends its stream', async (t) => {
  const { module, errors } = startWasm(t);
  module.behind.chunk = () => {
    throw failure('there is no memory for 10 bytes', { code: 'limit_exceeded' });
  };
  const { __jsObjectId: id } = DotNet.createJSStreamReference(new Uint8Array(30));
  module.client.open(3, id, 10, 3);
  assert.deepEqual(await module.next('end'), ['end', 3, 'there is no memory for 10 bytes']);
  assert.deepEqual(errors, []);
});

// Garbage

test('objects that JavaScript lets go of are given back as often as they came', async (t) => {
  const { connection, module } = startWasm(t);
  module.behind.invoke = () => [{ __dotNetObject: 5 }, { x: { __dotNetObject: 5 } }, { __dotNetObject: 6 }];
  (() => assert.equal(connection.invokeMethod('A', 'M').length, 3))();
  const counts = {};
  for (let round = 0; round < 100 && (counts[5] !== 2 || counts[6] !== 1); round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 1));
    for (const [name, id, count] of module.take()) {
      if (name === 'release') {
        counts[id] = (counts[id] ?? 0) + count;
      }
    }
  }
  assert.deepEqual(counts, { 5: 2, 6: 1 });
});

// Time

test('what is scheduled runs soon, and not at once', async (t) => {
  const { module } = startWasm(t);
  module.client.schedule();
  assert.deepEqual(module.take(), []);
  await null;
  assert.deepEqual(module.take(), [['run']]);
});

for (const there of ['with setImmediate', 'with MessageChannel']) {
  test(`a call that always wakes itself leaves the page its turn, ${there}`, async (t) => {
    const { connection, module } = startWasm(t);
    if (there === 'with MessageChannel') {
      const { setImmediate } = globalThis;
      delete globalThis.setImmediate;
      t.after(() => Object.assign(globalThis, { setImmediate }));
    }
    let runs = 0;
    module.behind.run = () => {
      runs++;
      module.client.schedule();
    };
    module.client.schedule();
    // Were the page frozen, the time would never come.
    await new Promise((resolve) => setTimeout(resolve, 1));
    assert.ok(runs >= 99, `${runs} runs`);
    connection.close();
    const atTheEnd = runs;
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(runs, atTheEnd);
  });
}

test('timers wake their call, unless they are cancelled or too long', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { module } = startWasm(t);
  const { client } = module;
  client.sleep(1, 1000);
  client.sleep(2, 500);
  client.sleep(3, 700);
  client.sleep(4, 2 ** 31);
  client.cancelSleep(3);
  client.cancelSleep(99);
  t.mock.timers.tick(999);
  assert.deepEqual(module.take(), [['wake', 2]]);
  t.mock.timers.tick(1);
  assert.deepEqual(module.take(), [['wake', 1]]);
  t.mock.timers.tick(2 ** 31);
  assert.deepEqual(module.take(), []);
});

const programs = {
  'a connection at rest': '',
  'a closed connection, whatever timers there were': 'module.client.sleep(1, 3600000); connection.close();',
};
for (const [name, end] of Object.entries(programs)) {
  test(`${name}: nothing keeps a program alive`, { timeout: 20000 }, async () => {
    const program = `
      import { FakeModule } from '${new URL('support/fake-module.js', import.meta.url)}';
      import { connectWasm } from '${new URL('../src/index.js', import.meta.url)}';
      const module = new FakeModule();
      const connection = connectWasm(module);
      for (let round = 0; round < 250; round++) {
        module.client.schedule();
        await null;
      }
      ${end}`;
    const options = { stdio: ['ignore', 'ignore', 'inherit'] };
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], options);
    try {
      assert.equal(await new Promise((resolve) => child.on('close', resolve)), 0);
    } finally {
      child.kill();
    }
  });
}
