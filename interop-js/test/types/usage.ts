// What users write in TypeScript. It is compiled, not run.
import { DotNet, DotNetStream, WasmConnection, connect, connectWasm, type DotNetCallDispatcher, type EventHandler, type InteropError } from 'interop-js';
import { interop } from 'interop-js/interop.js';

export async function calls(helper: DotNet.DotNetObject, signal: AbortSignal) {
  const numbers: number[] = await DotNet.invokeMethodAsync<number[]>('BlazorSample', 'ReturnArrayAsync', 3);
  const anything = await DotNet.invokeMethodAsync('BlazorSample', 'Anything');
  anything.property;
  const sum: number | null = DotNet.invokeMethod<number>('BlazorSample', 'Add', 2, 40);
  const greeting: string = await helper.invokeMethodAsync<string>('GetHelloMessage');
  const cancellable: string = await helper.withSignal(signal).invokeMethodAsync<string>('GetHelloMessage');
  const found: number = await DotNet.withSignal(signal).invokeMethodAsync<number>('Shop', 'Search', 'tea');
  helper.dispose();
  // @ts-expect-error: an id is a string.
  void helper.invokeMethodAsync(5);
  return { numbers, sum, greeting, cancellable, found };
}

export function references() {
  const reference = DotNet.createJSObjectReference(globalThis);
  DotNet.disposeJSObjectReference(reference);
  DotNet.createJSStreamReference(new Blob([]));
  const type: 1 = DotNet.JSCallType.FunctionCall;
  const [parent, name]: [any, string] = DotNet.findObjectMember({}, 'a');
  DotNet.attachReviver((key, value) => (key === 'when' ? new Date(value) : value));
  return { type, parent, name };
}

export async function streams() {
  const stream = await DotNet.invokeMethodAsync<DotNetStream>('A', 'GetStream');
  const readable: ReadableStream<Uint8Array> = await stream.stream();
  const bytes: ArrayBuffer = await stream.arrayBuffer();
  return { readable, bytes };
}

export function hosts(host: DotNetCallDispatcher) {
  const dispatcher = DotNet.attachDispatcher(host);
  dispatcher.endInvokeDotNetFromJS('1', true, 'null');
  const minimal: DotNetCallDispatcher = {
    beginInvokeDotNetFromJS: (callId: number, _assembly, _method, _objectId, argsJson: string) => void [callId, argsJson],
    endInvokeJSFromDotNet: () => {},
    sendByteArray: (_id: number, _data: Uint8Array) => {},
  };
  return minimal;
}

export function connections() {
  const connection = connect('wss://example.com/_interop', { reconnectDelay: (attempt) => (attempt < 3 ? 1000 : null) });
  connection.addEventListener('connected', ({ detail }) => console.log(detail.circuit, detail.limits?.maxArgumentBytes));
  interop.addEventListener('disconnected', ({ detail }) => console.log(detail.code, detail.reason));
  interop.addEventListener('closed', () => {});
  interop.addEventListener('refused', ({ detail }) => console.log(detail.code, detail.reason));
  interop.addEventListener('failed', ({ detail }) => {
    const details: [number, number | null, number, string] = [detail.attempt, detail.delay, detail.code, detail.reason];
    return details;
  });
  connect(() => '/_interop', { failFast: true }).connect();
  connect(async () => new URL('https://example.com'));
  // @ts-expect-error: a number is no URL.
  connect(() => 5);
  const state: 'connecting' | 'connected' | 'closed' = connection.state;
  connection.close();
  return state;
}

export async function modules(app: typeof import('./app.js')) {
  const connection: WasmConnection = connectWasm(app);
  connection.addEventListener('connected', ({ detail }) => console.log(detail.circuit, detail.limits?.maxJsonDepth));
  connection.addEventListener('closed', ({ detail }) => {
    console.log(detail.reason);
    connection.reconnect(app);
  });
  const sum: number | null = connection.invokeMethod<number>('MyApp', 'Add', 2, 40);
  const later: number = await connection.invokeMethodAsync<number>('MyApp', 'Add', 2, 40);
  await connection.withSignal(AbortSignal.timeout(5)).invokeMethodAsync('MyApp', 'Slow');
  const state: 'connected' | 'closed' = connection.state;
  connection.close();
  return { sum, later, state };
}

export function errors(error: unknown) {
  const { message, code, data, assembly, method } = error as InteropError;
  return { message, code, data, assembly, method };
}

declare global {
  interface InteropEvents {
    'orders.changed'(order: { id: number }): void;
  }
}

export function events(app: typeof import('./app.js')) {
  const stop: () => void = DotNet.on('unknown', (order: { id: number }, count: number) => console.log(order.id, count));
  DotNet.on('orders.changed', (order) => order.id.toFixed());
  DotNet.on('orders.changed', async () => {});
  connectWasm(app).onEvent('orders.changed', (order) => order.id.toFixed());
  // @ts-expect-error: an order has no name.
  DotNet.on('orders.changed', (order) => order.name);
  // @ts-expect-error: the event has one argument.
  DotNet.once('orders.changed', (order, count: number) => [order, count]);
  const handler: EventHandler = async (...args) => void args;
  DotNet.once('orders.changed', handler);
  DotNet.off('orders.changed', handler);
  connect('wss://example.com/_interop').onEvent('e', handler)();
  connectWasm(app).onEvent('e', handler)();
  // @ts-expect-error: a handler is a function.
  DotNet.on('e', 'handler');
  stop();
}
