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
export function lendObject(id, owner, heldObjects) {
  const held = heldObjects.get(id);
  // The global object has no owner.
  if (held && id !== 0) {
    held.owner ??= owner;
  }
  return () => findHeldObject(id, heldObjects);
}

/**
 * Returns the object that a reference in a message refers to.
 *
 * @param {number} id
 * @param {Map<number, HeldObject>} heldObjects
 * @returns {any}
 */
export function findHeldObject(id, heldObjects) {
  const held = heldObjects.get(id);
  if (!held) {
    throw new Error(`JS object instance with Id '${id}' does not exist. It may have been disposed.`);
  }
  return held.object;
}
