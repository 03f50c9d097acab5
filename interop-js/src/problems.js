/**
 * Errors about calls and answers that are not sent.
 */
import { interopError } from './errors.js';
import { problemText } from './problem-texts.js';

/**
 * An error with the code `invalid_arguments`, unless the details have another one.
 *
 * @param {string} kind One of the kinds in `problem-texts.js`.
 * @param {any[]} [args] What the text of the error needs.
 * @param {import('./errors.js').FailureDetails} [details]
 */
export function problem(kind, args = [], details) {
  return interopError(problemText(kind, ...args), { code: 'invalid_arguments', ...details });
}

/**
 * Completes the text of an error.
 *
 * @param {unknown} _error
 * @param {() => void} done
 */
export const explain = (_error, done) => done();

/**
 * Says what to do about a value that contains itself. The text of the engine shows where.
 *
 * @param {any} error
 */
export function adviseOnCircular(error) {
  if (error instanceof TypeError && !('code' in error) && /circular|cyclic/i.test(error.message)) {
    Object.assign(error, { message: problemText('circular', error.message), code: 'invalid_arguments' });
  }
}
