// Stands for `cargo interop ts --watch`: reports what the test sends to it, and ends when its input does.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [port, ...args] = process.argv.slice(2);
const socket = connect(Number(port), '127.0.0.1');
socket.write(`${JSON.stringify({ args, folder: process.cwd() })}\n`);
createInterface({ input: socket }).on('line', (line) => {
  const [, text] = /^end with: (.*)/.exec(line) ?? [];
  if (text === undefined) {
    console.log(line);
  } else {
    console.error(`error: ${text}`);
    process.exit(101);
  }
});
process.stdin.on('end', () => process.exit(0)).resume();
