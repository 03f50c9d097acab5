export function whenCollected<T>(cleanUp: (held: T) => void): FinalizationRegistry<T>;
