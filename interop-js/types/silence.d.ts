/**
 * Watches a server that sends something within the timeout at the latest.
 *
 * A suspended computer, an adjusted clock and slow timers of a hidden page do not look like silence: however much time
 * has passed, a step counts as a part of the timeout at most.
 *
 * @param {number} timeout In milliseconds.
 * @param {(isSilent: boolean, isStable: boolean, wasSuspended: boolean) => unknown} measured Called after each step.
 */
export function watchSilence(timeout: number, measured: (isSilent: boolean, isStable: boolean, wasSuspended: boolean) => unknown): {
    /** The server has sent something. */
    heard: () => undefined;
    stop: () => void;
};
