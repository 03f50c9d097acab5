/**
 * What must hold for members that are called, read or written.
 */

/**
 * Whether the member exists. Primitive values have the members of their prototypes, as in a script.
 *
 * @param {any} parent
 * @param {string} name
 */
export function hasMember(parent, name) {
  return parent !== undefined && parent !== null && name in Object(parent);
}

/**
 * @param {unknown} value
 * @param {string} identifier
 * @returns {Function}
 */
export function expectFunction(value, identifier) {
  if (typeof value !== 'function') {
    throw new Error(`The value '${identifier}' is not a function.`);
  }
  return value;
}
