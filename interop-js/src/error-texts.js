/**
 * The texts of errors and of whatever else was thrown.
 */
import { isError } from './brands.js';

/** Maximum length of an error text that is sent, in UTF-16 units. Any such text fits into the limits of an answer. */
const MAX_TEXT = 8192;
/** Maximum length of a message that may appear twice in the text: by itself, and at the beginning of the stack. */
const MAX_REPEATED = 256;

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
export function textOf(value) {
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
