export class Handlers {
    /**
     * @param {string} event
     * @param {EventHandler} handler
     * @param {boolean} [once]
     * @returns {() => void}
     */
    on(event: string, handler: EventHandler, once?: boolean): () => void;
    /**
     * @param {string} event
     * @param {EventHandler} handler
     */
    off(event: string, handler: EventHandler): void;
    /**
     * Calls the handlers that are registered now. An error of one is reported and does not affect the others.
     *
     * @param {string} event
     * @param {any[]} args
     */
    call(event: string, args: any[]): void;
    #private;
}
/**
 * Receives the arguments of an event. A promise that it returns is not awaited.
 */
export type EventHandler = (...args: any[]) => unknown;
