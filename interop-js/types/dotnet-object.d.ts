/** @returns {CircuitState} */
export function beginCircuit(): CircuitState;
/**
 * A reference to a Rust object.
 *
 * Dispose it with {@link DotNetObject#dispose}. A reference that is not disposed is released when it is garbage
 * collected; the object lives on for as long as Rust itself holds it.
 */
export class DotNetObject {
    /**
     * @param {number} id
     * @param {ConnectionDispatcher} dispatcher
     */
    constructor(id: number, dispatcher: ConnectionDispatcher);
    /** @private */
    private _id;
    /** @private */
    private _callDispatcher;
    /** @private @type {CircuitState | undefined} */
    private _circuit;
    /** @private */
    private _disposed;
    /**
     * Calls a method synchronously and returns its result. Only supported for WebAssembly.
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
     * Returns an object whose calls are cancelled by the signal. A cancelled call rejects with the signal's reason.
     *
     * @param {AbortSignal} signal
     * @returns {{ invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T> }}
     */
    withSignal(signal: AbortSignal): {
        invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T>;
    };
    /**
     * Returns an object whose calls have these options.
     *
     * @param {CallOptions} options
     * @returns {{ invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T> }}
     */
    withOptions(options: CallOptions): {
        invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T>;
    };
    /** Disposes the object in Rust. Running calls continue. Has no effect if the object was already disposed. */
    dispose(): void;
    /** @returns {{ __dotNetObject: number }} */
    serializeAsArg(): {
        __dotNetObject: number;
    };
    /**
     * @private
     * @param {string} method
     * @param {any[] | null} args
     * @param {CallOptions} [options]
     * @returns {Promise<any>}
     */
    private _invoke;
    /**
     * Throws if the object belongs to a circuit that has ended: its id could belong to another object in the next
     * circuit.
     *
     * @private
     */
    private assertAlive;
    /** The circuit that the object belongs to. */
    get [OWNER](): symbol;
}
/** Releases the references that were received. */
export const releases: Pick<FinalizationRegistry<{
    id: number;
    circuit: CircuitState;
}>, "register" | "unregister">;
/**
 * The lifetime of the other side's state. References of an ended circuit are not valid in the next one.
 */
export type CircuitState = {
    ended: boolean;
    /**
     * The name in the server's log.
     */
    name?: string | undefined;
    /**
     * Identifies the circuit in references.
     */
    owner: symbol;
    /**
     * Releases one reference to an object.
     */
    release?: ((id: number) => void) | undefined;
};
import type { CallOptions } from './call-options.js';
import { OWNER } from './owner.js';
import type { ConnectionDispatcher } from './connection-dispatcher.js';
