import { normalised } from "../canonical/normalise.ts";
import { asciiLower } from "../message/fields.ts";
import { lookThrough, type Sheets } from "./look-through.ts";
import { attributeOf, type Element } from "./page.ts";
import { conceals, isDeciding } from "./visibility.ts";

/** Unseen letters and digits that are still nothing: tracking codes, separators. */
const MAX_TRIVIAL = 20;
/** Longest preview line: unseen text in front of everything, which mail lists show beside the subject. */
const MAX_PREVIEW = 300;

/**
 * Names that mail programs give to the surroundings of a message when it is shown, answered or forwarded. A style that
 * hides text by one of them shows one thing to the first reader and another to the next ("Kobold letters", ACQ-12).
 */
const SURROUNDINGS =
  /moz-text-html|moz-text-plain|moz-forward-container|moz-cite-prefix|moz-email-headers|gmail_quote|gmail_attr|gmail_extra|yahoo_quoted|divrplyfwdmsg|appendonsend|outlookmessageheader|protonmail_quote|mail_android_quote|wordsection1\s*>|\[type\s*=\s*["']?cite/;

const plainLetters = (text: string): string => normalised(text, "NFKC").replace(/[^\p{L}\p{N}]+/gu, "");

/** A stretch of text and whether a reader sees it. */
interface Run {
  readonly letters: string;
  readonly seen: boolean;
}

const FIRST_LINE = /:first-line\b/i;

/** What a page shows in some surroundings and not in others. */
interface Kobold {
  /** `.class` and `#id` of elements that a rule shows again somewhere. */
  readonly revealed: ReadonlySet<string>;
  /** A rule hides something somewhere. */
  readonly conceals: boolean;
}

function koboldOf(sheets: Sheets): Kobold {
  const revealed = new Set<string>();
  let hides = false;
  for (const { selector: list, declarations } of sheets.flatMap(({ rules }) => rules)) {
    if (!declarations.some(isDeciding)) continue;
    // A line is as long as the window is wide: what a rule makes of the first one is another text in each.
    hides ||= FIRST_LINE.test(list);
    for (const selector of asciiLower(list)
      .split(",")
      .filter((text) => SURROUNDINGS.test(text))) {
      hides ||= conceals(declarations);
      for (const [name] of (selector.split(/[\s>+~]+/).at(-1) ?? "").matchAll(/[.#][a-z0-9_-]+/g)) revealed.add(name);
    }
  }
  return { revealed, conceals: hides };
}

/** The element is one of those that vanish here and appear elsewhere. */
function comesAndGoes(element: Element, { revealed }: Kobold): boolean {
  const names = asciiLower(attributeOf(element, "class") ?? "").split(/\s+/);
  return (
    revealed.has(`#${asciiLower(attributeOf(element, "id") ?? "")}`) || names.some((name) => revealed.has(`.${name}`))
  );
}

/** How much is compared with what is seen; what lies beyond counts as unseen. */
const MAX_COMPARED_RUNS = 1000;
const MAX_COMPARED_LETTERS = 200_000;

/** Unseen letters that do not stand elsewhere in sight. */
function unseenLetters(runs: readonly Run[], from: number): number {
  const shown = runs
    .flatMap(({ letters, seen }) => (seen ? [letters] : []))
    .join("")
    .slice(0, MAX_COMPARED_LETTERS);
  return runs
    .slice(from)
    .filter(({ seen }) => !seen)
    .filter(({ letters }, index) => index >= MAX_COMPARED_RUNS || !shown.includes(letters))
    .reduce((sum, { letters }) => sum + letters.length, 0);
}

/**
 * Whether an HTML page holds text that its reader does not see (ACQ-12): more than a few letters, not the preview line
 * in front, and not a second copy of what is seen elsewhere (as pages for narrow screens have). A page that is more than
 * can be looked through counts as one.
 */
export function hidesText(html: string): boolean {
  return hidesRead(html, false);
}

const MIXED = /[A-Z]/;

/** Mail programs read a page as one with a document type or as one without: what hides in one of these ways hides. */
function hidesRead(html: string, exact: boolean): boolean {
  const runs: Run[] = [];
  let comes = false;
  let mixed = false;
  const whole = lookThrough(
    html,
    (sheets) => {
      const kobold = koboldOf(sheets);
      mixed = sheets.some(({ rules }) => rules.some(({ selector }) => MIXED.test(selector)));
      comes = kobold.conceals;
      return {
        open: (element, seen) => {
          comes ||= !seen && comesAndGoes(element, kobold);
          mixed ||= MIXED.test(`${attributeOf(element, "class")}${attributeOf(element, "id")}`);
        },
        text: (text, seen) => {
          const letters = plainLetters(text);
          if (letters !== "") runs.push({ letters, seen });
        },
      };
    },
    exact,
  );
  if (!whole || comes) return true;
  if (mixed && !exact && hidesRead(html, true)) return true;
  const first = Math.max(
    0,
    runs.findIndex(({ seen }) => seen),
  );
  const front = runs.slice(0, first).reduce((sum, { letters }) => sum + letters.length, 0);
  return unseenLetters(runs, front <= MAX_PREVIEW ? first : 0) > MAX_TRIVIAL;
}
