/**
 * Finds JavaScript objects that the other side holds.
 */
/** @import { HeldObject } from './references.js' */
/**
 * Returns a function that finds the object that a stream is read from. If JavaScript has created the reference itself,
 * it belongs to the circuit from then on, and ends with it.
 *
 * @param {number} id
 * @param {unknown} owner The circuit.
 * @param {Map<number, HeldObject>} heldObjects
 */
export function lendObject(id: number, owner: unknown, heldObjects: Map<number, HeldObject>): () => any;
/**
 * Returns the object that a reference in a message refers to.
 *
 * @param {number} id
 * @param {Map<number, HeldObject>} heldObjects
 * @returns {any}
 */
export function findHeldObject(id: number, heldObjects: Map<number, HeldObject>): any;
import type { HeldObject } from './references.js';
