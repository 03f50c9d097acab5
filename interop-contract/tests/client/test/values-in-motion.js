/**
 * Streams of values, functions, and numbers of other classes, called on one connection: in Node.js and in a browser.
 */
import { DotNet } from 'interop-js';
import { Cart, PageBool, PageU32, adopt, isError, shop } from '../interop/shop.js';
import * as assert from './assertions.js';

const { readAll, rejection } = assert;

/** The steps of the scenario with these values. */
export async function moveValues(connection, bound, host, step) {
  await step('a stream has the values that are declared, and ends with the declared error', async () => {
    const stream = await bound.prices(2);
    const { values, error } = await readAll(stream);
    const chart = new Uint8Array([1, 2]);
    assert.deepEqual(values, [{ sku: 'tea 0', unitPrice: 0, chart }, { sku: 'tea 1', unitPrice: 0.5, chart }]);
    assert.ok(isError(stream, error, 'no_seller') && isError(shop.prices, error, 'no_seller'), `${error}`);
    assert.deepEqual(error.data, { last: { data: new Uint8Array([7]), smaller: null } });
    assert.deepEqual((await readAll(await bound.opaqueItems())).values, []);
    if (host === 'wasm') {
      assert.equal((await readAll(bound.sync.prices(3))).values.length, 3);
    }
  });

  await step('objects of streams have the methods of their type', async () => {
    const { values: carts } = await readAll(await bound.carts(['Ada', 'Ben']));
    assert.ok(carts.every((cart) => cart instanceof Cart));
    assert.deepEqual(await carts[1].lines(), ['Ben']);
    assert.deepEqual((await readAll(await carts[0].watch())).values, ['Ada']);
    assert.ok(isError(shop.carts, await rejection(bound.carts([])), 'closed'));
    for await (const page of await bound.pages()) {
      assert.ok(page instanceof PageBool && !(page instanceof PageU32));
      assert.deepEqual(await page.items(), [true]);
      break;
    }
  });

  await step('streams are anywhere in a result, and in the values of streams', async () => {
    const { total, rows, numbers } = await bound.list();
    assert.equal(total, 2);
    const { values, error } = await readAll(rows);
    assert.ok(isError(rows, error, 'closed'));
    assert.deepEqual(values.map(({ number }) => number), [0, 1]);
    assert.equal(values[0].cart, null);
    assert.deepEqual(await values[1].cart.lines(), ['owner 1']);
    assert.deepEqual((await readAll(values[1].lines)).values, ['line 1']);
    assert.deepEqual((await readAll(numbers.few)).values, [1, 2]);
  });

  await step('every source of values that the types allow is read', async () => {
    const readable = new ReadableStream({
      start(controller) {
        [1, 2.5].forEach((number) => controller.enqueue(number));
        controller.close();
      },
    });
    const generator = async function* () {
      yield 1;
      yield 2.5;
    };
    const iterator = {
      left: [1, 2.5],
      next() {
        return this.left.length ? { value: this.left.shift(), done: false } : { value: undefined, done: true };
      },
      [Symbol.iterator]() {
        return this;
      },
    };
    for (const source of [[1, 2.5], [1, 2.5].values(), new Set([1, 2.5]), readable, generator(), iterator]) {
      assert.equal(await bound.sum(source), 3.5, Object.prototype.toString.call(source));
    }
    assert.deepEqual((await readAll(await bound.doubled(generatorOf(1, 2)))).values, [2, 4]);
    const ticks = generatorOf({ sku: 'tea', unitPrice: 2, chart: new Uint8Array([3]) }, { sku: 'milk', unitPrice: 1.5 });
    const carts = [await bound.open('Ada'), await bound.open('Ben')];
    assert.deepEqual(await bound.upload({ name: 'all', ticks, carts: generatorOf(...carts) }), ['all', 'tea 2 [3]', 'milk 1.5 []', 'Ada', 'Ben']);
    assert.deepEqual(await bound.upload({ name: 'few', ticks: [] }), ['few']);
    // What the types do not allow.
    assert.equal((await rejection(bound.sum(await bound.doubled([1])))).code, 'invalid_arguments');
    assert.equal((await rejection(bound.sum('12'))).code, 'invalid_arguments');
  });

  await step('functions are called with the arguments that are declared', async () => {
    const seen = [];
    const twice = (value, text) => {
      seen.push(text);
      return value * 2;
    };
    assert.deepEqual(await bound.apply([1, 2], twice), [2, 4]);
    assert.deepEqual(await bound.apply(new Int32Array([3]), async (value) => value), [3]);
    assert.deepEqual(seen, ['1', '2']);
    const progress = [];
    const texts = await bound.run({
      onProgress: (done, all) => void progress.push([done, all]),
      async onCart(cart, [other]) {
        assert.ok(!(cart instanceof Cart));
        assert.equal(await bound.countLines(adopt(Cart, cart)), 1);
        assert.ok(cart instanceof Cart);
        assert.throws(() => adopt(PageU32, cart), /another type/);
        return [...(await cart.lines()), ...(await adopt(Cart, other).lines())].join();
      },
      others: [() => 1.5, async () => 2],
    });
    assert.deepEqual(texts, ['Ada,Ben', '1.5', '2']);
    assert.deepEqual(progress, [[1, 2], [2, 2]]);
    assert.deepEqual(await bound.run({ onProgress() {}, others: [] }), []);
    const same = await bound.sameFunction(twice);
    assert.equal(same, twice);
    assert.throws(() => adopt(Cart, {}), /no reference/);
  });

  await step('streams are arguments and results of functions', async () => {
    const sum = async (numbers) => (await readAll(numbers)).values.reduce((sum, number) => sum + number);
    assert.deepEqual(await bound.pipe(sum, () => generatorOf(4, 5)), [6, [4, 5]]);
  });

  await step('typed arrays of every kind come back as what they are', async () => {
    const kinds = [Int8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array];
    for (const Kind of kinds) {
      const name = Kind.name[0].toLowerCase() + Kind.name.slice(1);
      const values = Kind.name.startsWith('Big') ? [1n, 2n, 3n] : [1, 2, 3];
      const returned = await bound[name](new Kind(values));
      assert.deepEqual([returned.constructor, [...returned]], [Kind, values.toReversed()], Kind.name);
      if (host === 'wasm') {
        assert.equal(bound.sync[name](new Kind(values)).constructor, Kind);
      }
    }
    assert.deepEqual(await bound.byteBuffer(new Uint8Array([1, 2])), new Uint8Array([1, 2]));
    const typed = [new Float32Array([0.5]), new Float64Array([1, 2, 3]), new Int16Array([-4]), new BigUint64Array([5n])];
    assert.deepEqual(await bound.plainArrays(...typed), [0.5, 1, 2, 3, -4, 5]);
    assert.deepEqual(await bound.plainArrays([0.5], [1, 2, 3], [-4], [5, 6n]), [0.5, 1, 2, 3, -4, 5, 6]);
  });

  await step('big integers come back with all their digits', async () => {
    assert.equal(await bound.factorial(30), 265252859812191058636308480000000n);
    assert.equal(await bound.difference(2n ** 64n - 1n, -1), 2n ** 64n);
    assert.equal(await bound.difference(7, 2n ** 62n), 7n - 2n ** 62n);
    const ledger = { balance: -(10n ** 30n), entries: [0n, 2n ** 64n - 1n], limit: null, samples: new Float64Array([0.1]) };
    assert.deepEqual(await bound.ledger(ledger), ledger);
    const converted = await bound.convert((samples, integer, article) => {
      assert.deepEqual([samples, integer, article], [new Float32Array([0.5, 1]), 2n ** 128n - 1n, { sku: 'tea' }]);
      return [new Uint8Array([9]), -1n];
    });
    assert.deepEqual(converted, [new Uint8Array([9]), -1n]);
  });

  await step('handlers receive references, which become objects of their type', async () => {
    const heard = [];
    const stop = DotNet.on('prices.published', (...args) => heard.push(args));
    await bound.publish();
    stop();
    const [[prices, [cart, none]]] = heard;
    assert.deepEqual([prices[0].sku, none], ['tea 1', null]);
    assert.deepEqual(await adopt(Cart, cart).lines(), ['Ada']);
    // As calls without the generated functions return them.
    assert.deepEqual(await adopt(Cart, await connection.invokeMethodAsync('Shop', 'open', 'Ben')).lines(), ['Ben']);
  });
}

/** An asynchronous generator of these values. */
async function* generatorOf(...values) {
  yield* values;
}
