/**
 * The objects of JavaScript's that the other side holds by id. Ids are those of the page: all dispatchers share them.
 */
import { isArrayBuffer, isBlob } from './brands.js';
import { shared } from './connections.js';
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
 * @property {unknown} owner The circuit that has the reference, if one does: it ends with the circuit.
 */

const heldObjects = shared.objects.set(0, { object: globalThis, owner: null });

/**
 * Functions that the other side calls on the global object whatever the page has there: where no script has set
 * `globalThis.DotNet`, objects can be let go of all the same. @type {Map<string, Function>}
 */
const builtIns = new Map()
  .set('import', importModule)
  .set('DotNet.disposeJSObjectReferenceById', disposeJSObjectReferenceById);

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
  const id = ++shared.lastObjectId;
  heldObjects.set(id, { object, owner });
  return markReference({ __jsObjectId: id });
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
 * Takes over a reference that JavaScript has made itself: from now on it ends with the owner.
 *
 * @param {number} id
 * @param {unknown} owner
 */
export function adoptObject(id, owner) {
  const held = heldObjects.get(id);
  // The global object is nobody's.
  if (held && id !== 0) {
    held.owner ??= owner;
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
 * The function that calls, constructs, reads or writes a member of an object: the one that is there now.
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
  const builtIn = targetInstanceId === 0 && type === JSCallType.FunctionCall && builtIns.get(identifier);
  return builtIn || resolveMember(held.object, identifier, type);
}

/**
 * @param {string} url Paths are relative to the page, as in its own scripts, not to this file.
 */
function importModule(url) {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  const isPath = typeof url === 'string' && /^\.{0,2}\//.test(url);
  return import(/* @vite-ignore */ /* webpackIgnore: true */ isPath && base ? new URL(url, base).href : url);
}
