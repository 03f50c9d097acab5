/**
 * References to Rust objects, and their release when they were garbage collected.
 */
/** @import { ConnectionDispatcher } from './connection-dispatcher.js' */
/** @import { CircuitState, DotNetObject, releases } from './dotnet-object.js' */

/**
 * Creates the object for a reference in a message. Every reference counts: the client releases an object as often as it
 * has received it.
 *
 * @param {number} id
 * @param {ConnectionDispatcher} dispatcher
 * @param {typeof DotNetObject} Class
 * @param {typeof releases} registry
 */
export function receiveDotNetObject(id, dispatcher, Class, registry) {
  const object = new Class(id, dispatcher);
  const { circuit, host } = dispatcher;
  if (host.releaseDotNetObjects) {
    circuit.release ??= collectReleases(circuit, (counts) => host.releaseDotNetObjects?.(counts));
    registry.register(object, { id, circuit }, object);
  }
  return object;
}

/**
 * Returns a function that releases one reference to an object. The garbage collector usually collects many objects at once, so
 * their releases are sent together.
 *
 * @param {CircuitState} circuit
 * @param {(counts: Map<number, number>) => void} release Releases references: a count for each object.
 * @returns {(id: number) => void}
 */
function collectReleases(circuit, release) {
  /** @type {Map<number, number>} */
  let counts = new Map();
  const send = () => {
    if (!circuit.ended) {
      release(counts);
    }
    counts = new Map();
  };
  return (id) => {
    if (!counts.size) {
      setTimeout(send);
    }
    counts.set(id, (counts.get(id) ?? 0) + 1);
  };
}
