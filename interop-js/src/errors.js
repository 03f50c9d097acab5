import { isError } from './brands.js';

/**
 * The properties of the error of a failed call, in addition to `message`.
 *
 * @typedef {object} FailureDetails
 * @property {string} [code] `not_found`, `invalid_arguments`, `object_disposed`, `limit_exceeded`, `cancelled`,
 *   `deadline_exceeded`, `internal`, `disconnected`, `refused`, `shutting_down`, or a code defined by the application.
 * @property {unknown} [data] Data added by the application.
 * @property {string | null} [assembly] The assembly that was called; null for a call on an object.
 * @property {string} [method] The method that was called.
 * @property {string} [circuit] The name of the circuit, and the id of the call in it, if the other side has answered.
 *   The log of the server contains both.
 * @property {number} [callId]
 */

/** @typedef {Error & FailureDetails} InteropError */

/** How a call fails. @typedef {{ message?: unknown } & FailureDetails} Failure */

/** Maximum length of an error text that is sent, in UTF-16 units. Any such text fits into the limits of an answer. */
const MAX_TEXT = 8192;
/** Maximum length of a message that may appear twice in the text: by itself, and at the beginning of the stack. */
const MAX_REPEATED = 256;

/**
 * @param {unknown} message
 * @param {FailureDetails} [details]
 * @returns {InteropError}
 */
export function interopError(message, details) {
  // `Error` converts the message: undefined becomes an empty text, and null becomes 'null'.
  return Object.assign(new Error(/** @type {string} */ (message)), details);
}

/**
 * Reads a failure sent by the other side. Whatever it contains, the call ends with an error that has a message.
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
  for (const name of ['message', 'code', 'data', 'assembly', 'method']) {
    if (failure[name] !== undefined) {
      known[name] = name === 'message' && failure[name] !== null ? textOf(failure[name]) : failure[name];
    }
  }
  return known;
}

/**
 * The text that is sent for a thrown value: the message of an error and its stack. It never throws, although accessing
 * the thrown value may throw.
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
 * The message of an error, or the text of any other thrown value. It never throws.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function errorMessage(error) {
  return bounded(messageOf(error) ?? textOf(error));
}

/**
 * Writes an error that no caller receives to the console. It never throws, although a console that inspects the value
 * may.
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
 * The message, if this is an error of any realm. If accessing the message throws, the name is used.
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
 * Removes the message from the beginning of a stack, where some engines put it. A message of several lines is usually
 * the text of an error that has passed through this function before. Repeated at each level of nested calls, it would
 * double each time.
 *
 * @param {string} stack
 * @param {string} message
 */
function withoutMessage(stack, message) {
  if (message.length <= MAX_REPEATED && !message.includes('\n')) {
    return stack;
  }
  const at = stack.indexOf(message);
  // The text before the message is the name, such as `Error: `.
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
    // The value has no text.
  }
  return `a value of type ${typeof value} that has no text`;
}

/**
 * Truncates a text and replaces unpaired surrogates, which UTF-8 cannot represent.
 *
 * @param {string} text
 */
function bounded(text) {
  const start = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}\n... (${text.length - MAX_TEXT} more characters)` : text;
  return start.replace(/\p{Surrogate}/gu, '\uFFFD');
}
