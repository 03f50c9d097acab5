/**
 * @param {string} type
 * @param {any} detail
 * @returns {any}
 */
export function detailEvent(type: string, detail: any): any;
/**
 * What `events.js` does, for bundles that only browsers load.
 */
export const Target: {
    new (): EventTarget;
    prototype: EventTarget;
};
