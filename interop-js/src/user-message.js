/**
 * What users of a page read when a call fails.
 */

/**
 * Texts by the code of an error. A function gets the error, for example to use its `data`; undefined means that there is nothing to
 * show.
 *
 * @typedef {Record<string, string | ((error: any) => string | undefined)>} UserTexts
 */

const DEFECT = 'Something went wrong. Try again later.';

/** The texts for the codes of this product. @type {UserTexts} */
const TEXTS = {
  cancelled: () => undefined,
  disconnected: 'The connection was lost. Check whether it has worked before you try again.',
  deadline_exceeded: 'This takes too long. Try again later.',
  limit_exceeded: 'This is more than the server accepts.',
  shutting_down: 'The server is being restarted. Try again in a moment.',
  internal: DEFECT,
  invalid_arguments: DEFECT,
  not_found: DEFECT,
  object_disposed: DEFECT,
};

/**
 * The text for users that belongs to a failed call, or undefined if the user has cancelled it. A code is looked up among the texts of
 * the application and then among those of this package. The message of an error with any other code was meant for users by Rust.
 *
 * ```js
 * const text = userMessage(error, { forbidden: 'Only staff can do this.', full: ({ data }) => `${data.room} is full.` });
 * ```
 *
 * @param {unknown} error What a call has rejected with.
 * @param {UserTexts} [texts]
 * @returns {string | undefined}
 */
export function userMessage(error, texts = {}) {
  const { name, code, message } = /** @type {any} */ (error ?? {});
  // The reason of an `AbortController`. Its code is a number of the platform.
  const key = name === 'AbortError' ? 'cancelled' : code;
  for (const known of [texts, TEXTS]) {
    if (typeof key === 'string' && Object.hasOwn(known, key)) {
      const text = known[key];
      return typeof text === 'function' ? text(error) : text;
    }
  }
  return typeof message === 'string' ? message : String(error);
}
