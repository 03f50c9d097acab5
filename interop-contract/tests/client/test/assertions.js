/** The assertions of the scenario, which also runs where `node:assert` does not exist. */

export function fail(message) {
  throw new Error(message);
}

export function ok(value, message = 'expected a true value') {
  value || fail(message);
}

export function equal(actual, expected, message = '') {
  Object.is(actual, expected) || fail(`${message}: ${String(actual)} instead of ${String(expected)}`);
}

export function throws(run, pattern) {
  try {
    run();
  } catch (error) {
    ok(pattern.test(String(error)), `${error} does not match ${pattern}`);
    return;
  }
  fail('expected an exception');
}

/** Compares what JSON and byte arrays consist of. */
export function deepEqual(actual, expected, message = '') {
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) {
    equal(actual, expected, message);
    return;
  }
  equal(Object.prototype.toString.call(actual), Object.prototype.toString.call(expected), message);
  const keys = (object) => Object.keys(object).sort().join();
  equal(keys(actual), keys(expected), message);
  Object.keys(expected).forEach((key) => deepEqual(actual[key], expected[key], `${message}.${key}`));
}

/** What a promise rejects with. */
export const rejection = (promise) => promise.then((value) => fail(`resolved to ${value}`), (error) => error);

/** The values of a stream, and the error that ends it. */
export async function readAll(stream) {
  const values = [];
  try {
    for await (const value of stream) {
      values.push(value);
    }
  } catch (error) {
    return { values, error };
  }
  return { values };
}
