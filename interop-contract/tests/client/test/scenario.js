/**
 * Every generated function and method, called on one connection: in Node.js and in a browser.
 */
import { DotNet } from 'interop-js';
import * as warehouse from '../interop/my-warehouse.js';
import { Cart, PageString, PageU32, bind, delete_, implement, isError, open, order, shop } from '../interop/shop.js';
import * as assert from './assertions.js';
import { moveValues } from './values-in-motion.js';

const camelCase = (id) => id.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** The functions, which note what is called. */
function noting(functions, called) {
  return new Proxy(functions, {
    get(target, name) {
      called.add(name);
      return target[name];
    },
  });
}

const { rejection } = assert;

/**
 * @param {any} connection The connection of `DotNet`.
 * @param {'server' | 'wasm'} host
 * @param {{ values: any, board: string }} files The values of the types, and the URL of a module that implements `Charts`.
 * @param {(name: string, run: () => Promise<void>) => Promise<void>} step Runs a part of it.
 */
export async function callEverything(connection, host, { values, board: boardUrl }, step) {
  const called = new Set();
  const bound = noting(bind(connection), called);

  await step('values come back as Rust writes them', async () => {
    for (const [id, { in: accepted, out }] of Object.entries(values)) {
      const echo = bound[camelCase(id)];
      for (const value of accepted) {
        const returned = await echo(value);
        if (host === 'wasm') {
          assert.deepEqual(bound.sync[camelCase(id)](value), returned, id);
        }
      }
      // What is written in one direction alone does not come back.
      for (const value of id === 'skipped' ? [] : out) {
        assert.deepEqual(await echo(value), value, id);
      }
    }
  });

  await step('bytes and streams', async () => {
    assert.deepEqual(await bound.reversed(new Uint8Array([1, 2])), new Uint8Array([2, 1]));
    const report = await bound.report();
    assert.equal(new TextDecoder().decode(await report.arrayBuffer()), 'report');
  });

  await step('odd ids', async () => {
    assert.equal(await bound.delete(1, 2), 3);
    assert.equal(await bound.placeOrderNow(0), true);
    assert.equal(await bound[42](), 42);
    assert.equal(await bound.remove(), null);
    assert.equal(await bound.opaque(7), 7);
    assert.equal(await bound.large(), 1);
    const value = { class: 1, "quote'\\": 2, 'with space': 3 };
    assert.deepEqual(await warehouse.bind(connection).order(value), value);
  });

  await step('objects have the methods of their type, wherever they are', async () => {
    const cart = await bound.open();
    assert.ok(cart instanceof Cart && !(cart instanceof PageU32));
    assert.equal(await cart.addLine('tea'), 1);
    const copy = await cart.copy();
    assert.deepEqual(await copy.lines(), ['tea']);
    assert.equal(await bound.countLines(copy), 1);
    const opened = await bound.openAll();
    for (const each of [opened.cart, opened.more.one, opened.inner.cart]) {
      assert.deepEqual(await each.lines(), []);
    }
    assert.equal(opened.more.none, null);
    assert.deepEqual(await opened.pairs[0][1].items(), [1, 2]);
    assert.deepEqual(await (await bound.numbers()).items(), [1, 2, 3]);
    const words = await bound.words();
    assert.ok(words instanceof PageString);
    assert.deepEqual(await words.items(), ['one']);
    if (host === 'wasm') {
      assert.equal(cart.sync.addLine('milk'), 2);
      assert.deepEqual(bound.sync.open('Ada').sync.lines(), ['Ada']);
    }
    copy[Symbol.dispose]();
    assert.equal((await rejection(copy.lines())).code, 'object_disposed');
  });

  await step('Rust calls what the page implements', async () => {
    const log = [];
    const board = (name, child) => ({
      draw(data, title) {
        log.push(`${name} draws ${data} ${title}`);
        return { width: data.length, height: 1 };
      },
      async child(which) {
        return which === 'left' ? child : null;
      },
      showMessage: (text) => log.push(text),
      size: () => ({ width: 7 }),
      reverse: (bytes) => bytes.toReversed(),
      countLines: async (cart) => (await cart.invokeMethodAsync('lines')).length,
      'clear-all': (scale) => void log.push(scale),
    });
    globalThis.typedShop = { log: { append: (line) => log.push(line) } };
    const [main, other] = [implement(board('main', board('child'))), implement(Object.freeze(board('frozen')))];
    const widths = await bound.drawAll({ main, others: [other, main] });
    assert.deepEqual(widths, [2, 0, 0, 1, 0, 2, 1, 1]);
    assert.deepEqual(log, [
      'drawing',
      'main draws 1,2.5 Sales',
      'frozen draws  null',
      'main draws  null',
      'child draws 0.5 null',
      { maxValue: null },
      'done',
    ]);
    assert.equal(await bound.sameBoard(main), main);
    assert.equal(await bound.drawWith(boardUrl), 1);
    assert.equal(await bound.sizeNow(), null);
    if (host === 'wasm') {
      assert.equal(bound.sync.sizeNow(main), 7);
    } else {
      assert.equal((await rejection(bound.sizeNow(main))).code, 'internal');
    }
  });

  await moveValues(connection, bound, host, step);

  await step('errors have code and data, thrown or returned', async () => {
    assert.deepEqual(await bound.order.try('well'), { ok: true, value: 1 });
    const expected = {
      out_of_stock: { left: 2, others: [{ sku: 'tea' }] },
      'not-on-sale': 'tea',
      closed: undefined,
      sold: {
        picture: new Uint8Array([1, 2]),
        pages: [{ data: new Uint8Array(), smaller: { data: new Uint8Array([3]), smaller: null } }],
      },
      payment_error: { tryAgain: true },
    };
    for (const [code, data] of Object.entries(expected)) {
      const error = await rejection(bound.order(code));
      assert.ok(isError(shop.order, error, code), `${error.code}`);
      assert.deepEqual(error.data, data);
      const { ok, error: returned } = await bound.order.try(code);
      assert.deepEqual([ok, returned.code, returned.data], [false, code, data]);
    }
    assert.equal((await rejection(bound.order('internal'))).code, 'internal');
    const { error } = await bound.failWith.try('my_code');
    assert.deepEqual([error.code, error.data], ['my_code', 7]);
  });

  await step('a signal cancels, and its reason is what the call rejects with', async () => {
    const controller = new AbortController();
    const waiting = bound.wait({ signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    assert.equal(await rejection(waiting), reason);
    assert.equal(await bound.delete(1, 2, { signal: new AbortController().signal }), 3);
  });

  await step('the functions that are not bound call what DotNet calls', async () => {
    assert.equal(await shop.delete(1, 2), await DotNet.invokeMethodAsync('Shop', 'delete', 1, 2));
    assert.deepEqual(await (await Cart.open('Ada')).lines(), ['Ada']);
    // Each is exported on its own, too.
    assert.equal(await delete_(1, 2), 3);
    assert.ok((await open('Ada')) instanceof Cart);
    const { error } = await order.try('sold');
    assert.ok(isError(order, error, 'sold') && error.data.picture instanceof Uint8Array);
    assert.equal((await rejection(warehouse.order())).method, 'order');
  });

  await step('events reach the handlers with the arguments that are declared', async () => {
    const heard = [];
    const stop = ['articles.changed', 'shop.closed'].map((name) => DotNet.on(name, (...args) => heard.push([name, ...args])));
    // Events arrive in order with the answer.
    await bound.announce('tea');
    assert.deepEqual(heard, [['articles.changed', { sku: 'tea' }, null], ['shop.closed']]);
    stop.forEach((remove) => remove());
  });

  await step('a reference that Rust has not taken ends with the connection', async () => {
    const { __jsObjectId: before } = DotNet.createJSObjectReference({});
    await rejection(connection.invokeMethodAsync('Shop', 'missing', implement({ draw: () => 1 })));
    const id = before + 1;
    assert.equal(DotNet.findJSFunction('draw', id)(), 1);
    await connection.close();
    assert.throws(() => DotNet.findJSFunction('draw', id), /does not exist/);
  });

  const all = Object.keys(bind(connection));
  assert.deepEqual(all.filter((name) => !called.has(name)), [], 'functions that no step calls');
}
