/**
 * Lets the other side hold an object, until {@link disposeJSObjectReference} is called. Each call gives another id.
 *
 * @param {any} object An object or a function; null and undefined give the reference that stands for null.
 * @param {unknown} [owner]
 * @returns {JSObjectReference}
 */
export function createJSObjectReference(object: any, owner?: unknown): JSObjectReference;
/**
 * Offers bytes that the other side reads as a stream.
 *
 * @param {ArrayBuffer | ArrayBufferView | Blob | any} source
 * @param {unknown} [owner]
 * @returns {JSStreamReference}
 */
export function createJSStreamReference(source: ArrayBuffer | ArrayBufferView | Blob | any, owner?: unknown): JSStreamReference;
/**
 * Forgets an object that the other side held by this reference. Unknown references are ignored.
 *
 * @param {any} reference What {@link createJSObjectReference} returned.
 */
export function disposeJSObjectReference(reference: any): void;
/**
 * Forgets the object with this id. The global object, which has the id 0, stays.
 *
 * @param {number} id
 */
export function disposeJSObjectReferenceById(id: number): void;
/**
 * Forgets what a circuit asked for that has ended.
 *
 * @param {unknown} owner
 */
export function disposeObjectsOf(owner: unknown): void;
/**
 * Takes over a reference that JavaScript has made itself: from now on it ends with the owner.
 *
 * @param {number} id
 * @param {unknown} owner
 */
export function adoptObject(id: number, owner: unknown): void;
/**
 * The object that a reference in a message stands for.
 *
 * @param {number} id
 * @returns {any}
 */
export function findHeldObject(id: number): any;
/**
 * The function that calls, constructs, reads or writes a member of an object: the one that is there now.
 *
 * @param {string} identifier A dotted path from the object.
 * @param {number} targetInstanceId The object's id; 0 is the global object.
 * @param {number | null} [callType] One of {@link JSCallType}; a function is called unless it says otherwise.
 * @returns {Function}
 */
export function findJSFunction(identifier: string, targetInstanceId: number, callType?: number | null): Function;
/** In which form the other side wants the result of a call of JavaScript. */
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
/**
 * Stands for the object with this id; -1 for null.
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
     * The circuit that has the reference, if one does: it ends with the circuit.
     */
    owner: unknown;
};
