/**
 * The owners of references.
 */

/**
 * The property that identifies a reference, instead of its keys. Its value is the owner: a symbol for the circuit in
 * which the id is valid, or null if there is none. A symbol is the same behind a proxy. All copies of this script share
 * the name.
 */
export const OWNER = Symbol.for('interop.owner');
