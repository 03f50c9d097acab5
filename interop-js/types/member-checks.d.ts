/**
 * What must hold for members that are called, read or written.
 */
/**
 * Whether the member exists. Primitive values have the members of their prototypes, as in a script.
 *
 * @param {any} parent
 * @param {string} name
 */
export function hasMember(parent: any, name: string): boolean;
/**
 * @param {unknown} value
 * @param {string} identifier
 * @returns {Function}
 */
export function expectFunction(value: unknown, identifier: string): Function;
