import { asciiLower } from "../message/fields.ts";
import { type Declaration, declarations, type StyleSheet } from "./css.ts";
import { readLength } from "./lengths.ts";
import { attributeOf, type Element } from "./page.ts";
import { type Effort, fits, type ReadSelector, readSelectors } from "./selectors.ts";
import { isTaken, MAX_VALUE } from "./values.ts";

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

/** How an element is while an animation runs. */
interface Moments {
  readonly last: readonly Declaration[];
  /** One that takes text out of sight, else the last. */
  readonly worst: readonly Declaration[];
}

/** The rules of a page, found by what their selectors name last. */
export interface Cascade {
  readonly byKey: ReadonlyMap<string, readonly Candidate[]>;
  readonly animations: ReadonlyMap<string, Moments>;
}

const OUTSIDE = Number.MAX_SAFE_INTEGER;

/**
 * The places of layers: those inside a layer stand before what the layer itself says, all in the order in which they are
 * first named in the page (CSS Cascade 5 s6.4.3).
 */
function placesOf(layers: readonly string[]): ReadonlyMap<string, number> {
  const inside = new Map<string, Set<string>>();
  for (const layer of layers) {
    const steps = layer.split(".");
    for (let depth = 1; depth <= steps.length; depth++) {
      const around = steps.slice(0, depth - 1).join(".");
      const own = steps.slice(0, depth).join(".");
      inside.set(around, (inside.get(around) ?? new Set()).add(own));
    }
  }
  const places = new Map<string, number>();
  const visit = (layer: string): void => {
    for (const inner of inside.get(layer) ?? []) visit(inner);
    places.set(layer, places.size);
  };
  visit("");
  return places;
}

/** Rules in their order, and what animations do. */
export function cascadeOf(
  sheets: readonly StyleSheet[],
  relevant: (name: string) => boolean,
  hides: (moment: readonly Declaration[]) => boolean,
): Cascade {
  const byKey = new Map<string, Candidate[]>();
  const taken = (all: readonly Declaration[]) =>
    lastOfEach(all.filter(({ name, value }) => relevant(name) && isTaken(name, value)));
  const places = placesOf(sheets.flatMap(({ layers }) => layers));
  let order = 0;
  for (const { selector: list, declarations: all, layer: path } of sheets.flatMap(({ rules }) => rules)) {
    const layer = (path === undefined ? undefined : places.get(path)) ?? OUTSIDE;
    const wanted = taken(all);
    if (wanted.length === 0) continue;
    for (const selector of readSelectors(list)) {
      const same = byKey.get(selector.key);
      const candidate = { selector, declarations: wanted, layer, order: order++ };
      if (same === undefined) byKey.set(selector.key, [candidate]);
      else same.push(candidate);
    }
  }
  const animations = sheets
    .flatMap((sheet) => [...sheet.animations])
    .map(([name, { moments, last }]) => {
      // What is marked as important counts everywhere but here (CSS Animations 1 s3).
      const [end = [], ...all] = [last, ...moments].map((moment) =>
        taken(moment.filter(({ important }) => !important)),
      );
      return [name, { last: end, worst: all.find(hides) ?? end }] as const;
    });
  return { byKey, animations: new Map(animations) };
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
export function styleOf(element: Element, cascade: Cascade, effort: Effort): Style {
  const { byKey } = cascade;
  if (effort.left < 0) return new Map();
  const classes = new Set(asciiLower(attributeOf(element, "class") ?? "").split(/[\t\n\f\r ]+/));
  const id = asciiLower(attributeOf(element, "id") ?? "");
  const keys = ["*", element.tagName, ...[...classes].map((name) => `.${name}`), `#${id}`];
  const found: Layer[] = keys
    .flatMap((key) => byKey.get(key) ?? [])
    .filter(({ selector }) => fits(element, selector, effort))
    .map(({ selector, declarations: own, layer, order }) => ({ own, layer, order, specificity: selector.specificity }));
  effort.left -= found.length;
  const own = declarations(attributeOf(element, "style") ?? "");
  const inline = lastOfEach(own.filter(({ name, value }) => isTaken(name, value)));
  const style = new Map<string, string>();
  for (const important of [false, true]) {
    // Among important declarations the first layer counts most.
    const turn = important ? -1 : 1;
    const sorted = found.toSorted(
      (a, b) => turn * (a.layer - b.layer) || a.specificity - b.specificity || a.order - b.order,
    );
    for (const one of [...sorted.flatMap(({ own }) => own), ...inline])
      if (one.important === important) put(style, one);
  }
  return withAnimation(style, cascade);
}

/** Properties that say several things at once, and take back what was said of each before. */
const SHORTHANDS = /^(?:animation|background|font|inset|margin|mask|offset|overflow|padding)$/;
const SIDES = ["left", "right", "top", "bottom"];

function put(style: Map<string, string>, { name, value }: Declaration): void {
  if (SHORTHANDS.test(name)) for (const one of style.keys()) if (one.startsWith(`${name}-`)) style.delete(one);
  if (name === "inset") for (const side of SIDES) style.delete(side);
  style.set(name, value);
}

/** Seconds that nobody waits for. */
const LONG = 5;

/** An animation that stands still, goes on and on, turns round or takes long. */
function lasts(words: readonly string[]): boolean {
  return words.some((word) => {
    const [, amount, unit] = /^([\d.]+)(m?s)$/.exec(word) ?? [];
    if (amount !== undefined) return Number(amount) * (unit === "ms" ? 0.001 : 1) >= LONG;
    return /^(?:paused|infinite|reverse|alternate(?:-reverse)?)$/.test(word) || (readLength(word)?.px ?? 0) >= LONG;
  });
}

/** An animation that is over leaves the element as it ended; of one that lasts every moment can be what is seen. */
function withAnimation(style: Map<string, string>, { animations }: Cascade): Style {
  if (animations.size === 0) return style;
  const words = [...style]
    .flatMap(([name, value]) => (name.startsWith("animation") ? [value] : []))
    .flatMap((value) =>
      value
        .slice(0, MAX_VALUE)
        .replace(/["']/g, "")
        .split(/[\s,]+/),
    );
  const long = lasts(words);
  for (const { last, worst } of [...new Set(words)].flatMap((word) => animations.get(word) ?? []))
    for (const { name, value } of long ? worst : last) style.set(name, value);
  return style;
}

/** Deepest chain of custom properties that is followed. */
const MAX_CHAIN = 8;
const REFERENCE = /(?:var|env)\(\s*([^\s,()]+)\s*(?:,([^()]*))?\)/;

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
