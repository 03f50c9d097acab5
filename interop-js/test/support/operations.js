// The operations that both clients perform, in this order. Each entry has a name and an operation and, if this client
// deliberately differs from `@microsoft/dotnet-js-interop`, the reason and the expected result. Both run the same list,
// so that ids match.

/**
 * @typedef {object} Bench The environment of an operation.
 * @property {any} DotNet
 * @property {any} dispatcher The result of the first `attachDispatcher`.
 * @property {(calls?: any[][]) => any[][]} sent The calls of the host since the operation began.
 * @property {(name: string, value: unknown) => void} keep Stores a value for later operations.
 * @property {Record<string, any>} kept
 * @property {() => any} newHost
 */

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

const find = (identifier, target = 0, callType) => ({ DotNet }) => {
  const found = DotNet.findJSFunction(identifier, target, callType);
  return callType === undefined || callType === 1 ? found() : typeof found;
};

const begin = (...message) => async ({ dispatcher, sent }) => {
  await dispatcher.beginInvokeJSFromDotNet(...message);
  return sent();
};

/**
 * Cases in which this client resolves more, or reports more precisely what is missing, by identifier and type of call.
 */
const texts = (better, ours) => ({ better, ours });
const onlyRead = (kind) => texts('the text says why', `Error: The property 'page.number.x' is not ${kind}: its parent is a number and not an object.`);
const all = (exception) => ({ 1: exception, 2: exception, 3: exception, 4: exception });
const aMember = texts('functions and classes have members', 'function');
const betterFinds = {
  'page.number.x': { 3: onlyRead('defined or is not readable'), 4: onlyRead('writable') },
  'page.missing.x': all(texts('the text says what is missing', "Error: Could not find 'page.missing.x' ('missing' was undefined).")),
  'page.nothing.x': all(texts('the text says what is missing', "Error: Could not find 'page.nothing.x' ('nothing' was null).")),
  'page.withMember.object.inner': { ...all(aMember), 1: texts(aMember.better, 1) },
};

class Bytes extends Uint8Array {}

const attempt = (call) => {
  try {
    return call();
  } catch (error) {
    return error;
  }
};

/** @type {[string, (bench: Bench) => any, { better: string, ours: any }?][]} */
export const operations = [
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

  // References to JavaScript objects
  ...[{}, [], () => {}, null, undefined, 1, 0, '', 'x', true, Symbol('s'), 10n].map((value) => [
    `createJSObjectReference(${typeof value} ${String(value)})`,
    ({ DotNet }) => DotNet.createJSObjectReference(value),
  ]),
  ['one object twice', ({ DotNet }) => [DotNet.createJSObjectReference(page), DotNet.createJSObjectReference(page)]],
  ...[
    new ArrayBuffer(4), new Uint8Array(4), new DataView(new ArrayBuffer(4), 1), new Blob(['abc']), new Float64Array(2),
    1, 's', {}, [1], { byteLength: 3 }, { buffer: new ArrayBuffer(2) }, { buffer: new ArrayBuffer(2), byteLength: 7 },
    new Uint8Array(new SharedArrayBuffer(2)), null, undefined,
  ].map((value) => [
    `createJSStreamReference(${Object.prototype.toString.call(value)})`,
    ({ DotNet }) => DotNet.createJSStreamReference(value),
  ]),
  ['disposal of what is no reference', ({ DotNet }) =>
    [{}, null, undefined, 5, { __jsObjectId: 'x' }].map((value) => DotNet.disposeJSObjectReference(value))],
  ['disposal of an unknown id', ({ DotNet }) => DotNet.disposeJSObjectReferenceById(12345)],
  ['a disposed reference', ({ DotNet }) => {
    const reference = DotNet.createJSObjectReference(page);
    const before = DotNet.findJSFunction('count', reference.__jsObjectId)(1, 2);
    DotNet.disposeJSObjectReference(reference);
    return [before, attempt(() => DotNet.findJSFunction('count', reference.__jsObjectId)).message];
  }],
  ['disposal by id', ({ DotNet }) => {
    const { __jsObjectId } = DotNet.createJSObjectReference(page);
    DotNet.disposeJSObjectReferenceById(__jsObjectId);
    return DotNet.findJSFunction('count', __jsObjectId);
  }],

  // Identifiers
  ['an unknown object', find('x', 4242)],
  ['the reference that stands for null', find('x', -1)],
  ['a function', find('page.count')],
  ['a function with null for its type', ({ DotNet }) => DotNet.findJSFunction('greet', 0, null)()],
  ['a function that was replaced after its first use', ({ DotNet }) => {
    const before = DotNet.findJSFunction('greet', 0)();
    globalThis.greet = () => 'second';
    const after = DotNet.findJSFunction('greet', 0)();
    globalThis.greet = () => 'first';
    return [before, after];
  }, { better: 'identifiers stand for what is there now', ours: ['first', 'second'] }],
  ['the same function each time', ({ DotNet }) =>
    DotNet.findJSFunction('page.count', 0) === DotNet.findJSFunction('page.count', 0),
  { better: 'nothing is kept of an identifier that was used', ours: false }],
  ['this is the parent', find('page.deep.er.self')],
  ['a built-in function', ({ DotNet }) => DotNet.findJSFunction('JSON.stringify', 0)([1])],
  ...[
    'nope', 'nope.x', 'page.number', 'page.number.x', 'page.missing', 'page.missing.x', 'page.nothing', 'page.nothing.x',
    'page.deep.nope', 'page.deep.nope.x', 'page.deep.er', 'page.withMember', 'page.withMember.member',
    'page.withMember.object.inner', 'page.hasOwnProperty', '', '.', 'page.', '.page', 'page..x', 'window.greet',
    'window.import', 'page.accessor', 'page.readOnly', 'page.writeOnly', 'page.frozen.a', 'page.frozen.b',
    'page.closed.q', 'page.closed.b', 'page.constant', 'page.Point',
  ].flatMap((identifier) => [1, 2, 3, 4].map((type) => [
    `find '${identifier}' as ${type}`,
    find(identifier, 0, type),
    betterFinds[identifier]?.[type],
  ])),
  ...[
    [{ a: 1 }, 'a'], [{ a: { b: 2 } }, 'a.b'], [{ a: { b: 2 } }, 'a.c'], [{ a: 1 }, 'q.c'], [{ a: 1 }, 'a.c'], [{}, ''],
    [undefined, 'a'], [null, 'a'], [{}, 'x.y.z'], [1, 'a.b'],
  ].map(([object, identifier]) => [
    `findObjectMember(${JSON.stringify(object)}, '${identifier}')`,
    ({ DotNet }) => DotNet.findObjectMember(object, identifier),
  ]),

  // Calls to JavaScript
  ['call', begin(2, 'page.count', '[1,2]', 0, 0, 1)],
  ['call without arguments', begin(2, 'page.count', null, 0, 0, 1)],
  ['call without a type', begin(2, 'page.count', '[1]', 0, 0, undefined)],
  ['call that nobody waits for', begin(0, 'page.count', '[1]', 0, 0, 1)],
  ['call that fails and nobody waits for', begin(0, 'page.fails', '[]', 0, 0, 1)],
  ['call that is answered later', begin(3, 'page.later', '[]', 0, 0, 1)],
  ['call that returns nothing', begin(3, 'page.identity', '[]', 0, 0, 1)],
  ['call that fails', begin(3, 'page.fails', '[]', 0, 0, 1)],
  ['call that rejects with a text', begin(3, 'page.rejects', '["text"]', 0, 0, 1)],
  ['call that rejects with null', begin(3, 'page.rejects', '[null]', 0, 0, 1)],
  ['call that rejects with a number', begin(3, 'page.rejects', '[0]', 0, 0, 1)],
  ['call that rejects with an object', begin(3, 'page.rejectsWithObject', '[]', 0, 0, 1)],
  ['call of what is not there', begin(3, 'page.nope', '[]', 0, 0, 1)],
  ['call on an unknown object', begin(3, 'x', '[]', 0, 4242, 1)],
  ['construct', begin(3, 'page.Point', '[3,4]', 0, 0, 2)],
  ['construct with what is no constructor', async (bench) => {
    const [[kind, id, succeeded]] = await begin(3, 'arrow', '[]', 0, 0, 2)(bench);
    return [kind, id, succeeded];
  }],
  ['read a property', begin(3, 'page.accessor', '[]', 0, 0, 3)],
  ['read what cannot be read', begin(3, 'page.writeOnly', '[]', 0, 0, 3)],
  ['write a property', begin(3, 'page.number', '[9]', 0, 0, 4)],
  ['write what cannot be written', begin(3, 'page.constant', '[9]', 0, 0, 4)],
  ['an unknown type of call', begin(3, 'page.count', '[]', 0, 0, 9),
    { better: 'the error names the type', ours: [['end', 3, false, [3, false, "Invalid JS call type '9'."]]] }],
  ['a reference to the result', begin(3, 'page.Point', '[1,2]', 1, 0, 2)],
  ['a reference to a function', begin(3, 'page', '[]', 1, 0, 3)],
  ['a reference to nothing', begin(3, 'page.identity', '[null]', 1, 0, 1)],
  ['a reference to a number', begin(3, 'page.later', '[]', 1, 0, 1)],
  ['a stream of the result', begin(3, 'page.bytes', '[]', 2, 0, 1)],
  ['a stream of a number', begin(3, 'page.later', '[]', 2, 0, 1)],
  ['nothing of the result', begin(3, 'page.circular', '[]', 3, 0, 1)],
  ['an unknown type of result', begin(3, 'page.later', '[]', 9, 0, 1)],
  ['bytes as the result', begin(3, 'page.bytes', '[]', 0, 0, 1)],
  ['bytes in the result', begin(3, 'page.nestedBytes', '[]', 0, 0, 1)],
  ['arguments that are no JSON', begin(3, 'page.count', '{x', 0, 0, 1)],
  ['arguments that are no array', begin(3, 'page.count', '{"a":1}', 0, 0, 1)],
  ['a dead reference as an argument', begin(3, 'page.count', '[{"__jsObjectId":4242}]', 0, 0, 1)],
  ['the reference that stands for null as an argument', begin(3, 'page.count', '[{"__jsObjectId":-1}]', 0, 0, 1)],
  ['an object that goes there and back', begin(3, 'page.identity', '[{"__dotNetObject":5,"more":[1]}]', 0, 0, 1)],
  ['bytes that go there and back', ({ dispatcher, ...bench }) => {
    dispatcher.receiveByteArray(5, new Uint8Array([1, 2]));
    return begin(3, 'page.identity', '[{"__byte[]":5}]', 0, 0, 1)({ dispatcher, ...bench });
  }],
  ['bytes that were never sent', begin(3, 'page.identity', '[{"__byte[]":77}]', 0, 0, 1), {
    better: 'an error instead of null',
    ours: [['end', 3, false, [3, false, 'Byte array with ID 77 does not exist. It may have been read already.']]],
  }],
  ['bytes that are named twice', ({ dispatcher, ...bench }) => {
    dispatcher.receiveByteArray(6, new Uint8Array([1]));
    return begin(3, 'page.count', '[{"__byte[]":6},{"__byte[]":6}]', 0, 0, 1)({ dispatcher, ...bench });
  }],
  ['bytes that an earlier message has named', async ({ dispatcher, ...bench }) => {
    dispatcher.receiveByteArray(6, new Uint8Array([1]));
    await begin(3, 'page.count', '[{"__byte[]":6}]', 0, 0, 1)({ dispatcher, ...bench });
    return begin(3, 'page.identity', '[{"__byte[]":6}]', 0, 0, 1)({ dispatcher, ...bench });
  }, {
    better: 'an error instead of null',
    ours: [
      ['end', 3, true, [3, true, 1]],
      ['end', 3, false, [3, false, 'Byte array with ID 6 does not exist. It may have been read already.']],
    ],
  }],
  ['processByteArray', ({ dispatcher }) => {
    dispatcher.receiveByteArray(7, new Uint8Array([1]));
    return [dispatcher.processByteArray(7), dispatcher.processByteArray(7)];
  }],
  ['a stream that is supplied before it is named', async ({ DotNet, dispatcher, sent }) => {
    dispatcher.supplyDotNetStream(8, new Blob(['abc']).stream());
    const result = DotNet.invokeMethodAsync('A', 'M');
    dispatcher.endInvokeDotNetFromJS(String(sent()[0][1]), true, '{"__dotNetStream":8}');
    return new Uint8Array(await (await result).arrayBuffer());
  }],
  ['a stream that is supplied after it is named', async ({ DotNet, dispatcher, sent }) => {
    const result = DotNet.invokeMethodAsync('A', 'M');
    dispatcher.endInvokeDotNetFromJS(String(sent()[0][1]), true, '[{"__dotNetStream":9}]');
    const [stream] = await result;
    const bytes = stream.stream().then((readable) => new Response(readable).text());
    dispatcher.supplyDotNetStream(9, new Blob(['abc']).stream());
    return bytes;
  }],

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
    globalThis.document = { baseURI: new URL('page.html', import.meta.url).href };
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
