/**
 * Timers for any length of time. Those of JavaScript take no more than 2^31 - 1 milliseconds, and run at once for more.
 */

const MAX_DELAY = 2 ** 31 - 1;

/**
 * Runs a function after some time.
 *
 * @param {number} milliseconds
 * @param {() => void} run
 * @returns {() => void} Cancels the timer.
 */
export function after(milliseconds, run) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  /** @param {number} rest */
  const wait = (rest) => {
    const delay = Math.min(rest, MAX_DELAY);
    timer = setTimeout(() => (rest > delay ? wait(rest - delay) : run()), delay);
  };
  wait(milliseconds);
  return () => clearTimeout(timer);
}
