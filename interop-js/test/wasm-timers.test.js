/**
 * When the work of a circuit in the page runs.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WasmTimers } from '../src/wasm-timers.js';

/** Runs for this long, in milliseconds, whatever the speed of the machine. */
function work(milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** How many turns are taken by work that always wants another one, before the page has its own. */
async function turnsBeforeThePage(milliseconds) {
  let turns = 0;
  const timers = new WasmTimers(
    () => {
      turns += 1;
      work(milliseconds);
      timers.schedule();
    },
    () => {},
  );
  timers.schedule();
  await new Promise(setImmediate);
  timers.stop();
  return turns;
}

test('the page has its turn after many that are short', async () => {
  const turns = await turnsBeforeThePage(0);
  assert.ok(turns >= 1 && turns <= 200, `${turns} turns`);
});

test('the page has its turn after a few that take long', async () => {
  const turns = await turnsBeforeThePage(5);
  assert.ok(turns >= 1 && turns <= 8, `${turns} turns`);
});
