/**
 * An object that a message brought. Each counts: it is given back as often as it was received.
 *
 * @param {number} id
 * @param {CallDispatcher} dispatcher
 */
export function receiveDotNetObject(id: number, dispatcher: CallDispatcher): DotNetObject;
/**
 * @param {DotNetCallDispatcher} host
 * @returns {CircuitState}
 */
export function beginCircuit(host: DotNetCallDispatcher): CircuitState;
/**
 * An object of the other side's that JavaScript holds by id.
 *
 * It is disposed with {@link DotNetObject#dispose}. One that JavaScript lets go of without that is given back when it is
 * garbage collected; what the other side itself still holds lives on.
 */
export class DotNetObject {
    /**
     * @param {number} id
     * @param {CallDispatcher} dispatcher
     */
    constructor(id: number, dispatcher: CallDispatcher);
    /** @private */
    private _id;
    /** @private */
    private _callDispatcher;
    /** @private @type {CircuitState | undefined} */
    private _circuit;
    /** @private */
    private _disposed;
    /**
     * Calls a method and returns its result, on hosts that run in the page.
     *
     * @template [T=any]
     * @param {string} methodIdentifier
     * @param {...any} args
     * @returns {T | null}
     */
    invokeMethod<T = any>(methodIdentifier: string, ...args: any[]): T | null;
    /**
     * Calls a method.
     *
     * @template [T=any]
     * @param {string} methodIdentifier
     * @param {...any} args
     * @returns {Promise<T>}
     */
    invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T>;
    /**
     * The same object, with calls that the signal cancels: the promise rejects with the signal's reason.
     *
     * @param {AbortSignal} signal
     * @returns {{ invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T> }}
     */
    withSignal(signal: AbortSignal): {
        invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T>;
    };
    /** Lets the other side forget the object. Calls that are running go on. Does nothing the second time. */
    dispose(): void;
    /** @returns {{ __dotNetObject: number }} */
    serializeAsArg(): {
        __dotNetObject: number;
    };
    /**
     * @private
     * @param {string} method
     * @param {any[] | null} args
     * @param {AbortSignal} [signal]
     * @returns {Promise<any>}
     */
    private _invoke;
    /**
     * Ids of one circuit mean something else in the next.
     *
     * @private
     */
    private assertAlive;
    /** The circuit that knows the object. */
    get [OWNER](): symbol;
}
/**
 * The life of the other side's state: references of one that has ended mean nothing in the next.
 */
export type CircuitState = {
    ended: boolean;
    /**
     * Stands for it in references.
     */
    owner: symbol;
    /**
     * Gives an object back once.
     */
    release?: ((id: number) => void) | undefined;
};
import type { CallDispatcher } from './dispatcher.js';
import type { DotNetCallDispatcher } from './dispatcher.js';
import { OWNER } from './marks.js';
