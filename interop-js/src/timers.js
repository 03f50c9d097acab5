/**
 * Timers of any duration. JavaScript timers are limited to 2^31 - 1 milliseconds and fire immediately for longer
 * durations.
 */

const MAX_DELAY = 2 ** 31 - 1;

/**
 * Runs a function after a delay.
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
    timer = setTimeout(() => (rest > MAX_DELAY ? wait(rest - MAX_DELAY) : run()), Math.min(rest, MAX_DELAY));
  };
  wait(milliseconds);
  return () => clearTimeout(timer);
}
