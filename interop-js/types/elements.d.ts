/**
 * What stands for an element in a message, if an attribute captures it; else the element itself.
 *
 * @param {Element} element
 * @returns {{ __internalId: string } | Element}
 */
export function serializeElement(element: Element): {
    __internalId: string;
} | Element;
/**
 * The element with this id: in the document, in a shadow root, or in a detached tree that it was sent from.
 *
 * @param {string} id
 * @returns {Element}
 */
export function findElement(id: string): Element;
