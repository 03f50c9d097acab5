/** @import { CallOptions } from './call-options.js' */
/** @import { ConnectionDispatcher } from './connection-dispatcher.js' */
import { checkCallOptions } from './call-options.js';
import { whenCollected } from './collected.js';
import { interopError, reportError } from './errors.js';
import { markReference } from './marks.js';
import { OWNER } from './owner.js';

/** Error codes of a disposal that fails because the object has already ended. */
const ALREADY_DISPOSED = ['disconnected', 'object_disposed'];

/**
 * The lifetime of the other side's state. References of an ended circuit are not valid in the next one.
 *
 * @typedef {object} CircuitState
 * @property {boolean} ended
 * @property {string} [name] The name in the server's log.
 * @property {symbol} owner Identifies the circuit in references.
 * @property {(id: number) => void} [release] Releases one reference to an object.
 */

/** The owner of an object that was not received over a connection. */
const UNKNOWN = Symbol('unknown');

/**
 * A reference to a Rust object.
 *
 * Dispose it with {@link DotNetObject#dispose}. A reference that is not disposed is released when it is garbage
 * collected; the object lives on for as long as Rust itself holds it.
 */
export class DotNetObject {
  // Not `#private`, so that the object also works behind a proxy, as UI frameworks create them.

  /**
   * @param {number} id
   * @param {ConnectionDispatcher} dispatcher
   */
  constructor(id, dispatcher) {
    /** @private */
    this._id = id;
    /** @private */
    this._callDispatcher = dispatcher;
    /** @private @type {CircuitState | undefined} */
    this._circuit = dispatcher?.circuit;
    /** @private */
    this._disposed = false;
  }

  /**
   * Calls a method synchronously and returns its result. Only supported for WebAssembly.
   *
   * @template [T=any]
   * @param {string} methodIdentifier
   * @param {...any} args
   * @returns {T | null}
   */
  invokeMethod(methodIdentifier, ...args) {
    this.assertAlive();
    return this._callDispatcher.invokeDotNetMethod(null, methodIdentifier, this._id, args);
  }

  /**
   * Calls a method.
   *
   * @template [T=any]
   * @param {string} methodIdentifier
   * @param {...any} args
   * @returns {Promise<T>}
   */
  invokeMethodAsync(methodIdentifier, ...args) {
    return this._invoke(methodIdentifier, args);
  }

  /**
   * Returns an object whose calls are cancelled by the signal. A cancelled call rejects with the signal's reason.
   *
   * @param {AbortSignal} signal
   * @returns {{ invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T> }}
   */
  withSignal(signal) {
    return this.withOptions({ signal: signal ?? /** @type {any} */ (null) });
  }

  /**
   * Returns an object whose calls have these options.
   *
   * @param {CallOptions} options
   * @returns {{ invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T> }}
   */
  withOptions(options) {
    checkCallOptions(options);
    return { invokeMethodAsync: (methodIdentifier, ...args) => this._invoke(methodIdentifier, args, options) };
  }

  /** Disposes the object in Rust. Running calls continue. Has no effect if the object was already disposed. */
  dispose() {
    releases.unregister(this);
    if (this._circuit?.ended || this._disposed) {
      return;
    }
    this._disposed = true;
    this._invoke('__Dispose', null).catch((error) => {
      // The object may already have ended: by the end of the connection, by Rust, or by another reference to it.
      if (!ALREADY_DISPOSED.includes(error?.code)) {
        reportError(error);
      }
    });
  }

  /** @returns {{ __dotNetObject: number }} */
  serializeAsArg() {
    this.assertAlive();
    return markReference({ __dotNetObject: this._id }, this[OWNER]);
  }

  /** The circuit that the object belongs to. */
  get [OWNER]() {
    return this._circuit?.owner ?? UNKNOWN;
  }

  /**
   * @private
   * @param {string} method
   * @param {any[] | null} args
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  _invoke(method, args, options) {
    try {
      this.assertAlive();
    } catch (error) {
      return Promise.reject(Object.assign(/** @type {Error} */ (error), { assembly: null, method }));
    }
    return this._callDispatcher.invokeDotNetMethodAsync(null, method, this._id, args, options);
  }

  /**
   * Throws if the object belongs to a circuit that has ended: its id could belong to another object in the next
   * circuit.
   *
   * @private
   */
  assertAlive() {
    if (this._circuit?.ended) {
      throw interopError(
        `The object with id '${this._id}' is no longer available: its connection was lost. Request a new reference.`,
        { code: 'disconnected' },
      );
    }
  }
}

/** Releases the references that were received. */
export const releases = whenCollected((/** @type {{ id: number, circuit: CircuitState }} */ { id, circuit }) =>
  circuit.release?.(id),
);

/** @returns {CircuitState} */
export function beginCircuit() {
  return { ended: false, owner: Symbol('circuit') };
}
