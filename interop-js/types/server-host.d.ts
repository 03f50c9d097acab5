export class ServerHost {
    /** @param {CheckedOptions} options */
    constructor(options: CheckedOptions);
    /** The link whose circuit is open, if there is one. @type {Link | undefined} */
    link: Link | undefined;
    /** How calls fail, if the connection has ended permanently. @type {Failure | undefined} */
    ending: Failure | undefined;
    options: CheckedOptions;
    dispatcher: ConnectionDispatcher;
    /**
     * @param {number} id
     * @param {Uint8Array} data
     */
    sendByteArray(id: number, data: Uint8Array): void;
    /**
     * @param {number} callId
     * @param {string | null} assembly
     * @param {string} method
     * @param {number | null} objectId
     * @param {string} argsJson
     * @param {import('./call-options.js').SentOptions} [options]
     */
    beginInvokeDotNetFromJS(callId: number, assembly: string | null, method: string, objectId: number | null, argsJson: string, options?: import("./call-options.js").SentOptions): void;
    /**
     * @param {number} taskId
     * @param {boolean} _succeeded
     * @param {string} payload
     */
    endInvokeJSFromDotNet(taskId: number, _succeeded: boolean, payload: string): void;
    /** @param {number} callId */
    cancelDotNetCall(callId: number): boolean;
    /** @param {Map<number, number>} counts */
    releaseDotNetObjects(counts: Map<number, number>): void;
    /** @param {number} streamId */
    offerDotNetStream(streamId: number): import("./streams.js").DotNetStream;
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
