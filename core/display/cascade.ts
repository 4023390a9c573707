import { asciiLower } from "../message/fields.ts";
import { type Declaration, declarations, type StyleSheet } from "./css.ts";
import { attributeOf, type Element } from "./page.ts";
import { type Effort, fits, type ReadSelector, readSelectors } from "./selectors.ts";

/** What is declared for one element, by property; custom properties as well. */
export type Style = ReadonlyMap<string, string>;

/** One rule as it is looked up. */
interface Candidate {
  readonly selector: ReadSelector;
  readonly declarations: readonly Declaration[];
  /** The place of its layer; outside of layers the last. */
  readonly layer: number;
  /** Where it stands in the page. */
  readonly order: number;
}

/** The rules of a page, found by what their selectors name last. */
export interface Cascade {
  readonly byKey: ReadonlyMap<string, readonly Candidate[]>;
  readonly endings: ReadonlyMap<string, readonly Declaration[]>;
}

const OUTSIDE = Number.MAX_SAFE_INTEGER;

/** Rules in their order, and how animations end. */
export function cascadeOf(sheets: readonly StyleSheet[], relevant: (name: string) => boolean): Cascade {
  const byKey = new Map<string, Candidate[]>();
  let order = 0;
  for (const { selector: list, declarations: all, layer = OUTSIDE } of sheets.flatMap(({ rules }) => rules)) {
    const wanted = lastOfEach(all.filter(({ name }) => relevant(name)));
    if (wanted.length === 0) continue;
    for (const selector of readSelectors(list)) {
      const same = byKey.get(selector.key);
      const candidate = { selector, declarations: wanted, layer, order: order++ };
      if (same === undefined) byKey.set(selector.key, [candidate]);
      else same.push(candidate);
    }
  }
  return { byKey, endings: new Map(sheets.flatMap(({ endings }) => [...endings])) };
}

/** Of several declarations of one property in a rule one counts: the last important one, or else the last. */
function lastOfEach(all: readonly Declaration[]): readonly Declaration[] {
  const found = new Map<string, Declaration>();
  for (const one of all) if (one.important || found.get(one.name)?.important !== true) found.set(one.name, one);
  return [...found.values()];
}

/** Declarations that fit an element, and what decides among them. */
interface Layer {
  readonly own: readonly Declaration[];
  readonly layer: number;
  readonly specificity: number;
  readonly order: number;
}

/** The declarations that hold for an element (CSS Cascade 5 s6): by importance, layer, specificity and order. */
export function styleOf(element: Element, { byKey, endings }: Cascade, effort: Effort): Style {
  if (effort.left < 0) return new Map();
  const classes = new Set(asciiLower(attributeOf(element, "class") ?? "").split(/[\t\n\f\r ]+/));
  const id = asciiLower(attributeOf(element, "id") ?? "");
  const keys = ["*", element.tagName, ...[...classes].map((name) => `.${name}`), `#${id}`];
  const found: Layer[] = keys
    .flatMap((key) => byKey.get(key) ?? [])
    .filter(({ selector }) => fits(element, selector, effort))
    .map(({ selector, declarations: own, layer, order }) => ({ own, layer, order, specificity: selector.specificity }));
  effort.left -= found.length;
  const inline = lastOfEach(declarations(attributeOf(element, "style") ?? ""));
  const style = new Map<string, string>();
  for (const important of [false, true]) {
    // Among important declarations the first layer counts most.
    const turn = important ? -1 : 1;
    const sorted = found.toSorted(
      (a, b) => turn * (a.layer - b.layer) || a.specificity - b.specificity || a.order - b.order,
    );
    for (const one of [...sorted.flatMap(({ own }) => own), ...inline])
      if (one.important === important) style.set(one.name, one.value);
  }
  return withEndings(style, endings);
}

/** An animation that is over leaves the element as it ended, and so may one that is about to begin. */
function withEndings(style: Map<string, string>, endings: Cascade["endings"]): Style {
  const words = `${style.get("animation") ?? ""} ${style.get("animation-name") ?? ""}`.split(/[\s,]+/);
  for (const ending of words.flatMap((word) => endings.get(word) ?? [])) style.set(ending.name, ending.value);
  return style;
}

/** Deepest chain of custom properties that is followed. */
const MAX_CHAIN = 8;
const REFERENCE = /var\(\s*(--[^\s,)]+)\s*(?:,([^()]*))?\)/;

/** A value with its custom properties put in. */
export function resolved(value: string, custom: Style): string {
  let text = value;
  for (let step = 0; step < MAX_CHAIN && text.length < 1000; step++) {
    const [whole, name = "", otherwise = ""] = REFERENCE.exec(text) ?? [];
    if (whole === undefined) break;
    text = text.replace(whole, () => custom.get(name) ?? otherwise).trim();
  }
  return text;
}
