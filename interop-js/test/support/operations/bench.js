// What the operations work with.

/**
 * @typedef {object} Bench The environment of an operation.
 * @property {any} DotNet
 * @property {any} dispatcher The result of the first `attachDispatcher`.
 * @property {(calls?: any[][]) => any[][]} sent The calls of the host since the operation began.
 * @property {(name: string, value: unknown) => void} keep Stores a value for later operations.
 * @property {Record<string, any>} kept
 * @property {() => any} newHost
 */

/** @typedef {[string, (bench: Bench) => any, { better: string, ours: any }?]} Operation */

/** The values of the page, which both clients share. */
export function setUpPage() {
  const page = {
    number: 1,
    missing: undefined,
    nothing: null,
    get accessor() {
      return 7;
    },
    get readOnly() {
      return 1;
    },
    set writeOnly(_value) {},
    frozen: Object.freeze({ a: 1 }),
    closed: Object.preventExtensions({ q: 1 }),
    deep: { er: { self() { return this === page.deep.er; }, value: 3 } },
    Point: class Point {
      constructor(x, y) {
        this.x = x;
        this.y = y;
      }
    },
    count: (...args) => args.length,
    identity: (value) => value,
    later: async () => 5,
    fails() {
      throw new TypeError('boom');
    },
    rejects: (reason) => Promise.reject(reason),
    rejectsWithObject: () => Promise.reject({}),
    circular() {
      const value = {};
      value.self = value;
      return value;
    },
    bytes: () => new Uint8Array([1, 2, 3]),
    nestedBytes: () => ({ list: [new Uint8Array([1]), new Uint8Array([2])] }),
    withMember: Object.assign(() => 'called', { member: () => 4, object: { inner() { return 1; } } }),
  };
  Object.defineProperty(page, 'constant', { value: 3, writable: false });
  Object.assign(globalThis, { page, arrow: () => 1, greet: () => 'first' });
}

/** Calls the function that an identifier refers to. */
export const find = (identifier, target = 0, callType) => ({ DotNet }) => {
  const found = DotNet.findJSFunction(identifier, target, callType);
  return callType === undefined || callType === 1 ? found() : typeof found;
};

/** Calls JavaScript as a host does. */
export const begin = (...message) => async ({ dispatcher, sent }) => {
  await dispatcher.beginInvokeJSFromDotNet(...message);
  return sent();
};

/** The result of a call, or what it throws. */
export const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return error;
  }
};
