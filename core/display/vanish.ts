import { readLength } from "./lengths.ts";
import { isClippedAway, isCutAway, isMovedAway, type Read } from "./moved.ts";
import { attributeOf, type Element, isDrawing, parentOf } from "./page.ts";

/** Up to this size, CSS pixels, a box shows nothing. */
const NO_ROOM = 2;
/** Lengths from which a box is out of sight, CSS pixels and hundredths of what is around. */
const OUT = { px: 100, em: 20, percent: 100 };
const BEYOND = { px: 1000, percent: 200 };

/** A box that shows nothing of what is larger, and has no size. */
function isClipped(read: Read, element: Element | undefined): boolean {
  const drawing = /^(?:svg|foreignObject)$/.test(element?.tagName ?? "") ? element : undefined;
  const contained = /strict|content|paint/.test(read("contain"));
  const clips =
    drawing !== undefined ||
    element?.tagName === "textarea" ||
    contained ||
    ["overflow", "overflow-x", "overflow-y", "overflow-block", "overflow-inline"].some((name) =>
      /hidden|clip|auto|scroll|overlay/.test(read(name)),
    );
  if (!clips) return false;
  const sizes = "height max-height width max-width block-size max-block-size inline-size max-inline-size"
    .split(" ")
    .map(read);
  if (drawing) sizes.push(...["width", "height"].map((name) => attributeOf(drawing, name) ?? ""));
  // Of a box whose content does not count for its size nothing is there without one.
  if (/strict|\bsize\b/.test(read("contain")) && read("height") === "" && read("min-height") === "") return true;
  const indent = readLength(read("text-indent"));
  if (indent !== undefined && (indent.px >= BEYOND.px || indent.percent >= OUT.percent)) return true;
  return sizes.some((size) => {
    const length = readLength(size);
    return length !== undefined && length.px <= NO_ROOM && length.percent <= 0;
  });
}

/** Left of everything or above it, or far beyond the other edges. */
function isFar(value: string, { px, percent }: { readonly px: number; readonly percent: number }): boolean {
  const length = readLength(value);
  if (length === undefined) return false;
  return length.px <= -px || length.percent <= -percent || length.px >= BEYOND.px || length.percent >= BEYOND.percent;
}

const words = (value: string): readonly string[] => value.match(/[^\s()]*\((?:[^()]|\([^()]*\))*\)|\S+/g) ?? [];

const NEAR = "left top inset-inline-start inset-block-start".split(" ");
const FAR = "right bottom inset-inline-end inset-block-end".split(" ");
/** Edges of which several stand in one value. */
const EDGES = "inset inset-inline inset-block".split(" ");
const SPACES = (
  "margin margin-left margin-top margin-inline margin-inline-start margin-block margin-block-start " +
  "padding padding-left padding-top padding-inline padding-inline-start padding-block padding-block-start"
).split(" ");

function isOffScreen(read: Read): boolean {
  const indent = readLength(read("text-indent"));
  if (indent !== undefined && (indent.px <= -OUT.px || indent.percent <= -OUT.percent)) return true;
  if (isMovedAway(read) || isCutAway(read("clip-path"))) return true;
  // Margins are for moving things, too: only what pushes everything out counts.
  if (SPACES.some((name) => words(read(name)).some((value) => isFar(value, BEYOND)))) return true;
  if (!/absolute|fixed|relative|sticky/.test(read("position"))) return false;
  const lifted = /absolute|fixed/.test(read("position"));
  if (lifted && isClippedAway(read("clip"))) return true;
  if (lifted && ["right", "bottom"].some((name) => (readLength(read(name))?.percent ?? 0) >= OUT.percent)) return true;
  return (
    [...NEAR, ...FAR].some((name) => isFar(read(name), OUT)) ||
    EDGES.some((name) => words(read(name)).some((value) => isFar(value, OUT)))
  );
}

/** Effects that no mail needs and that can leave nothing to see. */
function isEffaced(read: Read): boolean {
  const fades = [...read("filter").matchAll(/opacity\(([^()]*)\)/g)].some(([, inside = ""]) => {
    const { px, percent } = readLength(inside.trim()) ?? { px: 1, percent: 0 };
    return px + percent / 100 < 0.1;
  });
  const spacing = readLength(read("letter-spacing"));
  return (
    fades ||
    /(?:brightness|contrast|blur|url)\(/.test(read("filter")) ||
    ["mask", "mask-image"].some((name) => !/^(?:none|initial|unset|inherit|)$/.test(read(name))) ||
    ["offset", "offset-path"].some((name) => !/^(?:none|initial|unset|inherit|auto|)$/.test(read(name))) ||
    !/^(?:normal|initial|unset|inherit|)$/.test(read("mix-blend-mode")) ||
    /^(?:disc|circle|square)$/.test(read("-webkit-text-security")) ||
    /^(?:url|image|image-set|linear-gradient)\(/.test(read("content")) ||
    Number(read("font-size-adjust") || 1) < 0.1 ||
    (spacing !== undefined && spacing.px <= -8)
  );
}

/** Whether an element takes itself and all inside out of sight; `visibility`, sizes of letters and colours apart. */
export function vanishes(read: Read, element?: Element): boolean {
  const zoom = readLength(read("zoom"));
  return (
    /^(?:none|table-column|table-column-group)$/.test(read("display")) ||
    read("content-visibility") === "hidden" ||
    (zoom !== undefined && zoom.px + zoom.percent / 100 < 0.1) ||
    isEffaced(read) ||
    isClipped(read, element) ||
    isOffScreen(read)
  );
}

/** What a program shows only after a click, or never (HTML s15.3.1, SVG 2 s5). */
const CLOSED = new Set("audio canvas datalist meter progress rp select video".split(" "));
/** Parts of drawings that are drawn by others, or tell about them. */
const UNDRAWN = new Set(
  "annotation annotation-xml clipPath defs desc filter linearGradient marker mask metadata mphantom pattern radialGradient symbol title".split(
    " ",
  ),
);

export const isFolded = (element: Element | undefined): boolean =>
  element?.tagName === "details" && attributeOf(element, "open") === undefined;

/** Something inside an element is shown in its place (HTML s4.12.3, declarative shadow roots). */
const isReplaced = ({ childNodes }: Element): boolean =>
  childNodes.some((node) => "tagName" in node && attributeOf(node, "shadowrootmode") !== undefined);

/** Whether an element is out of sight unless a style says otherwise. */
export function isClosed(element: Element): boolean {
  const { tagName } = element;
  if (isDrawing(element)) return UNDRAWN.has(tagName);
  if (tagName === "dialog") return attributeOf(element, "open") === undefined;
  if (attributeOf(element, "hidden") !== undefined || attributeOf(element, "popover") !== undefined) return true;
  return CLOSED.has(tagName) || isReplaced(element) || (isFolded(parentOf(element)) && tagName !== "summary");
}

/** Text right inside a drawing or one of its groups is never drawn (SVG 2 s11.3). */
export const drawsNoText = (element: Element): boolean =>
  isDrawing(element) && /^(?:svg|g|a|switch)$/.test(element.tagName) && !insideText(element);

function insideText(element: Element): boolean {
  for (let around = parentOf(element); around !== undefined && isDrawing(around); around = parentOf(around))
    if (around.tagName === "text") return true;
  return false;
}
