/**
 * What `option-checks.js` exports, for the script for pages, with shorter texts.
 */
/**
 * @param {string} name
 * @param {unknown} value
 * @param {string} expected
 * @param {boolean} isUsable
 */
export function checkOption(name: string, value: unknown, expected: string, isUsable: boolean): void;
