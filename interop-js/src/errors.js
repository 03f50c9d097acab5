import { isError } from './brands.js';

/**
 * What a failed call rejects with, beyond `message`.
 *
 * @typedef {object} FailureDetails
 * @property {string} [code] `not_found`, `invalid_arguments`, `object_disposed`, `limit_exceeded`, `cancelled`,
 *   `internal`, `disconnected`, or a code of the application's own.
 * @property {unknown} [data] What the application has added.
 * @property {string | null} [assembly] The assembly that was called; null for a call on an object.
 * @property {string} [method] The method that was called.
 */

/** @typedef {Error & FailureDetails} InteropError */

/** The longest text of an error that is sent, in UTF-16 units: with any characters it fits into the limits of an answer. */
const MAX_TEXT = 8192;
/** The longest message that may stand in the text twice: by itself, and at the beginning of a stack. */
const MAX_REPEATED = 256;

/**
 * @param {unknown} message
 * @param {FailureDetails} [details]
 * @returns {InteropError}
 */
export function interopError(message, details) {
  // `Error` makes the text: undefined gives none, and null the word.
  return Object.assign(new Error(/** @type {string} */ (message)), details);
}

/**
 * What the other side has said of a failure. Whatever it has sent, the call ends with an error that has a text.
 *
 * @param {any} failure
 * @returns {{ message: string | null | undefined } & FailureDetails}
 */
export function readFailure(failure) {
  if (typeof failure !== 'object' || failure === null) {
    return { message: textOf(failure) };
  }
  /** @type {any} */
  const known = {};
  for (const name of ['code', 'data', 'assembly', 'method']) {
    if (failure[name] !== undefined) {
      known[name] = failure[name];
    }
  }
  const { message } = failure;
  const isText = message === undefined || message === null || typeof message === 'string';
  return { ...known, message: isText ? message : textOf(message) };
}

/**
 * The text that the other side gets for something that was thrown: the message of an error and its stack. It never throws,
 * although what was thrown may throw again when it is looked at.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function describeError(error) {
  const message = messageOf(error);
  if (message === undefined) {
    return bounded(error ? textOf(error) : 'null');
  }
  const stack = read(error, 'stack');
  return bounded(typeof stack === 'string' ? `${message}\n${withoutMessage(stack, message)}` : message);
}

/**
 * The message of an error, or the text of anything else that was thrown. It never throws.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function errorMessage(error) {
  return bounded(messageOf(error) ?? textOf(error));
}

/**
 * Writes to the console what no caller gets. It never throws: a console that looks into values may meet one that does.
 *
 * @param {unknown} error
 */
export function reportError(error) {
  try {
    console.error(error);
  } catch {
    console.error(describeError(error));
  }
}

/**
 * The message, if this is an error: of this realm or another. One whose message throws is known by its name.
 *
 * @param {unknown} error
 * @returns {string | undefined}
 */
function messageOf(error) {
  if (!isError(error)) {
    return undefined;
  }
  const message = read(error, 'message') ?? read(error, 'name');
  return typeof message === 'string' ? message : textOf(message);
}

/**
 * @param {any} object
 * @param {string} name
 */
function read(object, name) {
  try {
    return object[name];
  } catch {
    return undefined;
  }
}

/**
 * Some engines begin the stack with the message. A message of several lines is most often the text of an error that has come
 * through this function before: repeated at each level of calls that are nested, it would double each time.
 *
 * @param {string} stack
 * @param {string} message
 */
function withoutMessage(stack, message) {
  if (message.length <= MAX_REPEATED && !message.includes('\n')) {
    return stack;
  }
  const at = stack.indexOf(message);
  // What remains before it is `Error: `, the name.
  return at < 0 ? stack : stack.slice(0, at).replace(/: $/, '') + stack.slice(at + message.length);
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function textOf(value) {
  try {
    return String(value);
  } catch {
    // An object without a prototype, such as a module, or one whose conversion throws.
  }
  try {
    const json = JSON.stringify(value);
    if (typeof json === 'string') {
      return json;
    }
  } catch {
    // Nothing can be said of it.
  }
  return `a value of type ${typeof value} that has no text`;
}

/**
 * A text that is not too long, and that UTF-8 can express.
 *
 * @param {string} text
 */
function bounded(text) {
  const start = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}\n... (${text.length - MAX_TEXT} more characters)` : text;
  return start.replace(/\p{Surrogate}/gu, '\uFFFD');
}
