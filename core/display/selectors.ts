import { type AttributeSelector, type PseudoSelector, parse, type Selector, SelectorType } from "css-what";
import compileNth from "nth-check";
import { asciiLower } from "../message/fields.ts";
import { attributeOf, besideOf, type Element, parentOf } from "./page.ts";

/** One selector of a list, ready to be compared with elements. */
export interface ReadSelector {
  readonly tokens: readonly Selector[];
  /** Ids, classes and attributes, and names, each as digits of one number (Selectors 4 s17). */
  readonly specificity: number;
  /** What an element must have: `#id`, `.class` or its name; `*` where nothing of it can be named. */
  readonly key: string;
}

/** How much comparing one page may cost; counted down. */
export interface Effort {
  left: number;
  /** Classes and ids are told apart by case, too: pages with a document type, and those inside of others. */
  readonly exact?: boolean;
}

const COMBINATORS: ReadonlySet<string> = new Set([
  "adjacent",
  "child",
  "descendant",
  "parent",
  "sibling",
  "column-combinator",
]);

/** States that nobody's reading begins with. */
const STATES = new Set(
  "hover active focus focus-within focus-visible visited target checked disabled indeterminate invalid fullscreen".split(
    " ",
  ),
);

/** Other states and places that selectors can name (Selectors 4); what is not among them no browser knows. */
const KNOWN = new Set(
  (
    "is where not has matches any -webkit-any -moz-any root scope empty link any-link lang dir defined enabled read-only " +
    "read-write required optional valid default placeholder-shown in-range out-of-range user-valid user-invalid autofill " +
    "open closed target-within local-link modal popover-open playing host first-child last-child only-child nth-child " +
    "nth-last-child first-of-type last-of-type only-of-type nth-of-type nth-last-of-type before after first-line first-letter"
  ).split(" "),
);
const FORGIVING = new Set(["is", "where", "matches", "any", "-webkit-any", "-moz-any"]);

/** Whether every browser takes a selector: one that it does not take makes it leave out the whole rule. */
const isKnown = (tokens: readonly Selector[]): boolean =>
  tokens.every((token) => {
    if (token.type !== "pseudo") return true;
    if (!KNOWN.has(token.name) && !STATES.has(token.name)) return false;
    return FORGIVING.has(token.name) || listed(token.data).every(isKnown);
  });

/** A selector list; none of it counts where one is wrong, as in browsers. */
export function readSelectors(list: string): readonly ReadSelector[] {
  try {
    const read = parse(list);
    if (!read.every(isKnown)) return [];
    return read.map((tokens) => ({ tokens, specificity: specificityOf(tokens), key: keyOf(tokens) }));
  } catch {
    return [];
  }
}

const listed = (data: PseudoSelector["data"]): readonly (readonly Selector[])[] => (Array.isArray(data) ? data : []);

function specificityOf(tokens: readonly Selector[]): number {
  return tokens.reduce((sum, token) => sum + weightOf(token), 0);
}

function weightOf(token: Selector): number {
  if (token.type === "tag" || token.type === "pseudo-element") return 1;
  if (token.type === "attribute") return isId(token) ? 1_000_000 : 1000;
  if (token.type !== "pseudo" || token.name === "where") return 0;
  const inside = listed(token.data).map(specificityOf);
  return inside.length === 0 ? 1000 : Math.max(...inside);
}

/** `#name`, and not `[id=name]`. */
const isId = ({ name, ignoreCase }: AttributeSelector): boolean => name === "id" && ignoreCase === "quirks";

/** What the last compound names. */
function keyOf(tokens: readonly Selector[]): string {
  const from = tokens.findLastIndex(({ type }) => COMBINATORS.has(type)) + 1;
  const last = tokens.slice(from);
  for (const token of last) {
    if (token.type !== "attribute") continue;
    if (token.name === "id" && token.action === "equals") return `#${asciiLower(token.value)}`;
    if (token.name === "class" && token.action === "element") return `.${asciiLower(token.value)}`;
  }
  const name = last.find((token) => token.type === "tag");
  return name === undefined ? "*" : asciiLower(name.name);
}

/** Whether a selector fits an element. Where the effort is used up nothing more is compared: see what is left. */
export function fits(element: Element, { tokens }: ReadSelector, effort: Effort): boolean {
  return effort.left >= 0 && fitsUpTo(element, tokens, tokens.length - 1, effort);
}

/** @param anchor - The element that the first compound must be; any if there is none. */
function fitsUpTo(
  element: Element,
  tokens: readonly Selector[],
  last: number,
  effort: Effort,
  anchor?: Element,
): boolean {
  let at = last;
  for (; at >= 0; at--) {
    const token = tokens[at];
    if (token === undefined || COMBINATORS.has(token.type)) break;
    if (--effort.left < 0 || !fitsSimple(element, token, effort)) return false;
  }
  if (at < 0) return anchor === undefined || element === anchor;
  return candidates(element, tokens[at]?.type ?? "", effort).some((other) =>
    fitsUpTo(other, tokens, at - 1, effort, anchor),
  );
}

/** The elements that a combinator leads to, nearest first. */
function candidates(element: Element, combinator: string, effort: Effort): readonly Element[] {
  if (combinator === "child") return [parentOf(element) ?? []].flat();
  if (combinator === "descendant") {
    const around: Element[] = [];
    for (let next = parentOf(element); next !== undefined; next = parentOf(next)) around.push(next);
    effort.left -= around.length;
    return around;
  }
  const { elements, place } = besideOf(element);
  if (combinator === "adjacent") return elements.slice(Math.max(0, place - 1), place);
  if (combinator !== "sibling") return [];
  effort.left -= place;
  return elements.slice(0, place);
}

function fitsSimple(element: Element, token: Selector, effort: Effort): boolean {
  if (token.type === "universal") return true;
  if (token.type === "tag") return asciiLower(token.name) === element.tagName;
  if (token.type === "attribute") return fitsAttribute(element, token, effort.exact === true);
  return token.type === "pseudo" && fitsPseudo(element, token, effort);
}

/** Values without regard to case, as pages without a document type are read; those of classes and ids exactly where asked. */
function fitsAttribute(element: Element, { name, action, value: wanted }: AttributeSelector, exact: boolean): boolean {
  const plain = exact && /^(?:class|id)$/i.test(name) ? (text: string) => text : asciiLower;
  const value = plain(attributeOf(element, asciiLower(name)) ?? "");
  const text = plain(wanted);
  if (attributeOf(element, asciiLower(name)) === undefined) return action === "not";
  if (action === "exists") return true;
  if (action === "equals") return value === text;
  if (action === "element") return text !== "" && value.split(/[\t\n\f\r ]+/).includes(text);
  if (action === "hyphen") return value === text || value.startsWith(`${text}-`);
  if (action === "not") return value !== text;
  if (text === "") return false;
  if (action === "start") return value.startsWith(text);
  return action === "end" ? value.endsWith(text) : value.includes(text);
}

function fitsPseudo(element: Element, token: PseudoSelector, effort: Effort): boolean {
  const { name, data } = token;
  const any = () =>
    listed(data).some((tokens) => isKnown(tokens) && fitsUpTo(element, tokens, tokens.length - 1, effort));
  if (/^(?:is|where|matches|any|-webkit-any|-moz-any)$/.test(name)) return any();
  if (name === "not") return !any();
  if (name === "has") return listed(data).some((tokens) => holds(element, tokens, effort));
  if (name === "root" || name === "scope") return parentOf(element) === undefined;
  if (name === "empty") return element.childNodes.length === 0;
  if (name === "link" || name === "any-link")
    return element.tagName === "a" && attributeOf(element, "href") !== undefined;
  const place = /^(first|last|only|nth|nth-last)-(child|of-type)$/.exec(name);
  if (place === null) return !STATES.has(name);
  const [, which = "", kind] = place;
  const all = kind === "child" ? besideOf(element) : ofItsType(element, effort);
  const index = which.includes("last") ? all.elements.length - 1 - all.place : all.place;
  if (which === "only") return all.elements.length === 1;
  if (which === "first" || which === "last") return index === 0;
  return fitsNth(element, token, { all: all.elements, index }, effort);
}

/** The kind that such a selector names, read once. */
const kinds = new WeakMap<PseudoSelector, readonly ReadSelector[]>();

/** `2n+1`, or that among the elements of a kind: `2n+1 of .a` (Selectors 4 s14.3). */
function fitsNth(
  element: Element,
  token: PseudoSelector,
  { all, index }: { readonly all: readonly Element[]; readonly index: number },
  effort: Effort,
): boolean {
  if (typeof token.data !== "string") return false;
  try {
    const [nth = "", list] = token.data.split(/\sof\s/);
    if (list === undefined) return compileNth(nth)(index);
    const kind = kinds.get(token) ?? readSelectors(list);
    kinds.set(token, kind);
    const fitting = all.filter((other) => kind.some((selector) => fits(other, selector, effort)));
    return fitting.includes(element) && compileNth(nth)(fitting.indexOf(element));
  } catch {
    return false;
  }
}

function ofItsType(element: Element, effort: Effort): ReturnType<typeof besideOf> {
  const all = besideOf(element).elements;
  effort.left -= all.length;
  const elements = all.filter(({ tagName }) => tagName === element.tagName);
  return { elements, place: elements.indexOf(element) };
}

/** `:has()`: something inside or beside the element fits, counted from the element. */
function holds(element: Element, tokens: readonly Selector[], effort: Effort): boolean {
  const [first] = tokens;
  const relative = first !== undefined && COMBINATORS.has(first.type);
  const whole: Selector[] = [{ type: SelectorType.Universal, namespace: null }];
  if (!relative) whole.push({ type: SelectorType.Descendant });
  whole.push(...tokens);
  const beside = first?.type === "adjacent" || first?.type === "sibling";
  const open = beside ? [...besideOf(element).elements] : elementsIn(element);
  for (let other = open.pop(); other !== undefined; other = open.pop()) {
    if (--effort.left < 0) return false;
    if (other !== element && fitsUpTo(other, whole, whole.length - 1, effort, element)) return true;
    for (const inner of elementsIn(other)) open.push(inner);
  }
  return false;
}

const elementsIn = ({ childNodes }: Element): Element[] =>
  childNodes.filter((node): node is Element => "tagName" in node);
