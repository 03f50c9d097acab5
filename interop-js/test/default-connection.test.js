// Which connection `DotNet` means: the one that is open.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as first from '../src/index.js';
import { FakeModule } from './support/fake-module.js';
import { FakeSocket, ignore, start } from './support/fake-server.js';

const { DotNet, connect, connectWasm } = first;
const failure = (call) => {
  try {
    ignore(call());
  } catch (error) {
    return error.message;
  }
  return assert.fail('it did not throw');
};

test('without a connection it says what to call', () => {
  assert.match(failure(() => DotNet.invokeMethodAsync('A', 'M')), /There is no connection. Call connect\(\) or connectWasm\(\)/);
  assert.match(failure(() => DotNet.invokeMethod('A', 'M')), /There is no connection/);
});

test('a connection that is made after another was closed is the one that is meant', (t) => {
  for (let round = 0; round < 3; round++) {
    const { connection, server } = start(t);
    server.socket.welcome();
    ignore(DotNet.invokeMethodAsync('A', 'M'));
    assert.equal(server.socket.take().length, 1);
    connection.close();
  }
});

test('after the last connection has ended, calls say how it ended', async (t) => {
  const { connection } = start(t);
  connection.close();
  await assert.rejects(DotNet.invokeMethodAsync('A', 'M'), { code: 'disconnected', message: /The connection is closed. Call connect\(\)/ });
});

test('a connect() that threw leaves nothing behind', (t) => {
  class Throwing {
    constructor() {
      throw new Error('no');
    }
  }
  assert.throws(() => connect('https://example.test', { WebSocket: Throwing }));
  assert.throws(() => connect('not a url', { WebSocket: FakeSocket }));
  assert.throws(() => connect('https://example.test', { WebSocket: FakeSocket, reconnectDelay: 5 }));
  const { server } = start(t);
  server.socket.welcome();
  ignore(DotNet.invokeMethodAsync('A', 'M'));
  assert.equal(server.socket.take().length, 1);
});

test('a connection that is lost and tried again stays the one that is meant', async (t) => {
  const { server } = start(t);
  server.socket.welcome();
  server.socket.drop();
  const call = DotNet.invokeMethodAsync('A', 'M');
  (await server.nextSocket()).welcome();
  server.socket.receive(['reply', 1], '5');
  assert.equal(await call, 5);
});

test('when several connections are open, the error names the function to use', (t) => {
  const [one, two] = [start(t), start(t)];
  for (const [call, name] of [
    [() => DotNet.invokeMethodAsync('A', 'M'), 'invokeMethodAsync'],
    [() => DotNet.invokeMethod('A', 'M'), 'invokeMethod'],
    [() => DotNet.withSignal(new AbortController().signal).invokeMethodAsync('A', 'M'), 'withSignal'],
    [() => DotNet.withOptions({}).invokeMethodAsync('A', 'M'), 'withOptions'],
  ]) {
    const message = failure(call);
    assert.match(message, new RegExp(`2 connections are open.*connection\\.${name} `));
    assert.doesNotMatch(message, /\.NET|dispatcher/);
  }
  two.connection.close();
  one.server.socket.welcome();
  ignore(DotNet.invokeMethodAsync('A', 'M'));
  assert.equal(one.server.socket.take().filter(([kind]) => kind === 'call').length, 1);
});

test('an instance that has ended makes room for the next', (t) => {
  t.mock.method(console, 'error', () => {});
  const trapped = new FakeModule();
  connectWasm(trapped);
  trapped.behind.invoke = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  assert.throws(() => DotNet.invokeMethod('A', 'M'), { code: 'disconnected' });
  const closed = new FakeModule();
  connectWasm(closed).close();
  assert.throws(() => connectWasm({}), /does not export `interop`/);

  const last = new FakeModule();
  last.behind.invoke = () => 42;
  const connection = connectWasm(last);
  t.after(() => connection.close());
  assert.equal(DotNet.invokeMethod('A', 'M'), 42);
});

test('a connection that uses a fresh instance is the default connection again', (t) => {
  const connection = connectWasm(new FakeModule());
  connection.close();
  const fresh = new FakeModule();
  fresh.behind.invoke = () => 7;
  connection.reconnect(fresh);
  t.after(() => connection.close());
  assert.equal(DotNet.invokeMethod('A', 'M'), 7);
});

/** Another copy of the client, as a page has that loads it from two places. */
async function copy(t) {
  const folder = mkdtempSync(`${tmpdir()}/interop-js-`);
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(fileURLToPath(new URL('../src', import.meta.url)), folder, { recursive: true });
  return (name) => import(new URL(name, pathToFileURL(`${folder}/`)).href);
}

/** Members of the bundle have other names: what copies share must not be among them. */
const COPIES = {
  'a copy of it': async (t) => (await copy(t))('index.js'),
  'the served bundle': () => import('../../interop-server/client/index.js'),
};
for (const [name, load] of Object.entries(COPIES)) {
  test(`the client and ${name} share their connections`, async (t) => {
    const second = await load(t);
    assert.notEqual(second.DotNet, DotNet);
    const { connection, server } = start(t);
    server.socket.welcome();
    ignore(second.DotNet.invokeMethodAsync('A', 'M'));
    assert.equal(server.socket.take().filter(([kind]) => kind === 'call').length, 1);
    connection.close();
    assert.throws(() => {
      const two = [first, second].map((client) => client.connect('https://example.test', { WebSocket: FakeSocket }));
      t.after(() => two.forEach((each) => each.close()));
      second.DotNet.invokeMethodAsync('A', 'M');
    }, /2 connections are open/);
  });

  test(`objects of the page have one id each, whether the client or ${name} has made their references`, async (t) => {
    const second = await load(t);
    const [mine, theirs] = [{ mine: true }, { theirs: true }];
    const references = [DotNet.createJSObjectReference(mine), second.DotNet.createJSObjectReference(theirs)];
    assert.notEqual(references[0].__jsObjectId, references[1].__jsObjectId);
    const { server } = start(t);
    server.socket.welcome();
    server.socket.receive(['invoke', 2, 'theirs', 0, references[1].__jsObjectId, 3], '[]');
    assert.deepEqual((await server.socket.next('result'))[1], [2, true, true]);
  });
}

test('the script makes one connection however often the page loads it', async (t) => {
  const sockets = [];
  globalThis.WebSocket = class extends FakeSocket {
    constructor(...given) {
      super(...given);
      sockets.push(this);
    }
  };
  t.after(() => delete globalThis.WebSocket);
  const load = await copy(t);
  const { interop } = await load('interop.js');
  assert.equal((await load('interop.js?v=2')).interop, interop);
  assert.equal(sockets.length, 1);
  interop.close();
  const again = (await load('interop.js?v=3')).interop;
  t.after(() => again.close());
  assert.notEqual(again, interop);
  assert.equal(sockets.length, 2);
  sockets[1].welcome();
  ignore(globalThis.DotNet.invokeMethodAsync('A', 'M'));
  assert.equal(sockets[1].take().length, 1);
});
