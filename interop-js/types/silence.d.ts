export class SilenceDetector {
    /** @param {(isSilent: boolean, isStable: boolean) => void} measured Called after each step. */
    constructor(measured: (isSilent: boolean, isStable: boolean) => void);
    /**
     * A suspended computer, an adjusted clock and slow timers of a hidden page do not look like silence: however much
     * time has passed, a step counts as a part of the timeout at most.
     *
     * @param {number} timeout In milliseconds.
     * @param {number} [rest] How much of it is left, in milliseconds.
     */
    start(timeout: number, rest?: number): void;
    /**
     * Starts again with less time.
     *
     * @param {number} rest In milliseconds.
     */
    shorten(rest: number): void;
    /** The server has sent something. */
    heard(): void;
    stop(): void;
    #private;
}
