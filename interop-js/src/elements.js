/**
 * Elements of the page that the other side knows by an attribute, `_bl_` and an id, wherever in the page they are.
 */

/** What begins the name of the attribute. */
const PREFIX = '_bl_';

/**
 * Elements that were sent: what came from a tree that no selector reaches is found again as long as it lives.
 * @type {Map<string, WeakRef<Element>>}
 */
const sentElements = new Map();

/** @type {FinalizationRegistry<string> | undefined} */
const collected =
  globalThis.FinalizationRegistry &&
  new FinalizationRegistry((id) => {
    // Another element may have taken the id over.
    if (!sentElements.get(id)?.deref()) {
      sentElements.delete(id);
    }
  });

/**
 * What stands for an element in a message, if an attribute captures it; else the element itself.
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
  if (collected && sentElements.get(id)?.deref() !== element) {
    sentElements.set(id, new WeakRef(element));
    collected.register(element, id);
  }
  return { __internalId: id };
}

/**
 * The element with this id: in the document, in a shadow root, or in a detached tree that it was sent from.
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
      `Could not find the element with the attribute '${attribute}'. It is not in the page any more, or in a closed ` +
        'shadow root or a detached tree from which it was never sent.',
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
