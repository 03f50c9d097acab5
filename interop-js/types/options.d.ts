/**
 * @typedef {{ WebSocket?: new (url: string, protocol: string) => any, nextDelay: (attempt: number) => number | null,
 *   connectTimeout: number,
 *   whileOffline?: import('./errors.js').Failure, maxQueuedCalls: number, maxQueuedBytes: number }} CheckedOptions
 */
/**
 * @param {ConnectOptions} options
 * @returns {CheckedOptions}
 */
export function checkOptions(options: ConnectOptions): CheckedOptions;
export type CheckedOptions = {
    WebSocket?: new (url: string, protocol: string) => any;
    nextDelay: (attempt: number) => number | null;
    connectTimeout: number;
    whileOffline?: import("./errors.js").Failure;
    maxQueuedCalls: number;
    maxQueuedBytes: number;
};
export type ConnectOptions = {
    /**
     * The WebSocket class to use if there is no global
     * one. Node 20 has none; the package `ws` provides one.
     */
    WebSocket?: (new (url: string, protocol: string) => any) | undefined;
    /**
     * Returns the delay before the next attempt in
     * milliseconds, given the number of failed attempts since a connection was last stable. Return null to stop
     * reconnecting. The default doubles from half a second to 30 seconds, with a random part, and stops after 30
     * attempts. While the browser is offline, at most 6 failed attempts count, so that the default does not stop. If the
     * function throws, or returns anything other than null or a finite, non-negative number, an error is written to the
     * console and the default is used.
     */
    reconnectDelay?: ((attempt: number) => number | null) | undefined;
    /**
     * The time limit in milliseconds of each connection attempt, from the request for
     * its URL to the server's first answer, and of calls that wait for a connection. When it expires, the attempt fails,
     * and so do the waiting calls, with the code `disconnected`; further attempts follow. Once the connection is open,
     * the timeout announced by the server applies. `Infinity` waits indefinitely. Default: 30,000.
     */
    connectTimeout?: number | undefined;
    /**
     * Whether calls fail immediately with the code `disconnected` while there is no
     * connection, instead of waiting for it. Default: false.
     */
    failFast?: boolean | undefined;
    /**
     * Maximum number of queued calls. Calls are queued until the connection is open,
     * and while the server is running as many calls as it accepts. Further calls fail with the code `limit_exceeded`. 0
     * disables the queue, `Infinity` removes the limit. Default: 10,000.
     */
    maxQueuedCalls?: number | undefined;
    /**
     * Maximum total size of the arguments of queued calls: the characters of JSON plus
     * the bytes of byte arrays. Default: 16,777,216.
     */
    maxQueuedBytes?: number | undefined;
};
