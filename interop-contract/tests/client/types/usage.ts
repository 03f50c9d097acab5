// What compiles and what does not: every line after `@ts-expect-error` is a mistake that TypeScript has to find.
import { DotNet, connect, connectWasm } from 'interop-js';
import { Cart, PageBool, PageU32, adopt, bind, checkContract, contract, delete_, hash, implement, isError, order, shop } from '../interop/shop.js';
import type { Article, Charts, OrderErrorCodes, External, Log, Picture, SkippedInput, Tick } from '../interop/shop.js';
import type { DotNetItems, ErrorOf, Received } from '../interop/runtime.js';
import { myWarehouse } from '../interop/my-warehouse.js';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equal<A, B>) => {};

export async function functions(signal: AbortSignal) {
  const sum: number = await shop.delete(1, 2);
  // @ts-expect-error: an argument is missing
  await shop.delete(1);
  // @ts-expect-error: it is a number
  await shop.delete('1', 2);
  // @ts-expect-error: there is one argument too many
  await shop.delete(1, 2, 3);
  // @ts-expect-error: there is no such function
  await shop.add(1, 2);
  // @ts-expect-error: the result is a number
  const text: string = await shop.delete(1, 2);
  await shop.delete(1, 2, { signal });
  // @ts-expect-error: not a signal
  await shop.delete(1, 2, { signal: 1 });
  const input: SkippedInput = { seen: 1, only_in: 2 };
  const skipped = await shop.skipped(input);
  same<typeof skipped.only_out, number>(true);
  same<typeof skipped.never_null, number | null | undefined>(true);
  // @ts-expect-error: results have no such field
  skipped.only_in;
  const one: External = { newtype: 1 };
  // @ts-expect-error: no such variant
  const other: External = 'units';
  await myWarehouse.order({ class: 1, "quote'\\": 2, 'with space': 3 });
  const bytes: Uint8Array = await shop.reversed(new Uint8Array([1]));
  // @ts-expect-error: arrays of numbers are no bytes
  await shop.reversed([1, 2]);
  return [sum, text, one, other, bytes, hash];
}

export async function interfaces(charts: Charts) {
  const board = implement<Charts>({
    draw: (data, title) => (title === null ? { width: data.length } : Promise.resolve({ width: title.length, height: 1 })),
    async child(name) {
      same<typeof name, string>(true);
      return name === 'left' ? charts : null;
    },
    showMessage: (text) => text.length,
    size: () => ({ width: 1 }),
    reverse: async (bytes) => bytes.slice(),
    countLines: async (cart) => (await cart.invokeMethodAsync<string[]>('lines')).length,
    'clear-all'(scale) {
      same<typeof scale.maxValue, number | null>(true);
    },
  });
  await shop.sameBoard(board);
  await shop.drawAll({ main: board, others: [board] });
  await shop.sizeNow();
  // @ts-expect-error: Rust gets a reference, which `implement` makes
  await shop.sameBoard(charts);
  // @ts-expect-error: methods are missing
  implement<Charts>({ showMessage: () => {} });
  // @ts-expect-error: the interface has to be named
  implement({ append: () => {} });
  // @ts-expect-error: the argument is a text
  implement<Log>({ append: (line: number) => {} });
  // @ts-expect-error: there is no such method
  implement<Log>({ append: () => {}, clear: () => {} });
  const log = implement<Log>({ append: () => {} });
  // @ts-expect-error: of another interface
  await shop.sameBoard(log);
  // @ts-expect-error: Rust needs the size at once
  const size: Charts['size'] = async () => ({ width: 1 });
  // @ts-expect-error: the width is missing
  const draw: Charts['draw'] = () => ({ height: 1 });
  return [size, draw];
}

export async function objects() {
  using cart = await Cart.open();
  await using nothing = null;
  const named = await Cart.open('Ada');
  same<typeof named, Cart>(true);
  const lines: number = await cart.addLine('tea');
  // @ts-expect-error: takes a text
  await cart.addLine(1);
  await shop.countLines(cart);
  const page = await shop.numbers();
  // @ts-expect-error: a page is no cart
  await shop.countLines(page);
  const items: number[] = await page.items();
  const opened = await shop.openAll();
  await opened.more['one']?.copy();
  const unknown: unknown = opened.pairs[0]?.[1];
  if (unknown instanceof PageU32) {
    await unknown.items();
  }
  return [nothing, lines, items];
}

export async function errors(how: string) {
  const outcome = await shop.order.try(how);
  if (outcome.ok) {
    same<typeof outcome.value, number>(true);
  } else if (outcome.error.code === 'out_of_stock') {
    same<typeof outcome.error.data, { left: number; others: Article[] }>(true);
  } else if (outcome.error.code === 'not-on-sale') {
    same<typeof outcome.error.data, string>(true);
    // @ts-expect-error: no such code
  } else if (outcome.error.code === 'lost') {
  }
  if (!outcome.ok && outcome.error.code === 'sold') {
    same<typeof outcome.error.data.picture, Uint8Array>(true);
  }
  try {
    await shop.order(how);
  } catch (error) {
    if (isError(shop.order, error, 'payment_error')) {
      same<typeof error.data.tryAgain, boolean>(true);
    }
    // @ts-expect-error: no such code
    isError(shop.order, error, 'lost');
    // Any code is possible.
    isError(shop.failWith, error, 'lost');
  }
}

/** Functions that are imported one by one, and the codes that several of them share. */
export async function singleFunctions(error: unknown) {
  const sum: number = await delete_(1, 2);
  // @ts-expect-error: an argument is missing
  await delete_(1);
  same<typeof order, typeof shop.order>(true);
  if (isError(order, error, 'out_of_stock') || isError(shop.carts, error, 'out_of_stock')) {
    same<typeof error.data, OrderErrorCodes['out_of_stock']>(true);
    same<typeof error.data.left, number>(true);
  }
  const show = (failure: ErrorOf<OrderErrorCodes>) => (failure.code === 'not-on-sale' ? failure.data.length : failure.message);
  // @ts-expect-error: no such code
  const never = (failure: ErrorOf<OrderErrorCodes>) => failure.code === 'lost';
  const { rows } = await shop.list();
  return [sum, show, never, rows];
}

export async function connections() {
  const server = bind(connect('https://example.com/_interop'));
  await server.delete(1, 2);
  // @ts-expect-error: a server is far away
  server.sync.delete(1, 2);
  const module = bind(connectWasm({} as Parameters<typeof connectWasm>[0]));
  const sum: number = module.sync.delete(1, 2);
  // @ts-expect-error: it is asynchronous
  module.sync.order('closed');
  // @ts-expect-error: its arguments are checked too
  module.sync.delete(1);
  return sum;
}

export function contracts() {
  const connection = connect('https://example.com');
  checkContract(connection, 'reload');
  checkContract(connectWasm({} as Parameters<typeof connectWasm>[0]));
  connection.addEventListener('connected', ({ detail }) => same<ReturnType<typeof contract>, 'same' | 'different' | 'unknown'>(!!contract(detail) as true));
  // @ts-expect-error: nothing else can be done
  checkContract(connection, 'close');
}

export async function streams(signal: AbortSignal) {
  for await (const tick of await shop.prices(3, { signal })) {
    same<typeof tick, Tick>(true);
    same<typeof tick.chart, Uint8Array>(true);
    // @ts-expect-error: the values have no such field
    tick.price;
  }
  // @ts-expect-error: the promise is not awaited
  for await (const tick of shop.prices(3)) {
  }
  // @ts-expect-error: it is read with `for await`
  for (const tick of await shop.prices(3)) {
  }
  for await (const cart of await shop.carts(['Ada'])) {
    same<typeof cart, Cart>(true);
    const lines: string[] = await cart.lines();
  }
  for await (const page of await shop.pages()) {
    same<typeof page, PageBool>(true);
  }
  const { rows, numbers } = await shop.list();
  for await (const { number, cart, lines } of rows) {
    same<typeof number, number>(true);
    same<typeof cart, Cart | null>(true);
    for await (const line of lines) {
      same<typeof line, string>(true);
    }
  }
  same<typeof numbers, { [key: string]: DotNetItems<number> }>(true);
  const one = await rows.next();
  if (!one.done) {
    one.value.number.toFixed();
  }
  await rows.return();
  const opaque = await shop.opaqueItems();
  same<typeof opaque, DotNetItems<unknown>>(true);
  for await (const line of await (await Cart.open()).watch()) {
    same<typeof line, string>(true);
  }
}

export async function errorsOfStreams() {
  const stream = await shop.prices(1);
  try {
    for await (const tick of stream) {
    }
  } catch (error) {
    if (isError(stream, error, 'no_seller')) {
      same<typeof error.data, { last: Picture }>(true);
    }
    // The method has the codes of its stream too.
    if (isError(shop.prices, error, 'no_seller')) {
      same<typeof error.data.last.data, Uint8Array>(true);
    }
    // @ts-expect-error: no such code
    isError(stream, error, 'lost');
    // @ts-expect-error: no such code
    isError(shop.prices, error, 'lost');
    // The call fails with codes of its own.
    isError(shop.carts, error, 'out_of_stock');
    const { rows } = await shop.list();
    isError(rows, error, 'closed');
  }
}

export async function streamsFromThePage(cart: Cart, readable: ReadableStream<number>) {
  async function* generator() {
    yield 1;
  }
  const sum: number = await shop.sum(generator());
  await shop.sum([1, 2]);
  await shop.sum([1, 2].values());
  await shop.sum(new Set([1]));
  await shop.sum(readable);
  // @ts-expect-error: a received stream cannot be sent
  await shop.sum(await shop.doubled([1]));
  // @ts-expect-error: the values are numbers
  await shop.sum(['1']);
  // @ts-expect-error: the values are numbers
  await shop.sum((async function* () { yield '1'; })());
  // @ts-expect-error: a number is no stream
  await shop.sum(1);
  // @ts-expect-error: a text is no stream
  await shop.sum('12');
  await shop.upload({ name: 'a', ticks: [{ sku: 'tea', unitPrice: 1 }] });
  await shop.upload({ name: 'a', ticks: [], carts: [cart] });
  // @ts-expect-error: the price is missing
  await shop.upload({ name: 'a', ticks: [{ sku: 'tea' }] });
  // @ts-expect-error: a text is no cart
  await shop.upload({ name: 'a', ticks: [], carts: ['cart'] });
  return sum;
}

export async function functionsOfThePage(tick: Tick) {
  const doubled: number[] = await shop.apply([1], (value, text) => {
    same<typeof value, number>(true);
    same<typeof text, string>(true);
    return value * 2;
  });
  await shop.apply([1], async (value) => value);
  // @ts-expect-error: the result is a number
  await shop.apply([1], (value) => `${value}`);
  // @ts-expect-error: the second argument is a text
  await shop.apply([1], (value: number, text: number) => value);
  // @ts-expect-error: it is called with two arguments
  await shop.apply([1], (a: number, b: string, c: number) => a);
  await shop.run({
    onProgress: (done, all) => console.log(done + all),
    async onCart(cart, others) {
      same<typeof cart, Received<Cart>>(true);
      // @ts-expect-error: it has no methods yet
      cart.lines();
      // @ts-expect-error: a cart is no page
      adopt(PageU32, cart);
      // @ts-expect-error: it is not adopted yet
      await shop.countLines(cart);
      const lines = await adopt(Cart, cart).lines();
      await shop.countLines(adopt(Cart, cart));
      return others[0] ? (await adopt(Cart, others[0]).lines()).concat(lines).join() : null;
    },
    others: [() => 1, async () => 2],
  });
  // @ts-expect-error: a function is missing
  await shop.run({ others: [] });
  // @ts-expect-error: no function
  await shop.run({ onProgress: 1, others: [] });
  const isCheap = await shop.sameFunction(({ unitPrice }) => unitPrice < 1);
  const cheap: boolean = await isCheap(tick);
  // @ts-expect-error: it takes a tick
  isCheap(1);
  const [sum, values] = await shop.pipe(
    async (numbers) => {
      let sum = 0;
      for await (const number of numbers) {
        sum += number;
      }
      return sum;
    },
    () => [1, 2],
  );
  same<typeof sum, number>(true);
  same<typeof values, number[]>(true);
  // @ts-expect-error: Rust reads numbers
  await shop.pipe(() => 1, () => ['1']);
  const [bytes, large] = await shop.convert((samples, integer, article) => {
    same<typeof samples, Float32Array>(true);
    same<typeof integer, bigint>(true);
    same<typeof article, Article>(true);
    return [new Uint8Array([1]), 2n];
  });
  same<typeof bytes, Uint8Array>(true);
  same<typeof large, bigint>(true);
  // @ts-expect-error: a number is no bigint
  await shop.convert(() => [new Uint8Array(), 2]);
  return [doubled, cheap];
}

export async function numbersOfOtherClasses() {
  same<Awaited<ReturnType<typeof shop.float32Array>>, Float32Array>(true);
  same<Awaited<ReturnType<typeof shop.bigInt64Array>>, BigInt64Array>(true);
  same<Awaited<ReturnType<typeof shop.byteBuffer>>, Uint8Array>(true);
  await shop.int16Array(new Int16Array([1]));
  // @ts-expect-error: of another class
  await shop.int16Array(new Float64Array([1]));
  // @ts-expect-error: the elements are bigints
  await shop.bigUint64Array(new Uint32Array([1]));
  await shop.plainArrays(new Float32Array([1]), [1, 2, 3], [4], [5, 6n]);
  await shop.plainArrays([1], new Float64Array([1, 2, 3]), new Int16Array([4]), new BigUint64Array([5n]));
  // @ts-expect-error: there are three numbers
  await shop.plainArrays([1], [1, 2], [], []);
  // @ts-expect-error: texts are no numbers
  await shop.plainArrays(['1'], [1, 2, 3], [], []);
  const ledger = await shop.ledger({ balance: 10n ** 30n, entries: [1n], samples: new Float64Array([1]) });
  same<typeof ledger.balance, bigint>(true);
  same<typeof ledger.limit, bigint | null>(true);
  same<typeof ledger.samples, Float64Array>(true);
  // @ts-expect-error: a number is no bigint
  await shop.ledger({ balance: 1, entries: [], samples: new Float64Array() });
  const product: bigint = await shop.factorial(30);
  // @ts-expect-error: a bigint is no number
  const rounded: number = await shop.factorial(30);
  await shop.difference(1n, 2);
  // @ts-expect-error: the argument needs no big integer
  await shop.factorial(30n);
  return [product, rounded];
}

/** Calls that are written without the generated functions. */
export async function unmodified(signal: AbortSignal, name: string) {
  const sum = await DotNet.invokeMethodAsync('Shop', 'delete', 1, 2);
  same<typeof sum, number>(true);
  // @ts-expect-error: no such method
  await DotNet.invokeMethodAsync('Shop', 'add', 1, 2);
  // @ts-expect-error: an argument is missing
  await DotNet.invokeMethodAsync('Shop', 'delete', 1);
  // @ts-expect-error: it is a number
  await DotNet.invokeMethodAsync('Shop', 'delete', '1', 2);
  // @ts-expect-error: there is one argument too many
  await DotNet.invokeMethodAsync('Shop', 'delete', 1, 2, 3);
  // @ts-expect-error: the result is a number
  const text: string = await DotNet.invokeMethodAsync('Shop', 'delete', 1, 2);
  // @ts-expect-error: the same over one of several connections
  await connect('https://example.com').invokeMethodAsync('Shop', 'delete', 1);
  // @ts-expect-error: the same with a signal
  await DotNet.withSignal(signal).invokeMethodAsync('Shop', 'delete', 1);
  // @ts-expect-error: and synchronously
  DotNet.invokeMethod('Shop', 'delete', 1);
  same<ReturnType<typeof synchronous>, number | null>(true);
  const order = await DotNet.invokeMethodAsync('My.Warehouse', 'order', { class: 1, "quote'\\": 2, 'with space': 3 });
  same<typeof order.class, number>(true);

  for await (const tick of await DotNet.invokeMethodAsync('Shop', 'prices', 1)) {
    same<typeof tick, Tick>(true);
  }
  for await (const cart of await DotNet.invokeMethodAsync('Shop', 'carts', ['Ada'])) {
    await adopt(Cart, cart).lines();
    // @ts-expect-error: a cart is no page
    adopt(PageU32, cart);
  }
  await DotNet.invokeMethodAsync('Shop', 'apply', [1], (value: number) => value);
  // @ts-expect-error: the function returns a number
  await DotNet.invokeMethodAsync('Shop', 'apply', [1], (value: number) => `${value}`);
  await adopt(Cart, await DotNet.invokeMethodAsync('Shop', 'open')).lines();

  // As without a generated client: another assembly, a name that is known only at run time, a type that the caller names.
  const dynamic = await DotNet.invokeMethodAsync(name, 'delete', 'anything');
  same<typeof dynamic, any>(true);
  const unknown = await DotNet.invokeMethodAsync('Unknown', 'delete');
  same<typeof unknown, any>(true);
  const named = await DotNet.invokeMethodAsync<number[]>('Unknown', 'delete');
  same<typeof named, number[]>(true);
  const claimed = await DotNet.invokeMethodAsync<number[]>('Shop', 'delete', 1, 2);
  same<typeof claimed, number[]>(true);
  return [text, sum];
}

const synchronous = () => DotNet.invokeMethod('Shop', 'delete', 1, 2);

export function events() {
  DotNet.on('articles.changed', (article, by) => {
    same<typeof article, Article>(true);
    same<typeof by, string | null>(true);
  });
  DotNet.on('shop.closed', () => {});
  DotNet.on('prices.published', (prices, carts) => {
    same<typeof prices, Tick[]>(true);
    same<typeof carts, (Received<Cart> | null)[]>(true);
    carts[0] && adopt(Cart, carts[0]).lines();
  });
  // @ts-expect-error: the handler gets an article
  DotNet.on('articles.changed', (article: number) => article);
  // @ts-expect-error: the handler gets no argument
  DotNet.on('shop.closed', (reason: string) => reason);
  DotNet.on('an.event.that.rust.does.not.declare', (anything: number) => anything);
}
