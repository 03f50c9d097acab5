/**
 * Events with a `detail`, including for engines without `EventTarget` or `CustomEvent`.
 */
import { reportError } from './errors.js';

/** The subset of `EventTarget` that connections need. */
class SimpleEventTarget {
  /** @type {Map<string, Map<any, boolean>>} */
  #listeners = new Map();

  /**
   * @param {string} type
   * @param {any} listener
   * @param {boolean | { once?: boolean }} [options]
   */
  addEventListener(type, listener, options) {
    const listeners = this.#listeners.get(type) ?? new Map();
    this.#listeners.set(type, listeners.set(listener, typeof options === 'object' && !!options.once));
  }

  /**
   * @param {string} type
   * @param {any} listener
   */
  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  /** @param {any} event */
  dispatchEvent(event) {
    for (const [listener, once] of [...(this.#listeners.get(event.type) ?? [])]) {
      if (once) {
        this.removeEventListener(event.type, listener);
      }
      try {
        typeof listener === 'function' ? listener.call(this, event) : listener.handleEvent(event);
      } catch (error) {
        // The other listeners are still called, as with an `EventTarget`.
        reportError(error);
      }
    }
    return true;
  }
}

export const Target = /** @type {typeof EventTarget} */ (globalThis.EventTarget ?? SimpleEventTarget);

/**
 * @param {string} type
 * @param {any} detail
 * @returns {any}
 */
export function detailEvent(type, detail) {
  const { CustomEvent, Event } = globalThis;
  if (CustomEvent) {
    return new CustomEvent(type, { detail });
  }
  return Object.assign(Event ? new Event(type) : { type }, { detail });
}
