/**
 * What a page downloads to call a module of ten methods, as the default release profile builds it, without `wasm-opt`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { sizes } from '../../interop-bench/wasm/size.js';

/** In bytes, compressed. */
const BUDGET = { 'the module': 210_000, 'its wasm-bindgen script': 6_000 };

test('a module of ten methods stays within its budget', async (t) => {
  const folder = process.env.WASM_BENCH;
  assert.ok(folder, 'WASM_BENCH names no folder: run `cargo xtask test wasm`');
  const measured = await sizes(folder, fileURLToPath(new URL('../..', import.meta.url)));
  for (const [name, { bytes, gzipped }] of Object.entries(measured)) {
    t.diagnostic(`${name}: ${bytes} bytes, ${gzipped} gzipped`);
  }
  for (const [name, budget] of Object.entries(BUDGET)) {
    assert.ok(measured[name].gzipped <= budget, `${name}: ${measured[name].gzipped} bytes gzipped, the budget is ${budget}`);
  }
});
