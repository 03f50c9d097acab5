/**
 * An error with the code `invalid_arguments`, unless the details have another one.
 *
 * @param {string} kind One of the kinds in `problem-texts.js`.
 * @param {any[]} [args] What the text of the error needs.
 * @param {import('./errors.js').FailureDetails} [details]
 */
export function problem(kind: string, args?: any[], details?: import("./errors.js").FailureDetails): import("./errors.js").InteropError;
/**
 * Says what to do about a value that contains itself. The text of the engine shows where.
 *
 * @param {any} error
 */
export function adviseOnCircular(error: any): void;
export function explain(_error: unknown, done: () => void): void;
