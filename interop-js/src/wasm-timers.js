/**
 * When a circuit in the page goes on: soon, or after some time.
 */

/** After so many turns in a row the page has one: a call that always wakes itself must not freeze it. */
const TURNS = 100;
/** Timers of the page cannot wait longer, in milliseconds; what is to wait longer waits for ever. */
const LONGEST = 2 ** 31 - 1;

export class WasmTimers {
  #turns = 0;
  #isStopped = false;
  /** @type {Map<number, ReturnType<typeof setTimeout>>} */
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

  /** Runs soon, and not now. */
  schedule() {
    const run = () => this.#isStopped || this.#run();
    if (++this.#turns < TURNS) {
      queueMicrotask(run);
    } else {
      this.#turns = 0;
      afterThePage(run);
    }
  }

  /**
   * @param {number} timerId
   * @param {number} milliseconds
   */
  sleep(timerId, milliseconds) {
    if (milliseconds > LONGEST) {
      return;
    }
    const timer = setTimeout(() => {
      this.#sleeping.delete(timerId);
      this.#wake(timerId);
    }, milliseconds);
    this.#sleeping.set(timerId, timer);
  }

  /** @param {number} timerId */
  cancelSleep(timerId) {
    clearTimeout(this.#sleeping.get(timerId));
    this.#sleeping.delete(timerId);
  }

  stop() {
    this.#isStopped = true;
    this.#sleeping.forEach((timer) => clearTimeout(timer));
    this.#sleeping.clear();
  }
}

/**
 * Runs after what else the page has to do. Not by a timer, which browsers make wait for some milliseconds.
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
