import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from "parse5";

export type Element = DefaultTreeAdapterTypes.Element;
type Parent = DefaultTreeAdapterTypes.ParentNode;

/** The largest page that is looked through, in characters; pictures inside it do not count. */
const MAX_PAGE = 1 << 20;
/** Elements of a page, and how deep they may be nested: browsers themselves go no deeper. */
const MAX_ELEMENTS = 200_000;
const MAX_DEPTH = 512;

/** A picture written into the page: nothing of it is text. */
const PICTURE = /data:[^"'\s>)]{512,}/g;

/** Thrown out of the parser, and caught by {@link readPage}. */
const TOO_MUCH = Symbol("more than is looked through");

/** Reads a page into the tree that browsers make of it (HTML s13.2); undefined where it is more than is looked through. */
export function readPage(html: string): Parent | undefined {
  const text = html.replace(PICTURE, "data:");
  if (text.length > MAX_PAGE) return undefined;
  let elements = 0;
  let depth = 0;
  const counting: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    createElement: (...about) => {
      if (++elements > MAX_ELEMENTS) throw TOO_MUCH;
      return defaultTreeAdapter.createElement(...about);
    },
    onItemPush: () => {
      if (++depth > MAX_DEPTH) throw TOO_MUCH;
    },
    onItemPop: () => {
      depth--;
    },
  };
  try {
    // Mail programs run no scripts, so what stands in a `noscript` is shown.
    return parse(text, { scriptingEnabled: false, treeAdapter: counting });
  } catch (error) {
    if (error === TOO_MUCH) return undefined;
    throw error;
  }
}

/** What a walk through a page tells, in the order of the text. */
export interface Visitor {
  /** An element begins; false leaves out what is inside. */
  open(element: Element): boolean;
  text(text: string, parent: Element | undefined): void;
  close(element: Element): void;
}

/** Walks through a page. */
export function walk(page: Parent, visitor: Visitor): void {
  const inside = (parent: Parent, element: Element | undefined): void => {
    for (const node of parent.childNodes) {
      if (defaultTreeAdapter.isTextNode(node)) visitor.text(node.value, element);
      else if (defaultTreeAdapter.isElementNode(node) && visitor.open(node)) {
        inside(node, node);
        visitor.close(node);
      }
    }
  };
  inside(page, undefined);
}

/** The value of an attribute. */
export const attributeOf = (element: Element, name: string): string | undefined =>
  element.attrs.find((attribute) => attribute.name === name)?.value;

/** Elements of SVG and MathML, of which some have a name that means another thing in HTML. */
export const isDrawing = ({ namespaceURI }: Element): boolean => namespaceURI !== "http://www.w3.org/1999/xhtml";

/** The element around this one. */
export function parentOf({ parentNode }: Element): Element | undefined {
  return parentNode !== null && defaultTreeAdapter.isElementNode(parentNode) ? parentNode : undefined;
}

/** The elements inside one, and where each stands among them; found once. */
interface Children {
  readonly elements: readonly Element[];
  readonly places: ReadonlyMap<Element, number>;
}

const childrenOf = new WeakMap<Parent, Children>();

/** The elements beside this one, itself included, in their order, and its place among them from 0. */
export function besideOf(element: Element): { readonly elements: readonly Element[]; readonly place: number } {
  const parent = element.parentNode;
  if (parent === null) return { elements: [element], place: 0 };
  let children = childrenOf.get(parent);
  if (children === undefined) {
    const elements = parent.childNodes.filter(defaultTreeAdapter.isElementNode);
    children = { elements, places: new Map(elements.map((one, place) => [one, place])) };
    childrenOf.set(parent, children);
  }
  return { elements: children.elements, place: children.places.get(element) ?? 0 };
}
