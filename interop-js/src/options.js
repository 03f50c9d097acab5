/**
 * What the application may choose about a connection, checked where it comes in.
 */

/**
 * @typedef {object} ConnectOptions
 * @property {new (url: string, protocol: string) => any} [WebSocket] The class to connect with, where there is no global
 *   one: Node 20 has none, the package `ws` is one.
 * @property {(attempt: number) => number | null} [reconnectDelay] How many milliseconds to wait before connecting again,
 *   given how often that has failed since a connection last held; null gives up. The default doubles from half a second
 *   to 30 seconds, with a random part, and gives up after 30 attempts. It also applies, after an error on the console,
 *   when the function throws or returns anything else than null and a finite number that is not negative.
 * @property {number} [connectTimeout] How many milliseconds a server may be silent before it has accepted the connection;
 *   afterwards the time that the server has announced applies. `Infinity` waits indefinitely. Default: 30 000.
 * @property {number} [maxQueuedCalls] How many calls may wait for the connection, or for others to be answered when the
 *   server takes no more at a time. Further ones fail with the code `limit_exceeded`. 0 lets none wait, `Infinity` any
 *   number. Default: 10 000.
 * @property {number} [maxQueuedBytes] How much the arguments of waiting calls may take together, as characters of JSON
 *   and bytes of byte arrays. Default: 16 777 216.
 */

/**
 * @typedef {{ WebSocket?: new (url: string, protocol: string) => any, nextDelay: (attempt: number) => number | null,
 *   connectTimeout: number, maxQueuedCalls: number, maxQueuedBytes: number }} CheckedOptions
 */

/**
 * @param {ConnectOptions} options
 * @returns {CheckedOptions}
 */
export function checkOptions(options) {
  const { WebSocket, reconnectDelay } = options;
  checkFunction('WebSocket', WebSocket);
  checkFunction('reconnectDelay', reconnectDelay);
  return {
    WebSocket,
    nextDelay: (attempt) => nextDelay(reconnectDelay, attempt),
    connectTimeout: numberOption(options, 'connectTimeout', 30000, (value) => value > 0),
    maxQueuedCalls: numberOption(options, 'maxQueuedCalls', 10000, (value) => value >= 0),
    maxQueuedBytes: numberOption(options, 'maxQueuedBytes', 2 ** 24, (value) => value >= 0),
  };
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function checkFunction(name, value) {
  if (value !== undefined && typeof value !== 'function') {
    throw new TypeError(`The option ${name} must be a function, not ${describe(value)}.`);
  }
}

/**
 * @param {any} options
 * @param {string} name
 * @param {number} standard
 * @param {(value: number) => boolean} isUsable
 * @returns {number}
 */
function numberOption(options, name, standard, isUsable) {
  const value = options[name] ?? standard;
  if (typeof value !== 'number' || !isUsable(value)) {
    throw new RangeError(`The option ${name} must be a number from ${isUsable(0) ? '0' : 'above 0'}, not ${describe(value)}.`);
  }
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
    // What an async function has returned may reject, and no one else handles it.
    Promise.resolve(delay).catch(() => {});
  } catch (error) {
    problem = 'has thrown an error';
    delay = error;
  }
  console.error(`The option reconnectDelay ${problem}. The default delay is used.`, delay);
  return defaultReconnectDelay(attempt);
}

/** @param {number} attempt */
function defaultReconnectDelay(attempt) {
  // The random part keeps the clients of a server that comes back from coming all at once.
  return attempt < 30 ? Math.min(500 * 2 ** attempt, 30000) * (0.5 + Math.random() / 2) : null;
}

/** @param {unknown} value */
function describe(value) {
  return typeof value === 'number' || value === undefined || value === null ? String(value) : `a value of type ${typeof value}`;
}
