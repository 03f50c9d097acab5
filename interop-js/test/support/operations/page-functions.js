// Synchronous calls, built-in functions, revivers and several hosts.
import { attempt, begin, find } from './bench.js';

/** @type {import('./bench.js').Operation[]} */
export const pageFunctions = [
  // Synchronous calls to JavaScript
  ['synchronous call', ({ dispatcher }) => dispatcher.invokeJSFromDotNet('page.count', '[1]', 0, 0, 1)],
  ['synchronous call without a result', ({ dispatcher }) => dispatcher.invokeJSFromDotNet('page.identity', '[]', 0, 0, 1)],
  ['synchronous call, result not wanted', ({ dispatcher }) => dispatcher.invokeJSFromDotNet('page.count', '[]', 3, 0, 1)],
  ['synchronous call that fails', ({ dispatcher }) => dispatcher.invokeJSFromDotNet('page.fails', '[]', 0, 0, 1)],
  ['synchronous call, reference to nothing', ({ dispatcher }) =>
    dispatcher.invokeJSFromDotNet('page.identity', '[null]', 1, 0, 1)],
  ['synchronous call with bytes', ({ dispatcher, sent }) =>
    [dispatcher.invokeJSFromDotNet('page.bytes', '[]', 0, 0, 1), sent()]],

  // Built-in functions
  ['import', async ({ dispatcher }) => {
    const module = 'data:text/javascript,export const answer = 42';
    return (await dispatcher.processJSCall(0, 'import', 1, JSON.stringify([module]))).answer;
  }],
  ['import of a path is relative to the page', async ({ dispatcher }) => {
    globalThis.document = { baseURI: new URL('../page.html', import.meta.url).href };
    try {
      return (await dispatcher.processJSCall(0, 'import', 1, '["./module.js"]')).answer;
    } finally {
      delete globalThis.document;
    }
  }],
  ['disposal by the other side without a global DotNet',
    async (bench) => {
      const { __jsObjectId } = bench.DotNet.createJSObjectReference({});
      await begin(3, 'DotNet.disposeJSObjectReferenceById', `[${__jsObjectId}]`, 3, 0, 1)(bench);
      return attempt(() => typeof bench.DotNet.findJSFunction('toString', __jsObjectId)).message;
    },
    { better: 'it works without one', ours: /JS object instance with ID \d+ does not exist \(has it been disposed\?\)\./ }],

  // Revivers
  ['revivers run one after the other', ({ DotNet, dispatcher, sent }) => {
    DotNet.attachReviver((key, value) => (key === 'when' ? `${value}!` : value));
    DotNet.attachReviver((key, value) => (key === 'when' ? [value] : value));
    DotNet.attachReviver((key, value) => (value instanceof DotNet.DotNetObject ? { seen: value } : value));
    const result = DotNet.invokeMethodAsync('A', 'M');
    dispatcher.endInvokeDotNetFromJS(String(sent()[0][1]), true, '{"when":"now","o":{"__dotNetObject":1}}');
    return result;
  }],

  // Disposal of the other side's objects
  ['dispose', ({ DotNet, dispatcher, sent }) => [new DotNet.DotNetObject(5, dispatcher).dispose(), sent()]],

  // Several hosts
  ['a second host: no default', ({ DotNet, newHost }) => {
    DotNet.attachDispatcher(newHost());
    return DotNet.invokeMethodAsync('A', 'M');
  }, { better: 'says what to call', ours: /^Error: \d connections are open.* connection\.invokeMethodAsync / }],
  ['a second host: no default for synchronous calls', ({ DotNet }) => DotNet.invokeMethod('A', 'M'), { better: 'says what to call', ours: /^Error: \d connections are open.* connection\.invokeMethod / }],
  ['a second host: objects know theirs', ({ DotNet, dispatcher, sent }) =>
    (void new DotNet.DotNetObject(5, dispatcher).invokeMethodAsync('M'), sent())],
  ['a third host: still no default', ({ DotNet, newHost }) => {
    DotNet.attachDispatcher(newHost());
    return DotNet.invokeMethodAsync('A', 'M');
  }, { better: 'says what to call', ours: /^Error: \d connections are open.* connection\.invokeMethodAsync / }],
  ['the global object cannot be disposed',
    ({ DotNet }) => {
      DotNet.disposeJSObjectReferenceById(0);
      return DotNet.findJSFunction('page.later', 0, 3)().name;
    },
    { better: 'no call would find anything afterwards', ours: 'later' }],
];
