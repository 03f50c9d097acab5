/**
 * Measures calls of a WebAssembly module in Chromium, and what the module weighs: `cargo xtask bench wasm`.
 *
 * The folder of the module comes in the environment variable `WASM_BENCH`. With `--check`, a missed target is a failure.
 */
import { fileURLToPath } from 'node:url';

import { launchBrowser } from '../../e2e/browser.js';
import { serve } from './serve.js';
import { sizes } from './size.js';

/** Row 10 of the promises: a synchronous call with three arguments, in nanoseconds. */
const TARGET = 1500;

const folder = process.env.WASM_BENCH;
if (!folder) {
  throw new Error('WASM_BENCH names no folder: run `cargo xtask bench wasm`.');
}
const server = await serve(folder);
const browser = await launchBrowser();
let calls;
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(server.url);
  await page.waitForFunction(() => 'measure' in globalThis);
  calls = await page.evaluate(() => globalThis.measure());
} finally {
  await browser.close();
  server.stop();
}

const { length: width } = calls.map(({ name }) => name).sort((a, b) => b.length - a.length)[0];
console.log(`Calls in ${browser.version()}, nanoseconds each, the fastest of ${calls[0].rounds} rounds that take turns:\n`);
for (const { name, ns } of calls) {
  console.log(`  ${name.padEnd(width)}  ${ns.toFixed(0).padStart(6)}`);
}
const row10 = calls[0].ns;
const met = row10 <= TARGET;
console.log(`\n10. invokeMethod with three arguments: ${row10.toFixed(0)} ns, target ${TARGET} ns: ${met ? 'met' : 'MISSED'}`);

console.log('\nBytes of a module with ten methods, in a release build:\n');
for (const [name, { bytes, gzipped }] of Object.entries(await sizes(folder, fileURLToPath(new URL('../..', import.meta.url))))) {
  console.log(`  ${name.padEnd(24)}  ${String(bytes).padStart(8)}  gzipped ${String(gzipped).padStart(7)}`);
}
process.exitCode = !met && process.argv.includes('--check') ? 1 : 0;
