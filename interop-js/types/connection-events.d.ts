/**
 * The `detail` of the event `connected`.
 */
export type ConnectedDetail = Welcome;
/**
 * Why a connection was lost, refused or closed: the `detail` of the event. The properties are those of the WebSocket's
 * close event.
 */
export type DisconnectedDetail = {
    code: number;
    reason: string;
};
/**
 * An attempt to connect that has failed: the `detail` of the event `failed`.
 */
export type FailedDetail = {
    /**
     * The number of attempts since there was last a connection, from 1.
     */
    attempt: number;
    /**
     * Milliseconds until the next attempt, or null if there will be none.
     */
    delay: number | null;
    /**
     * The close code of the WebSocket; 1006 if the server could not be reached.
     */
    code: number;
    reason: string;
};
export type ConnectionEvents = {
    connected: CustomEvent<ConnectedDetail>;
    disconnected: CustomEvent<DisconnectedDetail>;
    failed: CustomEvent<FailedDetail>;
    refused: CustomEvent<DisconnectedDetail>;
    closed: CustomEvent<DisconnectedDetail>;
};
export type ConnectionEventTarget = {
    addEventListener<K extends keyof ConnectionEvents>(type: K, listener: (event: ConnectionEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
} & EventTarget;
import type { Welcome } from './circuit.js';
