/**
 * What a host offers: it carries messages to the other side.
 *
 * @typedef {object} DotNetCallDispatcher
 * @property {(assemblyName: string | null, methodIdentifier: string, dotNetObjectId: number | null, argsJson: string)
 *   => string | null} [invokeDotNetFromJS] Calls a method and returns its result as JSON, where the host can.
 * @property {(callId: number, assemblyName: string | null, methodIdentifier: string, dotNetObjectId: number | null,
 *   argsJson: string) => void} beginInvokeDotNetFromJS Begins a call, which ends by `endInvokeDotNetFromJS`.
 * @property {(callId: number, succeeded: boolean, resultOrError: any) => void} endInvokeJSFromDotNet Answers a call of
 *   JavaScript: the third argument is the JSON array of all three.
 * @property {(id: number, data: Uint8Array) => void} sendByteArray Sends a byte array that the next call or answer names.
 * @property {(callId: number) => boolean | void} [cancelDotNetCall] Tells that nobody waits for a call any more. The host
 *   ends it all the same, unless it returns false.
 * @property {(counts: Map<number, number>) => void} [releaseDotNetObjects] Gives objects back, by id, as often as said.
 * @property {(streamId: number) => DotNetStream} [offerDotNetStream] Makes the stream that a message has named; without
 *   it the host calls `supplyDotNetStream`.
 */
/**
 * What an attached host calls. {@link CallDispatcher} implements it.
 *
 * @typedef {Pick<CallDispatcher, 'invokeJSFromDotNet' | 'beginInvokeJSFromDotNet' | 'endInvokeDotNetFromJS'
 *   | 'invokeDotNetStaticMethod' | 'invokeDotNetStaticMethodAsync' | 'receiveByteArray' | 'supplyDotNetStream'>}
 *   ICallDispatcher
 */
export class CallDispatcher {
    /** @param {DotNetCallDispatcher} host */
    constructor(host: DotNetCallDispatcher);
    /** @type {CircuitState} */
    circuit: CircuitState;
    getDotNetCallDispatcher(): DotNetCallDispatcher;
    /**
     * @template [T=any]
     * @param {string} assemblyName
     * @param {string} methodIdentifier
     * @param {...any} args
     * @returns {T | null}
     */
    invokeDotNetStaticMethod<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): T | null;
    /**
     * @template [T=any]
     * @param {string} assemblyName
     * @param {string} methodIdentifier
     * @param {...any} args
     * @returns {Promise<T>}
     */
    invokeDotNetStaticMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T>;
    /**
     * @param {string | null} assembly
     * @param {string} method
     * @param {number | null} objectId
     * @param {any[] | null} args
     * @returns {any}
     */
    invokeDotNetMethod(assembly: string | null, method: string, objectId: number | null, args: any[] | null): any;
    /**
     * @param {string | null} assembly
     * @param {string} method
     * @param {number | null} objectId
     * @param {any[] | null} args
     * @param {AbortSignal} [signal]
     * @returns {Promise<any>}
     */
    invokeDotNetMethodAsync(assembly: string | null, method: string, objectId: number | null, args: any[] | null, signal?: AbortSignal): Promise<any>;
    /**
     * Calls that the signal cancels.
     *
     * @param {AbortSignal} signal
     * @returns {{ invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T> }}
     */
    withSignal(signal: AbortSignal): {
        invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T>;
    };
    /**
     * The answer to a call.
     *
     * @param {string | number} asyncCallId
     * @param {boolean} success
     * @param {string | null | undefined} resultJsonOrExceptionMessage JSON, or the text of the error as it is.
     */
    endInvokeDotNetFromJS(asyncCallId: string | number, success: boolean, resultJsonOrExceptionMessage: string | null | undefined): void;
    /**
     * Calls JavaScript and returns the result as JSON.
     *
     * @param {string} identifier
     * @param {string | null} argsJson
     * @param {number} resultType One of {@link JSCallResultType}.
     * @param {number} targetInstanceId
     * @param {number} [callType] One of `JSCallType`.
     * @returns {string | null}
     */
    invokeJSFromDotNet(identifier: string, argsJson: string | null, resultType: number, targetInstanceId: number, callType?: number): string | null;
    /**
     * Calls JavaScript and answers when it is done. Without a handle there is nobody to answer.
     *
     * @param {number} asyncHandle
     * @param {string} identifier
     * @param {string | null} argsJson
     * @param {number} resultType One of {@link JSCallResultType}.
     * @param {number} targetInstanceId
     * @param {number} [callType] One of `JSCallType`.
     * @returns {Promise<void>}
     */
    beginInvokeJSFromDotNet(asyncHandle: number, identifier: string, argsJson: string | null, resultType: number, targetInstanceId: number, callType?: number): Promise<void>;
    /**
     * Calls JavaScript and returns what it returns.
     *
     * @param {number} targetInstanceId
     * @param {string} identifier
     * @param {number | undefined} callType
     * @param {string | null} argsJson
     * @returns {any}
     */
    processJSCall(targetInstanceId: number, identifier: string, callType: number | undefined, argsJson: string | null): any;
    /**
     * Takes in a byte array that the next message names.
     *
     * @param {number} id
     * @param {Uint8Array} data
     */
    receiveByteArray(id: number, data: Uint8Array): void;
    /**
     * Gives a stream that a message has named, or will.
     *
     * @param {number} streamId
     * @param {ReadableStream} stream
     */
    supplyDotNetStream(streamId: number, stream: ReadableStream): void;
    #private;
}
/**
 * What a host offers: it carries messages to the other side.
 */
export type DotNetCallDispatcher = {
    /**
     * Calls a method and returns its result as JSON, where the host can.
     */
    invokeDotNetFromJS?: ((assemblyName: string | null, methodIdentifier: string, dotNetObjectId: number | null, argsJson: string) => string | null) | undefined;
    /**
     * Begins a call, which ends by `endInvokeDotNetFromJS`.
     */
    beginInvokeDotNetFromJS: (callId: number, assemblyName: string | null, methodIdentifier: string, dotNetObjectId: number | null, argsJson: string) => void;
    /**
     * Answers a call of
     * JavaScript: the third argument is the JSON array of all three.
     */
    endInvokeJSFromDotNet: (callId: number, succeeded: boolean, resultOrError: any) => void;
    /**
     * Sends a byte array that the next call or answer names.
     */
    sendByteArray: (id: number, data: Uint8Array) => void;
    /**
     * Tells that nobody waits for a call any more. The host
     * ends it all the same, unless it returns false.
     */
    cancelDotNetCall?: ((callId: number) => boolean | void) | undefined;
    /**
     * Gives objects back, by id, as often as said.
     */
    releaseDotNetObjects?: ((counts: Map<number, number>) => void) | undefined;
    /**
     * Makes the stream that a message has named; without
     * it the host calls `supplyDotNetStream`.
     */
    offerDotNetStream?: ((streamId: number) => DotNetStream) | undefined;
};
/**
 * What an attached host calls. {@link CallDispatcher} implements it.
 */
export type ICallDispatcher = Pick<CallDispatcher, "invokeJSFromDotNet" | "beginInvokeJSFromDotNet" | "endInvokeDotNetFromJS" | "invokeDotNetStaticMethod" | "invokeDotNetStaticMethodAsync" | "receiveByteArray" | "supplyDotNetStream">;
import type { CircuitState } from './dotnet-object.js';
import { DotNetStream } from './streams.js';
