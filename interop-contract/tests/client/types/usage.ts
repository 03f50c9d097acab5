// What compiles and what does not: every line after `@ts-expect-error` is a mistake that TypeScript has to find.
import { DotNet, connect, connectWasm } from 'interop-js';
import { Cart, PageU32, bind, checkContract, contract, hash, implement, isError, shop } from '../interop/shop.js';
import type { Article, Charts, External, Log, SkippedInput } from '../interop/shop.js';
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
  // @ts-expect-error: the handler gets an article
  DotNet.on('articles.changed', (article: number) => article);
  // @ts-expect-error: the handler gets no argument
  DotNet.on('shop.closed', (reason: string) => reason);
  DotNet.on('an.event.that.rust.does.not.declare', (anything: number) => anything);
}
