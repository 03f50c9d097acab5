/**
 * A registry that calls a function for objects that were collected. In engines without `FinalizationRegistry` it does
 * nothing.
 *
 * @template T
 * @param {(held: T) => void} cleanUp
 * @returns {Pick<FinalizationRegistry<T>, 'register' | 'unregister'>}
 */
export function whenCollected(cleanUp) {
  const { FinalizationRegistry } = globalThis;
  return FinalizationRegistry ? new FinalizationRegistry(cleanUp) : { register() {}, unregister: () => false };
}
