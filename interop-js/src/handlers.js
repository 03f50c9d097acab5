/**
 * The handlers of events that Rust sends.
 */
import { reportError } from './errors.js';

export class Handlers {
  /** The handlers by event, and whether each is called only once. @type {Map<string, Map<EventHandler, boolean>>} */
  #handlers = new Map();

  /**
   * @param {string} event
   * @param {EventHandler} handler
   * @param {boolean} [once]
   * @returns {() => void}
   */
  on(event, handler, once = false) {
    if (typeof handler !== 'function') {
      throw new TypeError(`The handler of '${event}' is not a function.`);
    }
    const handlers = this.#handlers.get(event) ?? new Map();
    this.#handlers.set(event, handlers.set(handler, once));
    return () => this.off(event, handler);
  }

  /**
   * @param {string} event
   * @param {EventHandler} handler
   */
  off(event, handler) {
    const handlers = this.#handlers.get(event);
    if (handlers?.delete(handler) && !handlers.size) {
      this.#handlers.delete(event);
    }
  }

  /**
   * Calls the handlers that are registered now. An error of one is reported and does not affect the others.
   *
   * @param {string} event
   * @param {any[]} args
   */
  call(event, args) {
    for (const [handler, once] of [...(this.#handlers.get(event) ?? [])]) {
      if (once) {
        this.off(event, handler);
      }
      (async () => handler(...args))().catch(reportError);
    }
  }
}

/**
 * Receives the arguments of an event. A promise that it returns is not awaited.
 *
 * @typedef {(...args: any[]) => unknown} EventHandler
 */
