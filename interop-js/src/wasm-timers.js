/**
 * Schedules the work of a circuit in the page: soon, or after a delay.
 */
import { after } from './timers.js';

/**
 * After this many consecutive turns, or this much time in them, the page runs its own tasks, so that a call that always
 * wakes itself does not freeze it.
 */
const TURNS = 100;
const TURNS_MILLISECONDS = 10;

export class WasmTimers {
  #turns = 0;
  /** Milliseconds spent in these turns. */
  #busy = 0;
  #isStopped = false;
  /** Functions that cancel the running timers. @type {Map<number, () => void>} */
  #sleeping = new Map();
  #run;
  #wake;

  /**
   * @param {() => void} run
   * @param {(timerId: number) => void} wake
   */
  constructor(run, wake) {
    this.#run = run;
    this.#wake = wake;
  }

  /** Runs the circuit soon, but not immediately. */
  schedule() {
    if (++this.#turns < TURNS && this.#busy < TURNS_MILLISECONDS) {
      queueMicrotask(() => this.#takeTurn());
    } else {
      this.#turns = 0;
      this.#busy = 0;
      afterThePage(() => this.#takeTurn());
    }
  }

  #takeTurn() {
    if (this.#isStopped) {
      return;
    }
    const start = performance.now();
    try {
      this.#run();
    } finally {
      this.#busy += performance.now() - start;
    }
  }

  /**
   * @param {number} timerId
   * @param {number} milliseconds
   */
  sleep(timerId, milliseconds) {
    const cancel = after(milliseconds, () => {
      this.#sleeping.delete(timerId);
      this.#wake(timerId);
    });
    this.#sleeping.set(timerId, cancel);
  }

  /** @param {number} timerId */
  cancelSleep(timerId) {
    this.#sleeping.get(timerId)?.();
    this.#sleeping.delete(timerId);
  }

  stop() {
    this.#isStopped = true;
    this.#sleeping.forEach((cancel) => cancel());
    this.#sleeping.clear();
  }
}

/**
 * Runs a function after the page's pending tasks. Does not use a timer, which browsers delay by some milliseconds.
 *
 * @param {() => void} run
 */
function afterThePage(run) {
  const { setImmediate } = /** @type {{ setImmediate?: (run: () => void) => void }} */ (globalThis);
  if (setImmediate) {
    setImmediate(run);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(null);
}
