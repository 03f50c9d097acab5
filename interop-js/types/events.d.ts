/**
 * @param {string} type
 * @param {any} detail
 * @returns {any}
 */
export function detailEvent(type: string, detail: any): any;
export const Target: typeof EventTarget;
