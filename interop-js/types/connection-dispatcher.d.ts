export class ConnectionDispatcher {
    /** @param {DotNetCallDispatcher} host */
    constructor(host: DotNetCallDispatcher);
    /** @type {CircuitState} */
    circuit: CircuitState;
    /**
     * @param {string | null} _assembly
     * @param {string} _method
     * @param {number | null} _objectId
     * @param {any[] | null} _args
     * @returns {any}
     */
    invokeDotNetMethod(_assembly: string | null, _method: string, _objectId: number | null, _args: any[] | null): any;
    /**
     * @param {string | null} assembly
     * @param {string} method
     * @param {number | null} objectId
     * @param {any[] | null} args
     * @param {CallOptions} [options]
     * @returns {Promise<any>}
     */
    invokeDotNetMethodAsync(assembly: string | null, method: string, objectId: number | null, args: any[] | null, options?: CallOptions): Promise<any>;
    /**
     * Calls JavaScript and sends the answer when the result is available. With a handle of 0, no answer is sent.
     *
     * @param {number} asyncHandle
     * @param {string} identifier
     * @param {string | null} argsJson
     * @param {number} resultType One of `JSCallResultType`.
     * @param {number} targetInstanceId
     * @param {number} [callType] One of `JSCallType`.
     * @returns {Promise<void>}
     */
    beginInvokeJSFromDotNet(asyncHandle: number, identifier: string, argsJson: string | null, resultType: number, targetInstanceId: number, callType?: number): Promise<void>;
    /**
     * Calls JavaScript and returns its result.
     *
     * @param {number} targetInstanceId
     * @param {string} identifier
     * @param {number | undefined} callType
     * @param {string | null} argsJson
     * @returns {any}
     */
    processJSCall(targetInstanceId: number, identifier: string, callType: number | undefined, argsJson: string | null): any;
    #private;
}
import type { DotNetCallDispatcher } from './dispatcher.js';
import { MessageValues } from './message-values.js';
import { Handlers } from './handlers.js';
import type { CircuitState } from './dotnet-object.js';
import type { CallOptions } from './call-options.js';
import type { Failure } from './errors.js';
