/**
 * Detects a server that is silent for longer than it announced.
 */

/** The number of parts of the timeout after which a connection is stable, and their maximum length in milliseconds. */
const PARTS = 4;
const MAX_PART = 10000;
/** The maximum interval at which silence is measured, in milliseconds. It is how late a silent server is noticed. */
const MAX_STEP = 500;
/** A step that comes later than this, in milliseconds, means that the computer or the page was suspended. */
const MAX_LATENESS = 2000;

/**
 * Watches a server that sends something within the timeout at the latest.
 *
 * A suspended computer, an adjusted clock and slow timers of a hidden page do not look like silence: however much time
 * has passed, a step counts as a part of the timeout at most.
 *
 * @param {number} timeout In milliseconds.
 * @param {(isSilent: boolean, isStable: boolean, wasSuspended: boolean) => unknown} measured Called after each step.
 */
export function watchSilence(timeout, measured) {
  const part = Math.min(timeout / PARTS, MAX_PART);
  const step = Math.min(part, MAX_STEP);
  let silence = 0;
  let total = 0;
  let last = Date.now();
  const timer = setInterval(() => {
    const elapsed = Date.now() - last;
    const time = Math.max(step, Math.min(elapsed, part));
    last += elapsed;
    total += time;
    silence += time;
    measured(silence > timeout, total >= part, elapsed > MAX_LATENESS);
  }, step);
  return {
    /** The server has sent something. */
    heard: () => void (silence = 0),
    stop: () => clearInterval(timer),
  };
}
