/**
 * What a page downloads to call a module of ten methods, without `wasm-opt`: as the default release profile builds it, and as the
 * profile does that the guide recommends for modules.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { sizes } from '../../interop-bench/wasm/size.js';

/** In bytes, compressed, by the variable with the folder of the module. */
const BUDGETS = {
  WASM_BENCH: { profile: 'release', 'the module': 190_300, 'its wasm-bindgen script': 6_000 },
  WASM_BENCH_SMALL: { profile: 'wasm-release', 'the module': 127_800, 'its wasm-bindgen script': 6_000 },
};

for (const [variable, { profile, ...budgets }] of Object.entries(BUDGETS)) {
  test(`a module of ten methods built with the profile ${profile} stays within its budget`, async (t) => {
    const folder = process.env[variable];
    assert.ok(folder, `${variable} names no folder: run \`cargo xtask test wasm\``);
    const measured = await sizes(folder, fileURLToPath(new URL('../..', import.meta.url)));
    for (const [name, { bytes, gzipped }] of Object.entries(measured)) {
      t.diagnostic(`${name}: ${bytes} bytes, ${gzipped} gzipped`);
    }
    for (const [name, budget] of Object.entries(budgets)) {
      const { gzipped } = measured[name];
      assert.ok(gzipped <= budget, `${name}: ${gzipped} bytes gzipped, the budget is ${budget}`);
    }
  });
}
