// References to JavaScript objects, and the identifiers of their members.
import { attempt, find } from './bench.js';

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

/** @type {import('./bench.js').Operation[]} */
export const references = [
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
];
