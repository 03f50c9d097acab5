/**
 * Runs a function after a delay.
 *
 * @param {number} milliseconds
 * @param {() => void} run
 * @returns {() => void} Cancels the timer.
 */
export function after(milliseconds: number, run: () => void): () => void;
