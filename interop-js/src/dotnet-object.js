/** @import { CallDispatcher, DotNetCallDispatcher } from './dispatcher.js' */
import { interopError, reportError } from './errors.js';
import { OWNER, markReference } from './marks.js';

/** Codes of a disposal that fails because there is nothing left to dispose. */
const ALREADY_DISPOSED = ['disconnected', 'object_disposed'];

/**
 * The life of the other side's state: references of one that has ended mean nothing in the next.
 *
 * @typedef {object} CircuitState
 * @property {boolean} ended
 * @property {symbol} owner Stands for it in references.
 * @property {(id: number) => void} [release] Gives an object back once.
 */

/** The owner of an object that came through no connection. */
const UNKNOWN = Symbol('unknown');

/**
 * An object of the other side's that JavaScript holds by id.
 *
 * It is disposed with {@link DotNetObject#dispose}. One that JavaScript lets go of without that is given back when it is
 * garbage collected; what the other side itself still holds lives on.
 */
export class DotNetObject {
  // Not `#private`: the object also works behind a proxy of a user interface framework.

  /**
   * @param {number} id
   * @param {CallDispatcher} dispatcher
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
   * Calls a method and returns its result, on hosts that run in the page.
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
   * The same object, with calls that the signal cancels: the promise rejects with the signal's reason.
   *
   * @param {AbortSignal} signal
   * @returns {{ invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T> }}
   */
  withSignal(signal) {
    return { invokeMethodAsync: (methodIdentifier, ...args) => this._invoke(methodIdentifier, args, signal) };
  }

  /** Lets the other side forget the object. Calls that are running go on. Does nothing the second time. */
  dispose() {
    releases?.unregister(this);
    if (this._circuit?.ended || this._disposed) {
      return;
    }
    this._disposed = true;
    this._invoke('__Dispose', null).catch((error) => {
      // The end of the connection disposes as well, and so do the other side and another reference to the object.
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

  /** The circuit that knows the object. */
  get [OWNER]() {
    return this._circuit?.owner ?? UNKNOWN;
  }

  /**
   * @private
   * @param {string} method
   * @param {any[] | null} args
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>}
   */
  _invoke(method, args, signal) {
    try {
      this.assertAlive();
    } catch (error) {
      return Promise.reject(Object.assign(/** @type {Error} */ (error), { assembly: null, method }));
    }
    return this._callDispatcher.invokeDotNetMethodAsync(null, method, this._id, args, signal);
  }

  /**
   * Ids of one circuit mean something else in the next.
   *
   * @private
   */
  assertAlive() {
    if (this._circuit?.ended) {
      throw interopError(
        `The object with id '${this._id}' is gone: the connection that it came through was lost. Get a new reference.`,
        { code: 'disconnected' },
      );
    }
  }
}

/** @type {FinalizationRegistry<{ id: number, circuit: CircuitState }> | undefined} */
const releases =
  globalThis.FinalizationRegistry && new FinalizationRegistry(({ id, circuit }) => circuit.release?.(id));

/**
 * An object that a message brought. Each counts: it is given back as often as it was received.
 *
 * @param {number} id
 * @param {CallDispatcher} dispatcher
 */
export function receiveDotNetObject(id, dispatcher) {
  const object = new DotNetObject(id, dispatcher);
  if (dispatcher.circuit.release) {
    releases?.register(object, { id, circuit: dispatcher.circuit }, object);
  }
  return object;
}

/**
 * @param {DotNetCallDispatcher} host
 * @returns {CircuitState}
 */
export function beginCircuit(host) {
  if (!host.releaseDotNetObjects) {
    return { ended: false, owner: Symbol('circuit') };
  }
  /** @type {Map<number, number>} */
  let counts = new Map();
  const send = () => {
    if (!circuit.ended) {
      host.releaseDotNetObjects?.(counts);
    }
    counts = new Map();
  };
  const circuit = {
    ended: false,
    owner: Symbol('circuit'),
    /** @param {number} id */
    release(id) {
      // The garbage collector lets go of many at a time: they go out together.
      if (!counts.size) {
        setTimeout(send);
      }
      counts.set(id, (counts.get(id) ?? 0) + 1);
    },
  };
  return circuit;
}
