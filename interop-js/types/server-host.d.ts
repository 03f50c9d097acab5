export class ServerHost {
    /** @param {CheckedOptions} options */
    constructor(options: CheckedOptions);
    /** The link whose circuit is open, if there is one. @type {Link | undefined} */
    link: Link | undefined;
    /** How calls fail, if the connection has ended permanently. @type {Failure | undefined} */
    ending: Failure | undefined;
    options: CheckedOptions;
    dispatcher: ConnectionDispatcher;
    /** Sends queued calls, as many as the server accepts. */
    sendWaiting(): void;
    /** Limits the time that calls wait for a connection. */
    limitWaiting(): void;
    /** Removes the time limit of queued calls. */
    stopLimit(): void;
    /**
     * Rejects the calls of the circuit that has ended, or all calls.
     *
     * @param {boolean} all
     * @param {Failure} failure
     */
    endCalls(all: boolean, failure: Failure): void;
    #private;
}
import type { Link } from './link.js';
import type { Failure } from './errors.js';
import type { CheckedOptions } from './options.js';
import { ConnectionDispatcher } from './connection-dispatcher.js';
