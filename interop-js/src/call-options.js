/**
 * The options of calls: what cancels them, and what is sent with them.
 */
/** @import { AsyncCalls } from '../assemblies.js' */
import { checkOption } from './option-checks.js';

/**
 * @typedef {object} CallOptions
 * @property {AbortSignal | undefined} [signal] Cancels the call. The promise rejects with the signal's reason.
 * @property {number | undefined} [timeout] How long the call may take, in milliseconds. After this time the promise
 *   rejects with the code `deadline_exceeded`, and Rust stops the call. With 0 or less, the call is not made. Default:
 *   no limit.
 * @property {string | undefined} [traceparent] The position in a distributed trace, as in the header `traceparent` of
 *   W3C Trace Context. It is only sent to servers.
 */

/**
 * What is sent with a call.
 *
 * @typedef {object} SentOptions
 * @property {number | undefined} timeout In milliseconds.
 * @property {string | undefined} traceparent
 */

/**
 * @param {CallOptions} options
 * @returns {CallOptions}
 */
export function checkCallOptions(options) {
  const { signal, timeout, traceparent } = options;
  checkOption('signal', signal, 'an AbortSignal', typeof (/** @type {any} */ (signal)?.addEventListener) === 'function');
  checkOption('timeout', timeout, 'a number of milliseconds', typeof timeout === 'number' && !isNaN(timeout));
  checkOption('traceparent', traceparent, 'a string', typeof traceparent === 'string');
  return options;
}

/**
 * Calls of static methods with options.
 *
 * @param {CallOptions} options
 * @param {() => import('./connection-dispatcher.js').ConnectionDispatcher} findDispatcher
 * @returns {AsyncCalls}
 */
export function callsWithOptions(options, findDispatcher) {
  checkCallOptions(options);
  return {
    invokeMethodAsync: (/** @type {string} */ assemblyName, /** @type {string} */ methodIdentifier, /** @type {any[]} */ ...args) =>
      findDispatcher().invokeDotNetMethodAsync(assemblyName, methodIdentifier, null, args, options),
  };
}

/**
 * The options that are sent with a call, if there are any. A timeout that is not a safe integer is not sent.
 *
 * @param {CallOptions} [options]
 * @returns {SentOptions | undefined}
 */
export function sentOptions({ timeout = Infinity, traceparent } = {}) {
  const milliseconds = Math.ceil(timeout);
  const sent = { timeout: Number.isSafeInteger(milliseconds) ? milliseconds : undefined, traceparent };
  return sent.timeout || traceparent ? sent : undefined;
}
