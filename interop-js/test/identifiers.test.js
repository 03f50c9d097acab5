// What an identifier stands for: what is there when it is used, on both hosts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DotNet } from '../src/index.js';
import { startConnected } from './support/fake-server.js';
import { startWasm } from './support/fake-module.js';

const { FunctionCall, ConstructorCall, GetValue, SetValue } = DotNet.JSCallType;

/** How each host calls JavaScript: the result, or the first line of the error. */
const hosts = {
  'a server'(t) {
    const { socket } = startConnected(t);
    let taskId = 1;
    return async (identifier, callType, args = [], target = 0) => {
      socket.receive(['invoke', ++taskId, identifier, 0, target, callType], JSON.stringify(args));
      const [, [, succeeded, value]] = await socket.next('result');
      return succeeded ? value : new Error(value.split('\n')[0]);
    };
  },
  async 'WebAssembly, synchronously'(t) {
    const { module } = startWasm(t);
    return async (identifier, callType, args = [], target = 0) => {
      try {
        return JSON.parse(module.client.invokeSync(identifier, JSON.stringify(args), 0, target, callType) ?? 'null');
      } catch (error) {
        return new Error(error.message);
      }
    };
  },
};

for (const [host, start] of Object.entries(hosts)) {
  const onHost = (name, body) =>
    test(`${host}: ${name}`, async (t) => {
      const js = await start(t);
      t.after(() => delete globalThis.shop);
      await body({ js, fails: async (message, ...call) => assert.equal((await js(...call))?.message, message) }, t);
    });

  onHost('an object that takes the place of another is read, called and written', async ({ js }) => {
    globalThis.shop = { state: { count: 1, add: (n) => n + 1, Item: class { kind = 'old'; } } };
    const all = async () => [
      await js('shop.state.count', GetValue),
      await js('shop.state.add', FunctionCall, [1]),
      await js('shop.state.Item', ConstructorCall),
    ];
    assert.deepEqual(await all(), [1, 2, { kind: 'old' }]);
    await js('shop.state.count', SetValue, [5]);
    const old = shop.state;
    shop.state = { count: 10, add: (n) => n + 100, Item: class { kind = 'new'; } };
    assert.deepEqual(await all(), [10, 101, { kind: 'new' }]);
    await js('shop.state.count', SetValue, [11]);
    assert.deepEqual([old.count, shop.state.count], [5, 11]);
    delete shop.state.add;
    assert.match((await js('shop.state.add', FunctionCall)).message, /^The value 'shop.state.add' is not a function\.$/);
  });

  onHost('the same holds for members of an object that is held by its id', async ({ js }) => {
    const object = { inner: { value: 1 } };
    const { __jsObjectId: id } = DotNet.createJSObjectReference(object);
    assert.equal(await js('inner.value', GetValue, [], id), 1);
    object.inner = { value: 2 };
    assert.equal(await js('inner.value', GetValue, [], id), 2);
  });

  onHost('functions and classes have members', async ({ js }) => {
    class Tools {
      static limit = 3;
      static create(name) {
        return { name, isStatic: this === Tools };
      }
      static Part = class {
        id = 7;
      };
    }
    globalThis.shop = { Tools, run: Object.assign(() => 0, { options: { deep: true } }) };
    assert.deepEqual(await js('shop.Tools.create', FunctionCall, ['x']), { name: 'x', isStatic: true });
    assert.deepEqual(await js('shop.Tools.Part', ConstructorCall), { id: 7 });
    assert.equal(await js('shop.run.options.deep', GetValue), true);
    await js('shop.Tools.limit', SetValue, [4]);
    assert.equal(Tools.limit, 4);
    const { __jsObjectId: id } = DotNet.createJSObjectReference(Tools);
    assert.deepEqual(await js('create', FunctionCall, ['y'], id), { name: 'y', isStatic: true });
  });

  onHost('members of primitive values are those that a script finds', async ({ js, fails }) => {
    globalThis.shop = { name: 'tea', count: 1 };
    assert.equal(await js('shop.name.length', GetValue), 3);
    assert.equal(await js('shop.name.toUpperCase', FunctionCall), 'TEA');
    const because = 'its parent is a number and not an object.';
    await fails(`The property 'shop.count.x' is not defined or is not readable: ${because}`, 'shop.count.x', GetValue);
    await fails(`The property 'shop.count.x' is not writable: ${because}`, 'shop.count.x', SetValue, [1]);
    await fails("The value 'shop.count.x' is not a function.", 'shop.count.x', FunctionCall);
    await fails("Could not find 'shop.count.x.y' ('x' was undefined).", 'shop.count.x.y', GetValue);
  });

  onHost('the text names the parent that is not there', async ({ fails }) => {
    globalThis.shop = { missing: undefined, nothing: null };
    for (const type of [FunctionCall, ConstructorCall, GetValue, SetValue]) {
      await fails("Could not find 'shop.missing.x' ('missing' was undefined).", 'shop.missing.x', type, [1]);
      await fails("Could not find 'shop.nothing.x' ('nothing' was null).", 'shop.nothing.x', type, [1]);
      await fails("Could not find 'shop.none.x.y' ('none' was undefined).", 'shop.none.x.y', type, [1]);
      await fails("Could not find 'shop..x' ('' was undefined).", 'shop..x', type, [1]);
    }
    await fails("The value '' is not a function.", '', FunctionCall);
    await fails("The value 'shop.' is not a function.", 'shop.', FunctionCall);
  });

  onHost('what cannot be constructed or written says so', async ({ js, fails }) => {
    globalThis.shop = {
      arrow: () => 1,
      number: 1,
      frozen: Object.freeze({ a: 1 }),
      sealed: Object.preventExtensions(Object.create({ inherited: 1 })),
      readOnly: Object.create(Object.defineProperty({}, 'fixed', { value: 1 })),
      refusing: new Proxy({ a: 1 }, { set: () => false }),
      get computed() {
        return 1;
      },
      Fails: class {
        constructor() {
          throw new TypeError('no tea');
        }
      },
    };
    await fails("The value 'shop.arrow' is not a constructor.", 'shop.arrow', ConstructorCall);
    await fails("The value 'shop.number' is not a function.", 'shop.number', ConstructorCall);
    await fails('no tea', 'shop.Fails', ConstructorCall);
    for (const name of ['frozen.a', 'frozen.b', 'sealed.inherited', 'sealed.b', 'readOnly.fixed', 'refusing.a', 'computed']) {
      await fails(`The property 'shop.${name}' is not writable.`, `shop.${name}`, SetValue, [2]);
    }
    assert.deepEqual(await js('shop.frozen', GetValue), { a: 1 });
  });

  onHost('errors of getters, setters and proxies are the errors of the call', async ({ fails }) => {
    const error = () => {
      throw new Error('closed today');
    };
    globalThis.shop = {
      get broken() {
        return error();
      },
      set broken(_value) {
        error();
      },
      proxy: new Proxy({}, { get: error, has: error }),
    };
    for (const identifier of ['shop.broken', 'shop.broken.x', 'shop.proxy.x', 'shop.proxy.x.y']) {
      await fails('closed today', identifier, GetValue);
    }
    await fails('closed today', 'shop.broken', SetValue, [1]);
  });

  onHost('inherited members, members of proxies and names of the language are found as by a script', async ({ js }) => {
    class Base {
      greet() {
        return `hello from ${this.constructor.name}`;
      }
    }
    class Derived extends Base {}
    globalThis.shop = {
      derived: new Derived(),
      bare: Object.assign(Object.create(null), { toString: () => 'bare' }),
      virtual: new Proxy({}, { get: (_target, name) => `value of ${String(name)}` }),
      callable: Object.setPrototypeOf(function () {
        return this === globalThis.shop;
      }, null),
    };
    assert.equal(await js('shop.derived.greet', FunctionCall), 'hello from Derived');
    assert.equal(await js('shop.derived.constructor.name', GetValue), 'Derived');
    assert.equal(await js('shop.derived.__proto__.constructor.name', GetValue), 'Derived');
    assert.equal(await js('shop.bare.toString', FunctionCall), 'bare');
    assert.equal((await js('shop.bare.constructor', GetValue)).message.includes('is not defined'), true);
    assert.equal(await js('shop.virtual.anything', GetValue), 'value of anything');
    assert.equal(await js('shop.callable', FunctionCall), true);
  });

  onHost('the built-in functions stay what they are', async ({ js }, t) => {
    const original = globalThis.DotNet;
    t.after(() => Object.assign(globalThis, { DotNet: original }));
    globalThis.DotNet = { disposeJSObjectReferenceById: () => assert.fail('this is the page\'s') };
    const { __jsObjectId: id } = DotNet.createJSObjectReference({});
    await js('DotNet.disposeJSObjectReferenceById', FunctionCall, [id]);
    assert.match((await js('toString', FunctionCall, [], id)).message, /has it been disposed/);
  });
}
