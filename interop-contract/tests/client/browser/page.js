/** Calls everything from a page, whose URL names the host. The result is in `window.outcome`. */
import { connect, connectWasm } from 'interop-js';
import { callEverything } from '../test/scenario.js';
import values from '../values.json';
import { keepsUsing } from './using.ts';

const parameters = new URL(location.href).searchParams;
const host = parameters.get('host');
const passed = [];

async function connection() {
  if (host === 'server') {
    return connect(parameters.get('url'));
  }
  const app = await import(new URL('./typed_shop.js', location.href).href);
  await app.default();
  return connectWasm(app);
}

async function run() {
  const connected = await connection();
  await keepsUsing(connected);
  passed.push('using disposes an object');
  await callEverything(connected, host, { values, board: './board.js' }, async (name, step) => {
    await step();
    passed.push(name);
  });
}

run().then(
  () => (window.outcome = { passed }),
  (error) => (window.outcome = { passed, error: `${error?.stack ?? error}` }),
);
