/**
 * What a host implements. It transports messages to the other side.
 *
 * @typedef {object} DotNetCallDispatcher
 * @property {(assemblyName: string | null, methodIdentifier: string, dotNetObjectId: number | null, argsJson: string)
 *   => string | null} [invokeDotNetFromJS] Calls a method synchronously and returns its result as JSON. Optional.
 * @property {(callId: number, assemblyName: string | null, methodIdentifier: string, dotNetObjectId: number | null,
 *   argsJson: string, options?: import('./call-options.js').SentOptions) => void} beginInvokeDotNetFromJS Starts a
 *   call, which is answered with `endInvokeDotNetFromJS`. `timeout` is in milliseconds; the host need not measure it.
 * @property {(callId: number, succeeded: boolean, resultOrError: any) => void} endInvokeJSFromDotNet Answers a call to
 *   JavaScript. The third argument is a JSON array of all three values.
 * @property {(id: number, data: Uint8Array) => void} sendByteArray Sends a byte array that the next call or answer
 *   refers to.
 * @property {(callId: number) => boolean | void} [cancelDotNetCall] Cancels a call. The host still answers it, unless
 *   this returns false.
 * @property {(counts: Map<number, number>) => void} [releaseDotNetObjects] Releases references: a count for each object
 *   id.
 * @property {(streamId: number) => DotNetStream} [offerDotNetStream] Creates the stream that a message refers to. A
 *   host without this function calls `supplyDotNetStream` instead.
 */
/**
 * What an attached host calls. {@link CallDispatcher} implements it.
 *
 * @typedef {Pick<CallDispatcher, 'invokeJSFromDotNet' | 'beginInvokeJSFromDotNet' | 'endInvokeDotNetFromJS'
 *   | 'invokeDotNetStaticMethod' | 'invokeDotNetStaticMethodAsync' | 'receiveByteArray' | 'supplyDotNetStream'>}
 *   ICallDispatcher
 */
export class CallDispatcher extends ConnectionDispatcher {
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
     * Returns an object whose calls are cancelled by the signal.
     *
     * @param {AbortSignal} signal
     * @returns {AsyncCalls}
     */
    withSignal(signal: AbortSignal): AsyncCalls;
    /**
     * Returns an object whose calls have these options.
     *
     * @param {CallOptions} options
     * @returns {AsyncCalls}
     */
    withOptions(options: CallOptions): AsyncCalls;
    /**
     * Receives the answer to a call.
     *
     * @param {string | number} asyncCallId
     * @param {boolean} success
     * @param {string | null | undefined} resultJsonOrExceptionMessage The result as JSON, or the text of the error.
     */
    endInvokeDotNetFromJS(asyncCallId: string | number, success: boolean, resultJsonOrExceptionMessage: string | null | undefined): void;
    /**
     * Calls JavaScript and returns the result as JSON.
     *
     * @param {string} identifier
     * @param {string | null} argsJson
     * @param {number} resultType One of `JSCallResultType`.
     * @param {number} targetInstanceId
     * @param {number} [callType] One of `JSCallType`.
     * @returns {string | null}
     */
    invokeJSFromDotNet(identifier: string, argsJson: string | null, resultType: number, targetInstanceId: number, callType?: number): string | null;
    /**
     * Receives a byte array that the next message refers to.
     *
     * @param {number} id
     * @param {Uint8Array} data
     */
    receiveByteArray(id: number, data: Uint8Array): void;
    /**
     * Supplies a stream that a message has referred to, or will refer to.
     *
     * @param {number} streamId
     * @param {ReadableStream} stream
     */
    supplyDotNetStream(streamId: number, stream: ReadableStream): void;
    #private;
}
/**
 * What a host implements. It transports messages to the other side.
 */
export type DotNetCallDispatcher = {
    /**
     * Calls a method synchronously and returns its result as JSON. Optional.
     */
    invokeDotNetFromJS?: ((assemblyName: string | null, methodIdentifier: string, dotNetObjectId: number | null, argsJson: string) => string | null) | undefined;
    /**
     * Starts a
     * call, which is answered with `endInvokeDotNetFromJS`. `timeout` is in milliseconds; the host need not measure it.
     */
    beginInvokeDotNetFromJS: (callId: number, assemblyName: string | null, methodIdentifier: string, dotNetObjectId: number | null, argsJson: string, options?: import("./call-options.js").SentOptions) => void;
    /**
     * Answers a call to
     * JavaScript. The third argument is a JSON array of all three values.
     */
    endInvokeJSFromDotNet: (callId: number, succeeded: boolean, resultOrError: any) => void;
    /**
     * Sends a byte array that the next call or answer
     * refers to.
     */
    sendByteArray: (id: number, data: Uint8Array) => void;
    /**
     * Cancels a call. The host still answers it, unless
     * this returns false.
     */
    cancelDotNetCall?: ((callId: number) => boolean | void) | undefined;
    /**
     * Releases references: a count for each object
     * id.
     */
    releaseDotNetObjects?: ((counts: Map<number, number>) => void) | undefined;
    /**
     * Creates the stream that a message refers to. A
     * host without this function calls `supplyDotNetStream` instead.
     */
    offerDotNetStream?: ((streamId: number) => DotNetStream) | undefined;
};
/**
 * What an attached host calls. {@link CallDispatcher} implements it.
 */
export type ICallDispatcher = Pick<CallDispatcher, "invokeJSFromDotNet" | "beginInvokeJSFromDotNet" | "endInvokeDotNetFromJS" | "invokeDotNetStaticMethod" | "invokeDotNetStaticMethodAsync" | "receiveByteArray" | "supplyDotNetStream">;
import { ConnectionDispatcher } from './connection-dispatcher.js';
import type { AsyncCalls } from '../assemblies.js';
import type { CallOptions } from './call-options.js';
import { DotNetStream } from './streams.js';
