// Calls to Rust, and their answers.
import { attempt } from './bench.js';

class Bytes extends Uint8Array {}

/** @type {import('./bench.js').Operation[]} */
export const calls = [
  // Before a host is attached
  ['invokeMethodAsync without a host', ({ DotNet }) => DotNet.invokeMethodAsync('A', 'M'), { better: 'says what to call', ours: /^Error: There is no connection\. Call connect\(\)/ }],
  ['invokeMethod without a host', ({ DotNet }) => DotNet.invokeMethod('A', 'M'), { better: 'says what to call', ours: /^Error: There is no connection\. Call connect\(\)/ }],
  ['the functions and types', ({ DotNet }) => Object.keys(DotNet).sort().filter((key) => !/^(with|on|off)/.test(key))],
  ['JSCallType', ({ DotNet }) => ({ ...DotNet.JSCallType })],
  ['JSCallResultType', ({ DotNet }) => ({ ...DotNet.JSCallResultType })],
  ['attachDispatcher', ({ DotNet, newHost, keep }) => {
    const host = newHost();
    const dispatcher = DotNet.attachDispatcher(host);
    keep('dispatcher', dispatcher);
    return dispatcher.getDotNetCallDispatcher() === host;
  }],

  // Arguments
  ['a static call', ({ DotNet, sent }) => (void DotNet.invokeMethodAsync('A', 'M', 1, 'x'), sent())],
  ['a call without arguments', ({ DotNet, sent }) => (void DotNet.invokeMethodAsync('A', 'M'), sent())],
  ['a call through the dispatcher', ({ dispatcher, sent }) =>
    (void dispatcher.invokeDotNetStaticMethodAsync('A', 'M', [2]), sent())],
  ['a call on an object', ({ DotNet, dispatcher, sent }) =>
    (void new DotNet.DotNetObject(5, dispatcher).invokeMethodAsync('M', 1), sent())],
  ['values that JSON writes in its own way', ({ DotNet, sent }) => {
    void DotNet.invokeMethodAsync('A', 'M', undefined, new Date(0), { a: undefined }, [undefined], -0);
    return sent();
  }],
  ['wrapped primitives and toJSON', ({ DotNet, sent }) => {
    const values = [new Number(3), new String('s'), new Boolean(false), { toJSON: () => new Uint8Array([5]) }];
    void DotNet.invokeMethodAsync('A', 'M', ...values);
    return sent();
  }],
  ['byte arrays', ({ DotNet, sent }) => {
    const same = new Uint8Array([3]);
    void DotNet.invokeMethodAsync('A', 'M', new Uint8Array([1, 2]), { x: [same] }, same, new Uint8Array());
    return sent();
  }],
  ['byte arrays count anew', ({ DotNet, sent }) => (void DotNet.invokeMethodAsync('A', 'M', new Uint8Array([9])), sent())],
  ['a class made from Uint8Array', ({ DotNet, sent }) =>
    (void DotNet.invokeMethodAsync('A', 'M', new Bytes([4])), sent())],
  ['references as arguments', ({ DotNet, dispatcher, sent }) => {
    const object = new DotNet.DotNetObject(7, dispatcher);
    void DotNet.invokeMethodAsync('A', 'M', object, { nested: [object] }, DotNet.createJSObjectReference({}));
    return sent();
  }],
  ['a cycle', ({ DotNet }) => DotNet.invokeMethodAsync('A', 'M', page.circular()),
    { better: 'the text says what to do', ours: /^TypeError: Converting circular structure.*\nA circular value cannot be sent/s }],
  ['byte arrays of a call that cannot be written',
    async ({ DotNet, sent }) => {
      await DotNet.invokeMethodAsync('A', 'M', new Uint8Array([1]), page.circular()).catch(() => {});
      return sent();
    },
    { better: 'they are not sent: nothing would ever name them', ours: [] }],
  ['a failed call has used up its id', ({ DotNet, sent }) => (void DotNet.invokeMethodAsync('A', 'M'), sent())],
  ['no assembly', ({ DotNet, sent }) => (void DotNet.invokeMethodAsync(null, 'M'), sent())],
  ['an assembly with an object', ({ dispatcher }) => dispatcher.invokeDotNetMethodAsync('Asm', 'M', 5, [])],
  ['a host that throws', ({ DotNet, kept }) => {
    kept.host.throwNext = new RangeError('host');
    return DotNet.invokeMethodAsync('A', 'M');
  }],
  ['serializeAsArg', ({ DotNet, dispatcher }) => new DotNet.DotNetObject(5, dispatcher).serializeAsArg()],

  // Synchronous calls
  ['a synchronous call where the host has none', ({ DotNet }) => DotNet.invokeMethod('A', 'M'),
    { better: 'names a function that exists', ours: /synchronous calls from JavaScript to Rust\. Use invokeMethodAsync instead/ }],
  ['the same on an object', ({ DotNet, dispatcher }) => new DotNet.DotNetObject(5, dispatcher).invokeMethod('M'),
    { better: 'names a function that exists', ours: /synchronous calls from JavaScript to Rust\. Use invokeMethodAsync instead/ }],
  ['synchronous results', ({ DotNet, dispatcher, kept, sent }) => {
    const results = ['[1]', 'null', '', null, '{"__dotNetObject":3}'];
    kept.host.invokeDotNetFromJS = (...call) => (kept.host.log.push(['invoke', ...call]), results.shift());
    const object = new DotNet.DotNetObject(5, dispatcher);
    return [
      DotNet.invokeMethod('A', 'M', new Uint8Array([1])), object.invokeMethod('M', 1),
      dispatcher.invokeDotNetStaticMethod('A', 'M'), DotNet.invokeMethod('A', 'M'), DotNet.invokeMethod('A', 'M'), sent(),
    ];
  }],

  // Answers
  ...[
    ['a value', true, '{"a":[1,"x",null]}'],
    ['null', true, 'null'],
    ['nothing', true, null],
    ['an empty text', true, ''],
    ['undefined', true, undefined],
    ['an object', true, '{"__dotNetObject":4}'],
    ['objects inside', true, '[{"x":{"__dotNetObject":4}},{"__dotNetObject":4}]'],
    ['an object among other properties', true, '{"__dotNetObject":4,"other":1}'],
    ['a key with an escape', true, '{"\\u005f_dotNetObject":4}'],
    ['a text that looks like a key', true, '["__dotNetObject","\\"__byte[]"]'],
    ['a live object of ours', true, '{"__jsObjectId":0}'],
    ['a failure', false, 'the text'],
    ['a failure without text', false, null],
    ['a failure with an undefined text', false, undefined],
    ['a failure with an error', false, new TypeError('inner')],
  ].map(([name, success, payload]) => [
    `answer: ${name}`,
    ({ DotNet, dispatcher, sent }) => {
      const result = DotNet.invokeMethodAsync('A', 'M');
      dispatcher.endInvokeDotNetFromJS(String(sent()[0][1]), success, payload);
      return result;
    },
  ]),
  ['answers in another order', async ({ DotNet, dispatcher, sent }) => {
    const [one, two] = [DotNet.invokeMethodAsync('A', 'M'), DotNet.invokeMethodAsync('A', 'M')];
    const [[, first], [, second]] = sent();
    dispatcher.endInvokeDotNetFromJS(String(second), true, '2');
    dispatcher.endInvokeDotNetFromJS(String(first), true, '1');
    return [await one, await two];
  }],
  ['an answer to no call', ({ dispatcher }) => dispatcher.endInvokeDotNetFromJS('99999', true, '1')],
  ['a failure of no call', ({ dispatcher }) => dispatcher.endInvokeDotNetFromJS('99999', false, 'x')],
  ['an answer without a number', ({ dispatcher }) => dispatcher.endInvokeDotNetFromJS('x', true, '1')],
  ['a second answer', ({ DotNet, dispatcher, sent }) => {
    void DotNet.invokeMethodAsync('A', 'M');
    const id = String(sent()[0][1]);
    dispatcher.endInvokeDotNetFromJS(id, true, '1');
    // The ids are the same in both.
    return dispatcher.endInvokeDotNetFromJS(id, true, '1');
  }],
  ...[['{"__jsObjectId":4242}', 'a dead reference'], ['{bad', 'no JSON']].map(([payload, name]) => [
    `an answer that cannot be read: ${name}`,
    async ({ DotNet, dispatcher, sent }) => {
      const result = DotNet.invokeMethodAsync('A', 'M').then(() => 'resolved', (error) => `rejected: ${error.message}`);
      const thrown = attempt(() => dispatcher.endInvokeDotNetFromJS(String(sent()[0][1]), true, payload));
      const pending = new Promise((resolve) => setTimeout(resolve, 1, 'still pending'));
      return [thrown && 'the host gets the error', await Promise.race([result, pending])];
    },
    {
      better: 'the promise rejects, instead of the host getting the error and the promise never settling',
      ours: [undefined, name === 'no JSON'
        ? "rejected: Expected property name or '}' in JSON at position 1"
        : "rejected: JS object instance with Id '4242' does not exist. It may have been disposed."],
    },
  ]),
];
