/** Under which message's address an element was first seen. */
const firstSeen = new WeakMap<Element, string>();

/**
 * Whether a page drew an element for this message. Some pages change their address before they draw the other message,
 * and what still stands there must not be taken for it (ACQ-01).
 * @param element - One that the page makes anew for each message.
 */
export function drawnFor(element: Element, id: string): boolean {
  if (!firstSeen.has(element)) firstSeen.set(element, id);
  return firstSeen.get(element) === id;
}
