// What wasm-bindgen generates, as far as a loader sees it. Each URL is another instance.
import { FakeModule } from './fake-module.js';

const module = new FakeModule();
const { searchParams } = new URL(import.meta.url);
let isInitialized = false;

/** The query of this instance. */
export const query = String(searchParams);

export default async function init() {
  if (searchParams.has('broken')) {
    throw new Error('the module is broken');
  }
  isInitialized = true;
  module.behind.invoke = () => query;
}

export const interop = new Proxy(module.interop, {
  get: (exports, name) => (isInitialized ? exports[name] : undefined),
});

/** Ends the instance. */
export const panic = () => module.panic('a panic');
