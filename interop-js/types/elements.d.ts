/**
 * The representation of an element in a message if it has the attribute; otherwise the element itself.
 *
 * @param {Element} element
 * @returns {{ __internalId: string } | Element}
 */
export function serializeElement(element: Element): {
    __internalId: string;
} | Element;
/**
 * Finds the element with this id in the document, in a shadow root, or in the tree that it was sent from.
 *
 * @param {string} id
 * @returns {Element}
 */
export function findElement(id: string): Element;
