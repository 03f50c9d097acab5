/**
 * The options of a connection that does not give any.
 */

/** The default of each option that is a number; see `ConnectOptions`. */
export const DEFAULTS = { connectTimeout: 30000, maxQueuedCalls: 10000, maxQueuedBytes: 2 ** 24 };

/** @param {number} attempt */
export function defaultReconnectDelay(attempt) {
  // The random part keeps clients from reconnecting all at the same time after a server restart.
  return attempt < 30 ? Math.min(500 * 2 ** attempt, 30000) * (0.5 + Math.random() / 2) : null;
}
