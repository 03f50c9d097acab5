/**
 * The part of the client that most pages never use. The package contains it. The script for pages loads it on first
 * use: there, `served-supplement.js` takes the place of this module.
 */
export { Assembly } from './assembly.js';
export { describeError, errorMessage, textOf } from './error-texts.js';
export { importModule } from './import-module.js';
export { openItems } from './item-source.js';
export { accessMember } from './member-access.js';
export { adviseOnCircular, explain, problem } from './problems.js';
export { receiveBytes } from './received-bytes.js';
export { parsePlain, readMessage } from './received-values.js';
export { ServerStreams } from './server-streams.js';

/**
 * Loads the supplement if it is missing.
 *
 * @returns {Promise<void> | undefined} Undefined if nothing is missing. The promise is never rejected: if the supplement
 *   cannot be loaded, what it contains throws an error when it is used.
 */
export const loadSupplement = () => undefined;

/**
 * Loads the supplement if it is missing and this frame needs it.
 *
 * @param {string | ArrayBuffer} _frame
 * @returns {Promise<void> | undefined} As `loadSupplement`.
 */
export const loadSupplementFor = (_frame) => undefined;
