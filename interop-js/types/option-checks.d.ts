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
export function checkOption(name: string, value: unknown, expected: string, isUsable: boolean, Class?: new (message: string) => Error): void;
/** @param {unknown} value */
export function describe(value: unknown): string;
