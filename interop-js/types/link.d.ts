/**
 * What a link reports to its connection, until it is ended.
 *
 * @typedef {object} LinkListener
 * @property {(welcome: Welcome) => void} welcomed The circuit is open.
 * @property {() => void} stable The circuit has been open for long enough to be called stable.
 * @property {(code: number, reason: string) => void} ended The attempt has failed, or the circuit was lost.
 */
export class Link {
    /**
     * @param {ServerHost} host
     * @param {LinkListener} listener
     */
    constructor(host: ServerHost, listener: LinkListener);
    /** The circuit, once the URL is known. @type {Circuit} */
    circuit: Circuit;
    /** @param {string | (() => any)} url The URL of the WebSocket, or a function that returns one. */
    begin(url: string | (() => any)): void;
    /** @param {Call} call */
    canSend(call: Call): boolean;
    /**
     * Makes sure that the server still answers: a connection can have lost its other end without any sign.
     *
     * @param {boolean} [isOffline] Whether the network is lost.
     */
    probe(isOffline?: boolean): void;
    /**
     * Closes the WebSocket. Nothing is reported after this.
     *
     * @param {number} code
     */
    end(code: number): void;
    /**
     * The server has accepted the connection.
     *
     * @param {Welcome} welcome
     */
    welcomed(welcome: Welcome): void;
    /** A call was answered, so another one may be sent. */
    answered(): void;
    /**
     * The WebSocket cannot send.
     *
     * @param {string} reason
     */
    failed(reason: string): void;
    #private;
}
/**
 * What a link reports to its connection, until it is ended.
 */
export type LinkListener = {
    /**
     * The circuit is open.
     */
    welcomed: (welcome: Welcome) => void;
    /**
     * The circuit has been open for long enough to be called stable.
     */
    stable: () => void;
    /**
     * The attempt has failed, or the circuit was lost.
     */
    ended: (code: number, reason: string) => void;
};
import { Circuit } from './circuit.js';
import type { Call } from './circuit.js';
import type { Welcome } from './circuit.js';
import type { ServerHost } from './server-host.js';
