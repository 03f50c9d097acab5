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
  if (!sentElements.get(id)?.deref()) {
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
  if (globalThis.WeakRef && sentElements.get(id)?.deref() !== element) {
    sentElements.set(id, new WeakRef(element));
    collected.register(element, id);
  }
  return { __internalId: id };
}

/**
 * Finds the element with this id in the document, in a shadow root, or in the tree that it was sent from.
 *
 * @param {string} id
 * @returns {Element}
 */
export function findElement(id) {
  const attribute = PREFIX + id;
  const selector = `[${CSS.escape(attribute)}]`;
  const sent = sentElements.get(id)?.deref();
  const known = sent?.hasAttribute(attribute) ? sent : undefined;
  const found =
    document.querySelector(selector) ??
    (known?.isConnected ? known : undefined) ??
    findInShadowRoots(document, selector) ??
    known;
  if (!found) {
    throw new Error(
      `Could not find the element with the attribute '${attribute}'. It was removed, or it was never sent and is in a ` +
        'closed shadow root or a detached tree.',
    );
  }
  return found;
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {Element | undefined}
 */
function findInShadowRoots(root, selector) {
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const found = shadowRoot && (shadowRoot.querySelector(selector) ?? findInShadowRoots(shadowRoot, selector));
    if (found) {
      return found;
    }
  }
  return undefined;
}
