/**
 * Finds elements of the page that a message refers to.
 */

/**
 * Finds the element with this id in the document, in a shadow root, or in the tree that it was sent from.
 *
 * @param {string} id
 * @param {Element | undefined} sent The element that was last sent with this id.
 * @returns {Element}
 */
export function findElement(id, sent) {
  const attribute = `_bl_${id}`;
  const selector = `[${CSS.escape(attribute)}]`;
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
