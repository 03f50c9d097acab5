/**
 * Detects a server that is silent for longer than it announced.
 */

/** The number of parts of the timeout after which a connection is stable, and their maximum length in milliseconds. */
const PARTS = 4;
const MAX_PART = 10000;
/** The maximum interval at which silence is measured, in milliseconds. It is how late a silent server is noticed. */
const MAX_STEP = 500;

export class SilenceDetector {
  #silence = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #timeout = 0;
  #measured;

  /** @param {(isSilent: boolean, isStable: boolean) => void} measured Called after each step. */
  constructor(measured) {
    this.#measured = measured;
  }

  /**
   * A suspended computer, an adjusted clock and slow timers of a hidden page do not look like silence: however much
   * time has passed, a step counts as a part of the timeout at most.
   *
   * @param {number} timeout In milliseconds.
   * @param {number} [rest] How much of it is left, in milliseconds.
   */
  start(timeout, rest = timeout) {
    this.stop();
    this.#timeout = timeout;
    this.#silence = timeout - rest;
    const part = Math.min(timeout / PARTS, MAX_PART);
    const step = Math.min(part, MAX_STEP);
    let total = 0;
    let last = Date.now();
    this.#timer = setInterval(() => {
      const now = Date.now();
      const time = Math.max(step, Math.min(now - last, part));
      last = now;
      total += time;
      this.#silence += time;
      this.#measured(this.#silence > timeout, total >= part);
    }, step);
  }

  /**
   * Starts again with less time.
   *
   * @param {number} rest In milliseconds.
   */
  shorten(rest) {
    this.start(this.#timeout, Math.min(rest, this.#timeout));
  }

  /** The server has sent something. */
  heard() {
    this.#silence = 0;
  }

  stop() {
    clearInterval(this.#timer);
  }
}
