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
export function findElement(id: string, sent: Element | undefined): Element;
