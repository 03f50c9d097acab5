/**
 * The options of a connection, and their validation.
 */
import { DEFAULTS, defaultReconnectDelay } from './default-options.js';
import { checkOption, describe } from './option-checks.js';

/**
 * @typedef {object} ConnectOptions
 * @property {new (url: string, protocol: string) => any} [WebSocket] The WebSocket class to use if there is no global
 *   one. Node 20 has none; the package `ws` provides one.
 * @property {(attempt: number) => number | null} [reconnectDelay] Returns the delay before the next attempt in
 *   milliseconds, given the number of failed attempts since a connection was last stable. Return null to stop
 *   reconnecting. The default doubles from half a second to 30 seconds, with a random part, and stops after 30
 *   attempts. While the browser is offline, at most 6 failed attempts count, so that the default does not stop. If the
 *   function throws, or returns anything other than null or a finite, non-negative number, an error is written to the
 *   console and the default is used.
 * @property {number} [connectTimeout] The time limit in milliseconds of each connection attempt, from the request for
 *   its URL to the server's first answer, and of calls that wait for a connection. When it expires, the attempt fails,
 *   and so do the waiting calls, with the code `disconnected`; further attempts follow. Once the connection is open,
 *   the timeout announced by the server applies. `Infinity` waits indefinitely. Default: 30,000.
 * @property {boolean} [failFast] Whether calls fail immediately with the code `disconnected` while there is no
 *   connection, instead of waiting for it. Default: false.
 * @property {number} [maxQueuedCalls] Maximum number of queued calls. Calls are queued until the connection is open,
 *   and while the server is running as many calls as it accepts. Further calls fail with the code `limit_exceeded`. 0
 *   disables the queue, `Infinity` removes the limit. Default: 10,000.
 * @property {number} [maxQueuedBytes] Maximum total size of the arguments of queued calls: the characters of JSON plus
 *   the bytes of byte arrays. Default: 16,777,216.
 */

const NOT_CONNECTED = { message: 'There is no connection.', code: 'disconnected' };

/**
 * @typedef {{ WebSocket?: new (url: string, protocol: string) => any, nextDelay: (attempt: number) => number | null,
 *   connectTimeout: number,
 *   whileOffline?: import('./errors.js').Failure, maxQueuedCalls: number, maxQueuedBytes: number }} CheckedOptions
 */

/**
 * @param {ConnectOptions} options
 * @returns {CheckedOptions}
 */
export function checkOptions(options) {
  const { WebSocket, reconnectDelay, failFast } = options;
  checkOption('WebSocket', WebSocket, 'a function', typeof WebSocket === 'function');
  checkOption('reconnectDelay', reconnectDelay, 'a function', typeof reconnectDelay === 'function');
  checkOption('failFast', failFast, 'a boolean', typeof failFast === 'boolean');
  return {
    WebSocket,
    nextDelay: (attempt) => nextDelay(reconnectDelay, attempt),
    whileOffline: failFast ? NOT_CONNECTED : undefined,
    connectTimeout: numberOption(options, 'connectTimeout', (value) => value > 0),
    maxQueuedCalls: numberOption(options, 'maxQueuedCalls', (value) => value >= 0),
    maxQueuedBytes: numberOption(options, 'maxQueuedBytes', (value) => value >= 0),
  };
}

/**
 * @param {any} options
 * @param {keyof typeof DEFAULTS} name
 * @param {(value: number) => boolean} isUsable
 * @returns {number}
 */
function numberOption(options, name, isUsable) {
  const value = options[name] ?? DEFAULTS[name];
  const expected = `a number from ${isUsable(0) ? '0' : 'above 0'}`;
  checkOption(name, value, expected, typeof value === 'number' && isUsable(value), RangeError);
  return value;
}

/**
 * @param {((attempt: number) => number | null) | undefined} reconnectDelay
 * @param {number} attempt
 */
function nextDelay(reconnectDelay = defaultReconnectDelay, attempt) {
  /** @type {unknown} */
  let delay;
  let problem;
  try {
    delay = reconnectDelay(attempt);
    if (delay === null || (typeof delay === 'number' && delay >= 0 && delay < Infinity)) {
      return delay;
    }
    problem = `has returned ${describe(delay)} instead of milliseconds or null`;
    // An async function returns a promise, whose rejection would otherwise be unhandled.
    Promise.resolve(delay).catch(() => {});
  } catch (error) {
    problem = 'has thrown an error';
    delay = error;
  }
  console.error(`The option reconnectDelay ${problem}. The default delay is used.`, delay);
  return defaultReconnectDelay(attempt);
}
