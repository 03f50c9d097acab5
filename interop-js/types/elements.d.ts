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
 * The element that was last sent with this id, if it still exists.
 *
 * @param {string} id
 */
export function sentElement(id: string): Element | undefined;
