// Every generated function and method, called from Node.js on a server and in a WebAssembly module.
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { server, wasm } from './hosts.js';
import { callEverything } from './scenario.js';

const values = JSON.parse(await readFile(new URL('../values.json', import.meta.url), 'utf8'));
const board = new URL('./board.js', import.meta.url).href;

for (const [host, connectTo] of Object.entries({ server, wasm })) {
  test(`every function and method works on this host: ${host}`, async (t) => {
    await callEverything(await connectTo(t), host, { values, board }, (name, run) => t.test(name, run));
  });
}
