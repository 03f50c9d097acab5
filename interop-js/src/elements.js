/**
 * Elements of the page, which the other side identifies by an attribute that consists of `_bl_` and an id.
 */

import { whenCollected } from './collected.js';

/** The prefix of the attribute's name. */
const PREFIX = '_bl_';

/**
 * Elements that were sent, so that those in a closed shadow root or a detached tree can be found again while they
 * exist.
 * @type {Map<string, WeakRef<Element>>}
 */
const sentElements = new Map();

const collected = whenCollected((/** @type {string} */ id) => {
  // Another element may have the id now.
  if (!sentElement(id)) {
    sentElements.delete(id);
  }
});

/**
 * The representation of an element in a message if it has the attribute; otherwise the element itself.
 *
 * @param {Element} element
 * @returns {{ __internalId: string } | Element}
 */
export function serializeElement(element) {
  const attribute = element.getAttributeNames().find((name) => name.startsWith(PREFIX));
  if (attribute === undefined) {
    return element;
  }
  const id = attribute.slice(PREFIX.length);
  if (globalThis.WeakRef && sentElement(id) !== element) {
    sentElements.set(id, new WeakRef(element));
    collected.register(element, id);
  }
  return { __internalId: id };
}

/**
 * The element that was last sent with this id, if it still exists.
 *
 * @param {string} id
 */
export function sentElement(id) {
  return sentElements.get(id)?.deref();
}
