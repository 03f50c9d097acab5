/**
 * The texts of errors about calls and answers that are not sent.
 */

/** What to send instead of a value that is refused. */
const STREAM = 'Pass DotNet.createJSStreamReference(value) to a method that takes a stream.';
const REFERENCE = 'Pass DotNet.createJSObjectReference(value) to a method that takes a reference.';
/** @type {Record<string, string>} */
const FIXES = {
  Blob: STREAM,
  File: STREAM,
  Promise: 'Await it first.',
  Error: 'Send its message.',
  Number: 'JSON has no such number. Send null, or use a typed array.',
  Date: 'The date is invalid.',
  Float16Array: 'Convert it to a Float32Array.',
  Map: 'Its keys must be different strings or numbers. Send an array of its entries.',
  Symbol: 'Send its description.',
};

/** @type {Record<string, (...args: any[]) => string>} */
const TEXTS = {
  value: (key, name) => `A ${name} cannot be sent (at '${key}'). ${FIXES[name] ?? REFERENCE}`,
  circular: (text) => `${text}\nA circular value cannot be sent. Send references or ids of the inner values.`,
  stream: () => 'A received stream cannot be sent. Send its contents instead.',
  owner: (id) =>
    `The object with id '${id}' cannot be passed over this connection: it belongs to another one, or to one that was lost.`,
  names: () => 'The names of assembly and method must be strings.',
  limit: (limit, value, count = 'its nesting') =>
    `The call was not sent: ${count} exceeds ${limit} (${value}).` +
    (limit === 'maxArgumentBytes'
      ? ' Raise CircuitOptions::max_argument_bytes or send a stream.'
      : ''),
};

/**
 * @param {string} kind
 * @param {any[]} args
 */
export function problemText(kind, ...args) {
  return TEXTS[kind](...args);
}
