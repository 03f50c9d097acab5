/**
 * What `collected.js` does, for bundles that only browsers load.
 */

/**
 * @template T
 * @param {(held: T) => void} cleanUp
 */
export const whenCollected = (cleanUp) => new FinalizationRegistry(cleanUp);
