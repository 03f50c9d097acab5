/**
 * The validation of single options.
 */

/**
 * Refuses the value of an option. The absence of an option is always accepted.
 *
 * @param {string} name
 * @param {unknown} value
 * @param {string} expected
 * @param {boolean} isUsable
 * @param {new (message: string) => Error} [Class]
 */
export function checkOption(name, value, expected, isUsable, Class = TypeError) {
  if (value !== undefined && !isUsable) {
    throw new Class(`The option ${name} must be ${expected}, not ${describe(value)}.`);
  }
}

/** @param {unknown} value */
export function describe(value) {
  return typeof value === 'number' || value === undefined || value === null ? String(value) : `a value of type ${typeof value}`;
}
