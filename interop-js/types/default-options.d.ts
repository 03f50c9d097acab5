/** @param {number} attempt */
export function defaultReconnectDelay(attempt: number): number | null;
export namespace DEFAULTS {
    let connectTimeout: number;
    let maxQueuedCalls: number;
    let maxQueuedBytes: number;
}
