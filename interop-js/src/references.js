/**
 * The JavaScript objects that the other side holds by id. All connections of the page share the ids.
 */
import { isArrayBuffer, isBlob } from './brands.js';
import { FUNCTION_CALL } from './call-types.js';
import { shared } from './connections.js';
import { markReference } from './marks.js';
import { resolveMember } from './members.js';
import { importModule, openItems } from './supplement.js';

// The forms in which the result of a call to JavaScript is returned.
const DEFAULT_RESULT = 0;
const OBJECT_REFERENCE = 1;
const STREAM_REFERENCE = 2;
const VOID_RESULT = 3;

/** The forms of results by name, and their names. */
export const JSCallResultType = /** @type {const} */ ({
  Default: DEFAULT_RESULT,
  JSObjectReference: OBJECT_REFERENCE,
  JSStreamReference: STREAM_REFERENCE,
  JSVoidResult: VOID_RESULT,
  0: 'Default',
  1: 'JSObjectReference',
  2: 'JSStreamReference',
  3: 'JSVoidResult',
});

/** @typedef {{ __jsObjectId: number }} JSObjectReference Refers to the object with this id; -1 means null. */
/** @typedef {{ __jsStreamReferenceLength: number, __jsObjectId: number }} JSStreamReference */

/**
 * @typedef {object} HeldObject
 * @property {any} object
 * @property {() => void} [close] Called when the other side no longer holds the object.
 * @property {unknown} owner The circuit that holds the reference, or its symbol, if any. The reference ends with the
 *   circuit.
 */

export const heldObjects = shared.objects.set(0, { object: globalThis, owner: null });

/**
 * Functions that the other side can call on the global object regardless of what the page defines there. They allow it
 * to release objects even if no script has set `globalThis.DotNet`. @type {Map<string, Function>}
 */
const builtIns = new Map()
  .set('import', importModule)
  .set('DotNet.disposeJSObjectReferenceById', (/** @type {number[]} */ ...ids) =>
    ids.forEach(disposeJSObjectReferenceById),
  );

/**
 * Creates a reference that lets the other side hold an object until {@link disposeJSObjectReference} is called. Each
 * call returns a new id.
 *
 * @param {any} object An object or a function. For null and undefined, the reference to null is returned.
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
  return markReference({ __jsObjectId: hold(object, owner) });
}

/**
 * Lets the other side hold an object, such as a function, and returns its new id.
 *
 * @param {any} object
 * @param {unknown} owner
 * @param {() => void} [close]
 */
export function hold(object, owner, close) {
  const id = ++shared.lastObjectId;
  heldObjects.set(id, { object, owner, close });
  return id;
}

/**
 * Lets the other side read values one after the other, and returns the id of their source.
 *
 * @param {any} items
 * @param {unknown} owner
 */
export function holdItems(items, owner) {
  const { object, close } = openItems(items);
  return hold(object, owner, close);
}

/**
 * Creates a reference that lets the other side read bytes as a stream.
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
 * Converts the result of a call to JavaScript to the form in which it is returned.
 *
 * @param {any} value
 * @param {number} form One of {@link JSCallResultType}.
 * @param {unknown} owner The circuit.
 */
export function convertResult(value, form, owner) {
  switch (form) {
    case DEFAULT_RESULT:
      return value;
    case OBJECT_REFERENCE:
      return createJSObjectReference(value, owner);
    case STREAM_REFERENCE:
      return createJSStreamReference(value, owner);
    case VOID_RESULT:
      return null;
    default:
      throw new Error(`Invalid JS call result type '${form}'.`);
  }
}

/**
 * Releases the object that the other side holds by this reference. Unknown references are ignored.
 *
 * @param {any} reference A reference returned by {@link createJSObjectReference}.
 */
export function disposeJSObjectReference(reference) {
  const id = reference?.__jsObjectId;
  if (typeof id === 'number') {
    disposeJSObjectReferenceById(id);
  }
}

/**
 * Releases the object with this id. The global object, which has the id 0, is never released.
 *
 * @param {number} id
 */
export function disposeJSObjectReferenceById(id) {
  if (id !== 0) {
    const held = heldObjects.get(id);
    heldObjects.delete(id);
    held?.close?.();
  }
}

/**
 * Releases the objects that an ended circuit held.
 *
 * @param {any} circuit
 */
export function disposeObjectsOf(circuit) {
  for (const [id, { owner }] of heldObjects) {
    if (owner === circuit || owner === circuit.owner) {
      disposeJSObjectReferenceById(id);
    }
  }
}

/**
 * Passes the objects with these ids on to another circuit.
 *
 * @param {number[]} ids
 * @param {unknown} owner
 */
export function moveObjects(ids, owner) {
  for (const id of ids) {
    const held = heldObjects.get(id);
    if (held) {
      held.owner = owner;
    }
  }
}

/**
 * Returns a function that calls, constructs, reads or writes the current member of an object.
 *
 * @param {string} identifier A dotted path from the object.
 * @param {number} targetInstanceId The object's id; 0 is the global object.
 * @param {number | null} [callType] One of `JSCallType`; by default a function is called.
 * @returns {Function}
 */
export function findJSFunction(identifier, targetInstanceId, callType) {
  const held = heldObjects.get(targetInstanceId);
  if (!held) {
    throw new Error(`JS object instance with ID ${targetInstanceId} does not exist (has it been disposed?).`);
  }
  const type = callType ?? FUNCTION_CALL;
  if (!identifier && type === FUNCTION_CALL && typeof held.object === 'function') {
    return (/** @type {any[]} */ ...args) => Reflect.apply(held.object, undefined, args);
  }
  const builtIn = targetInstanceId === 0 && type === FUNCTION_CALL && builtIns.get(identifier);
  return builtIn || resolveMember(held.object, identifier, type);
}
