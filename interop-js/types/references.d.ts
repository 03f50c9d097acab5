/**
 * Creates a reference that lets the other side hold an object until {@link disposeJSObjectReference} is called. Each
 * call returns a new id.
 *
 * @param {any} object An object or a function. For null and undefined, the reference to null is returned.
 * @param {unknown} [owner]
 * @returns {JSObjectReference}
 */
export function createJSObjectReference(object: any, owner?: unknown): JSObjectReference;
/**
 * Lets the other side hold an object, such as a function, and returns its new id.
 *
 * @param {any} object
 * @param {unknown} owner
 * @param {() => void} [close]
 */
export function hold(object: any, owner: unknown, close?: () => void): number;
/**
 * Lets the other side read values one after the other, and returns the id of their source.
 *
 * @param {any} items
 * @param {unknown} owner
 */
export function holdItems(items: any, owner: unknown): number;
/**
 * Creates a reference that lets the other side read bytes as a stream.
 *
 * @param {ArrayBuffer | ArrayBufferView | Blob | any} source
 * @param {unknown} [owner]
 * @returns {JSStreamReference}
 */
export function createJSStreamReference(source: ArrayBuffer | ArrayBufferView | Blob | any, owner?: unknown): JSStreamReference;
/**
 * Converts the result of a call to JavaScript to the form in which it is returned.
 *
 * @param {any} value
 * @param {number} form One of {@link JSCallResultType}.
 * @param {unknown} owner The circuit.
 */
export function convertResult(value: any, form: number, owner: unknown): any;
/**
 * Releases the object that the other side holds by this reference. Unknown references are ignored.
 *
 * @param {any} reference A reference returned by {@link createJSObjectReference}.
 */
export function disposeJSObjectReference(reference: any): void;
/**
 * Releases the object with this id. The global object, which has the id 0, is never released.
 *
 * @param {number} id
 */
export function disposeJSObjectReferenceById(id: number): void;
/**
 * Releases the objects that an ended circuit held.
 *
 * @param {any} circuit
 */
export function disposeObjectsOf(circuit: any): void;
/**
 * Passes the objects with these ids on to another circuit.
 *
 * @param {number[]} ids
 * @param {unknown} owner
 */
export function moveObjects(ids: number[], owner: unknown): void;
/**
 * Returns a function that calls, constructs, reads or writes the current member of an object.
 *
 * @param {string} identifier A dotted path from the object.
 * @param {number} targetInstanceId The object's id; 0 is the global object.
 * @param {number | null} [callType] One of `JSCallType`; by default a function is called.
 * @returns {Function}
 */
export function findJSFunction(identifier: string, targetInstanceId: number, callType?: number | null): Function;
/** The forms of results by name, and their names. */
export const JSCallResultType: {
    readonly Default: 0;
    readonly JSObjectReference: 1;
    readonly JSStreamReference: 2;
    readonly JSVoidResult: 3;
    readonly 0: "Default";
    readonly 1: "JSObjectReference";
    readonly 2: "JSStreamReference";
    readonly 3: "JSVoidResult";
};
/** @typedef {{ __jsObjectId: number }} JSObjectReference Refers to the object with this id; -1 means null. */
/** @typedef {{ __jsStreamReferenceLength: number, __jsObjectId: number }} JSStreamReference */
/**
 * @typedef {object} HeldObject
 * @property {any} object
 * @property {() => void} [close] Called when the other side no longer holds the object.
 * @property {unknown} owner The circuit that holds the reference, or its symbol, if any. The reference ends with the
 *   circuit.
 */
export const heldObjects: Map<number, HeldObject>;
/**
 * Refers to the object with this id; -1 means null.
 */
export type JSObjectReference = {
    __jsObjectId: number;
};
export type JSStreamReference = {
    __jsStreamReferenceLength: number;
    __jsObjectId: number;
};
export type HeldObject = {
    object: any;
    /**
     * Called when the other side no longer holds the object.
     */
    close?: (() => void) | undefined;
    /**
     * The circuit that holds the reference, or its symbol, if any. The reference ends with the
     * circuit.
     */
    owner: unknown;
};
