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
export function checkOptions(options: ConnectOptions): CheckedOptions;
export type ConnectOptions = {
    /**
     * The class to connect with, where there is no global
     * one: Node 20 has none, the package `ws` is one.
     */
    WebSocket?: (new (url: string, protocol: string) => any) | undefined;
    /**
     * How many milliseconds to wait before connecting again,
     * given how often that has failed since a connection last held; null gives up. The default doubles from half a second
     * to 30 seconds, with a random part, and gives up after 30 attempts. It also applies, after an error on the console,
     * when the function throws or returns anything else than null and a finite number that is not negative.
     */
    reconnectDelay?: ((attempt: number) => number | null) | undefined;
    /**
     * How many milliseconds a server may be silent before it has accepted the connection;
     * afterwards the time that the server has announced applies. `Infinity` waits indefinitely. Default: 30 000.
     */
    connectTimeout?: number | undefined;
    /**
     * How many calls may wait for the connection, or for others to be answered when the
     * server takes no more at a time. Further ones fail with the code `limit_exceeded`. 0 lets none wait, `Infinity` any
     * number. Default: 10 000.
     */
    maxQueuedCalls?: number | undefined;
    /**
     * How much the arguments of waiting calls may take together, as characters of JSON
     * and bytes of byte arrays. Default: 16 777 216.
     */
    maxQueuedBytes?: number | undefined;
};
export type CheckedOptions = {
    WebSocket?: new (url: string, protocol: string) => any;
    nextDelay: (attempt: number) => number | null;
    connectTimeout: number;
    maxQueuedCalls: number;
    maxQueuedBytes: number;
};
