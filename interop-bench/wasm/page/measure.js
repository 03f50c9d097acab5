/**
 * The calls that are measured: ours, and what wasm-bindgen alone costs for the same functions.
 */
import { DotNet, connectWasm } from '../client/index.js';
import init, * as app from '../module/interop_bench_wasm.js';

await init();
connectWasm(app);

const json = (call) => (...args) => JSON.parse(call(JSON.stringify(args)));
const add3Json = json(app.add3Json);
const describeJson = json(app.describeJson);
const basket = DotNet.invokeMethod('Shop', 'NewBasket');

/** What each returns is checked before it is measured. */
const CALLS = [
  { name: "DotNet.invokeMethod('Shop', 'Add3', 1, 2, 39)", call: () => DotNet.invokeMethod('Shop', 'Add3', 1, 2, 39), result: 42 },
  { name: 'the same, wasm-bindgen with JSON by hand', call: () => add3Json(1, 2, 39), result: 42 },
  { name: 'the same, wasm-bindgen with numbers', call: () => app.add3(1, 2, 39), result: 42 },
  {
    name: "DotNet.invokeMethod('Shop', 'Describe', 'vase', 2, true)",
    call: () => DotNet.invokeMethod('Shop', 'Describe', 'vase', 2, true),
    result: '2 x vase, fragile',
  },
  { name: 'the same, wasm-bindgen with JSON by hand', call: () => describeJson('vase', 2, true), result: '2 x vase, fragile' },
  { name: 'the same, wasm-bindgen with a string', call: () => app.describe('vase', 2, true), result: '2 x vase, fragile' },
  { name: "basket.invokeMethod('Count')", call: () => basket.invokeMethod('Count'), result: 0 },
  {
    name: "await DotNet.invokeMethodAsync('Shop', 'Add3Async', 1, 2, 39)",
    call: () => DotNet.invokeMethodAsync('Shop', 'Add3Async', 1, 2, 39),
    result: 42,
    isAsync: true,
  },
];

const ROUNDS = 40;
const BATCH = 5000;

globalThis.measure = async () => {
  const fastest = CALLS.map(() => Infinity);
  for (const { name, call, result } of CALLS) {
    const returned = await call();
    if (returned !== result) {
      throw new Error(`${name} returned ${returned}`);
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { call, isAsync }] of CALLS.entries()) {
      const began = performance.now();
      if (isAsync) {
        for (let i = 0; i < BATCH; i++) {
          await call();
        }
      } else {
        for (let i = 0; i < BATCH; i++) {
          call();
        }
      }
      fastest[index] = Math.min(fastest[index], ((performance.now() - began) * 1e6) / BATCH);
    }
  }
  return CALLS.map(({ name }, index) => ({ name, ns: fastest[index], rounds: ROUNDS }));
};
