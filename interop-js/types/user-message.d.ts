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
export function userMessage(error: unknown, texts?: UserTexts): string | undefined;
/**
 * Texts by the code of an error. A function gets the error, for example to use its `data`; undefined means that there is nothing to
 * show.
 */
export type UserTexts = Record<string, string | ((error: any) => string | undefined)>;
