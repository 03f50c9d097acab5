/**
 * The objects of JavaScript's that the other side holds by id. Ids are those of the page: all dispatchers share them.
 */
import { isArrayBuffer, isBlob } from './brands.js';
import { markReference } from './marks.js';
import { JSCallType, resolveMember } from './members.js';

/** In which form the other side wants the result of a call of JavaScript. */
export const JSCallResultType = /** @type {const} */ ({
  Default: 0,
  JSObjectReference: 1,
  JSStreamReference: 2,
  JSVoidResult: 3,
  0: 'Default',
  1: 'JSObjectReference',
  2: 'JSStreamReference',
  3: 'JSVoidResult',
});

/** @typedef {{ __jsObjectId: number }} JSObjectReference Stands for the object with this id; -1 for null. */
/** @typedef {{ __jsStreamReferenceLength: number, __jsObjectId: number }} JSStreamReference */

/**
 * @typedef {object} HeldObject
 * @property {any} object
 * @property {unknown} owner The circuit that asked for the reference, if one did: it ends with the circuit.
 * @property {Map<string, import('./members.js').Member>} members What was resolved stays as it was the first time.
 */

/** @type {Map<number, HeldObject>} */
const heldObjects = new Map();
let lastId = 0;

const globalObject = hold(0, globalThis, null);
globalObject.members.set(memberKey('import', JSCallType.FunctionCall), importModule);
// Where no script has set `globalThis.DotNet`, the other side can let go of objects all the same.
globalObject.members.set(
  memberKey('DotNet.disposeJSObjectReferenceById', JSCallType.FunctionCall),
  disposeJSObjectReferenceById,
);

/**
 * @param {number} id
 * @param {any} object
 * @param {unknown} owner
 * @returns {HeldObject}
 */
function hold(id, object, owner) {
  const held = { object, owner, members: new Map() };
  heldObjects.set(id, held);
  return held;
}

/**
 * @param {string} identifier
 * @param {number} callType
 */
function memberKey(identifier, callType) {
  return `${callType}:${identifier}`;
}

/**
 * Lets the other side hold an object, until {@link disposeJSObjectReference} is called. Each call gives another id.
 *
 * @param {any} object An object or a function; null and undefined give the reference that stands for null.
 * @param {unknown} [owner]
 * @returns {JSObjectReference}
 */
export function createJSObjectReference(object, owner = null) {
  if (object === null || object === undefined) {
    return markReference({ __jsObjectId: -1 });
  }
  if (typeof object !== 'object' && typeof object !== 'function') {
    throw new Error(`Cannot create a JSObjectReference from the value '${object}'.`);
  }
  hold(++lastId, object, owner);
  return markReference({ __jsObjectId: lastId });
}

/**
 * Offers bytes that the other side reads as a stream.
 *
 * @param {ArrayBuffer | ArrayBufferView | Blob | any} source
 * @param {unknown} [owner]
 * @returns {JSStreamReference}
 */
export function createJSStreamReference(source, owner) {
  const __jsStreamReferenceLength = streamLength(source);
  return markReference({ __jsStreamReferenceLength, ...createJSObjectReference(source, owner) });
}

/**
 * @param {any} source
 * @returns {number}
 */
function streamLength(source) {
  if (isBlob(source)) {
    return source.size;
  }
  if (isArrayBuffer(source)) {
    return source.byteLength;
  }
  if (!isArrayBuffer(source.buffer)) {
    throw new Error('Supplied value is not a typed array or blob.');
  }
  if (source.byteLength === undefined) {
    throw new Error(`Cannot create a JSStreamReference from the value '${source}' as it doesn't have a byteLength.`);
  }
  return source.byteLength;
}

/**
 * Forgets an object that the other side held by this reference. Unknown references are ignored.
 *
 * @param {any} reference What {@link createJSObjectReference} returned.
 */
export function disposeJSObjectReference(reference) {
  const id = reference?.__jsObjectId;
  if (typeof id === 'number') {
    disposeJSObjectReferenceById(id);
  }
}

/**
 * Forgets the object with this id. The global object, which has the id 0, stays.
 *
 * @param {number} id
 */
export function disposeJSObjectReferenceById(id) {
  if (id !== 0) {
    heldObjects.delete(id);
  }
}

/**
 * Forgets what a circuit asked for that has ended.
 *
 * @param {unknown} owner
 */
export function disposeObjectsOf(owner) {
  for (const [id, held] of heldObjects) {
    if (held.owner === owner) {
      heldObjects.delete(id);
    }
  }
}

/**
 * The object that a reference in a message stands for.
 *
 * @param {number} id
 * @returns {any}
 */
export function findHeldObject(id) {
  const held = heldObjects.get(id);
  if (!held) {
    throw new Error(`JS object instance with Id '${id}' does not exist. It may have been disposed.`);
  }
  return held.object;
}

/**
 * The function that calls, constructs, reads or writes a member of an object.
 *
 * @param {string} identifier A dotted path from the object.
 * @param {number} targetInstanceId The object's id; 0 is the global object.
 * @param {number | null} [callType] One of {@link JSCallType}; a function is called unless it says otherwise.
 * @returns {Function}
 */
export function findJSFunction(identifier, targetInstanceId, callType) {
  const held = heldObjects.get(targetInstanceId);
  if (!held) {
    throw new Error(`JS object instance with ID ${targetInstanceId} does not exist (has it been disposed?).`);
  }
  const type = callType ?? JSCallType.FunctionCall;
  const key = memberKey(identifier, type);
  let member = held.members.get(key);
  if (!member) {
    member = resolveMember(held.object, identifier, type);
    held.members.set(key, member);
  }
  return member;
}

/**
 * @param {string} url Paths are relative to the page, as in its own scripts, not to this file.
 */
function importModule(url) {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  const isPath = typeof url === 'string' && /^\.{0,2}\//.test(url);
  return import(/* @vite-ignore */ /* webpackIgnore: true */ isPath && base ? new URL(url, base).href : url);
}
