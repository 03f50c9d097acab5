/**
 * Connections with the project's own client, and functions of the page for Rust to call.
 */
import { connectWasm } from '../../../interop-js/src/index.js';
import { instantiate } from './module.js';

/** The tests of a file share an instance, except for tests that end one. */
let shared;

/**
 * Connects to the shared instance or to that of `app`, with these options, until the test ends.
 *
 * @param {import('node:test').TestContext} t
 * @param {object} [options]
 * @param {any} [app]
 */
export async function connect(t, options = {}, app) {
  app ??= await (shared ??= instantiate());
  app.configure(JSON.stringify({ detailedErrors: true, ...options }));
  const connection = connectWasm(app);
  t.after(() => connection.close());
  return Object.assign(connection, {
    app,
    /** Calls of the assembly `Tests`. */
    call: (method, ...args) => connection.invokeMethod('Tests', method, ...args),
    callAsync: (method, ...args) => connection.invokeMethodAsync('Tests', method, ...args),
  });
}

let pages = 0;

/**
 * Provides functions for Rust to call, and returns the prefix of their identifiers. The prefix is unique, so that the
 * tests of a file do not interfere.
 *
 * @param {Record<string, any>} members
 */
export function page(members) {
  const name = `page${++pages}`;
  Object.assign(globalThis, { [name]: members });
  return name;
}

/** The rejection reason of a promise. */
export const rejection = (promise) =>
  promise.then(
    (value) => {
      throw new Error(`it resolved to ${JSON.stringify(value)}`);
    },
    (error) => error,
  );

/** The value thrown by an action. */
export function thrown(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Waits for a condition while running the garbage collector. */
export async function eventually(condition) {
  for (let round = 0; round < 200; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (condition()) {
      return;
    }
  }
  throw new Error(`it never came to be: ${condition}`);
}
