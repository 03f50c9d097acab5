/**
 * The events of a connection to a server.
 */
/** @import { Welcome } from './circuit.js' */

/** The `detail` of the event `connected`. @typedef {Welcome} ConnectedDetail */

/**
 * Why a connection was lost, refused or closed: the `detail` of the event. The properties are those of the WebSocket's
 * close event.
 *
 * @typedef {object} DisconnectedDetail
 * @property {number} code
 * @property {string} reason
 */

/**
 * An attempt to connect that has failed: the `detail` of the event `failed`.
 *
 * @typedef {object} FailedDetail
 * @property {number} attempt The number of attempts since there was last a connection, from 1.
 * @property {number | null} delay Milliseconds until the next attempt, or null if there will be none.
 * @property {number} code The close code of the WebSocket; 1006 if the server could not be reached.
 * @property {string} reason
 */

/**
 * @typedef {object} ConnectionEvents
 * @property {CustomEvent<ConnectedDetail>} connected
 * @property {CustomEvent<DisconnectedDetail>} disconnected
 * @property {CustomEvent<FailedDetail>} failed
 * @property {CustomEvent<DisconnectedDetail>} refused
 * @property {CustomEvent<DisconnectedDetail>} closed
 */

/**
 * @typedef {{
 *   addEventListener<K extends keyof ConnectionEvents>(
 *     type: K, listener: (event: ConnectionEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
 * } & EventTarget} ConnectionEventTarget
 */

export {};
