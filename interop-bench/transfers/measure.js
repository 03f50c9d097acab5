// Transfers the same bytes with the client of this project and with `fetch`, in turns, and prints the seconds of each
// transfer as JSON. Arguments: the address of the server, and the transfer.
import { createRequire } from 'node:module';
import { connect, DotNet } from '../../interop-js/src/index.js';

const { WebSocket } = createRequire(new URL('../../interop-js/package.json', import.meta.url))('ws');

const [address, transfer] = process.argv.slice(2);
const ROUNDS = 7;
const FILE = new Uint8Array(16 * 1024 * 1024).fill(7);
const SMALL = FILE.slice(0, 20 * 1024);
const LINES_BYTES = 50_000 * 40;

const connection = connect(`ws://${address}/_interop`, { WebSocket });

const call = (method, ...args) => connection.invokeMethodAsync('Transfers', method, ...args);
const get = async (path) => (await (await fetch(`http://${address}/${path}`)).arrayBuffer()).byteLength;
const post = async (body) => Number(await (await fetch(`http://${address}/upload`, { method: 'POST', body })).text());
const read = async (method) => (await (await call(method)).arrayBuffer()).byteLength;
const upload = (bytes) => call('upload', DotNet.createJSStreamReference(bytes));

/** For each transfer: ours, the peer's, and the number of bytes. */
const TRANSFERS = {
  download: [() => read('file'), () => get('file'), FILE.length],
  upload: [() => upload(FILE), () => post(FILE), FILE.length],
  lines: [() => read('lines'), () => get('lines'), LINES_BYTES],
  small: [() => upload(SMALL), () => post(SMALL), SMALL.length],
};

const [ours, peer, length] = TRANSFERS[transfer];

async function seconds(run) {
  const begun = performance.now();
  const received = await run();
  if (received !== length) {
    throw new Error(`${received} of ${length} bytes were received`);
  }
  return (performance.now() - begun) / 1000;
}

const times = { ours: [], peer: [] };
// The first transfers connect, and the code is compiled.
await seconds(ours);
await seconds(peer);
for (let round = 0; round < ROUNDS; round++) {
  times.ours.push(await seconds(ours));
  times.peer.push(await seconds(peer));
}
console.log(JSON.stringify(times));
connection.close();
