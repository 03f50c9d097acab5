export function checkOptions(): {
    nextDelay: typeof defaultReconnectDelay;
    connectTimeout: number;
    maxQueuedCalls: number;
    maxQueuedBytes: number;
};
import { defaultReconnectDelay } from './default-options.js';
