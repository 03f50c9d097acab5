export class WasmTimers {
    /**
     * @param {() => void} run
     * @param {(timerId: number) => void} wake
     */
    constructor(run: () => void, wake: (timerId: number) => void);
    /** Runs the circuit soon, but not immediately. */
    schedule(): void;
    /**
     * @param {number} timerId
     * @param {number} milliseconds
     */
    sleep(timerId: number, milliseconds: number): void;
    /** @param {number} timerId */
    cancelSleep(timerId: number): void;
    stop(): void;
    #private;
}
