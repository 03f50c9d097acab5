/**
 * What `events.js` does, for bundles that only browsers load.
 */
export const Target = EventTarget;

/**
 * @param {string} type
 * @param {any} detail
 * @returns {any}
 */
export function detailEvent(type, detail) {
  return new CustomEvent(type, { detail });
}
