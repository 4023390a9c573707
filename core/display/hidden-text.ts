import { asciiLower } from "../message/fields.ts";
import { type StyleRule, styleRules } from "./css.ts";
import { type HtmlToken, htmlTokens } from "./html.ts";
import {
  decidesVisibility,
  isUnseen,
  type Look,
  lookInside,
  PLAIN,
  relevant,
  type SimpleRules,
  vanishes,
} from "./visibility.ts";

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

const SIMPLE = /^(?:\*|(?:[a-z][a-z0-9]*)?(?:[.#][a-z0-9_-]+)?)$/;
/** Ancestors that nearly every element has: they narrow nothing. */
const EVERYWHERE = /^(?:(?:html|body|div|table|tbody|tr|td|center|\*)\s*(?:>\s*|\s))+(?=[^\s>+~])/;
/** Another spelling of a class, and a class named twice. */
const AS_CLASS = /\[class\s*~?=\s*["']?([a-z0-9_-]+)["']?\s*\]/g;
const TWICE = /(\.[a-z0-9_-]+)\1+(?![a-z0-9_-])/g;

/** A selector in the one form that is looked up; {@link SIMPLE} says whether it is. */
function plainSelector(selector: string): string {
  return selector.replace(AS_CLASS, ".$1").replace(EVERYWHERE, "").replace(TWICE, "$1");
}

/** Blocks for other situations than reading on this screen: their rules say nothing about it. */
const ELSEWHERE = /width|height|device|print|dark|reduced|ratio|speech/;

/** Elements that end an open `p`, and those that end one of their own kind (HTML s13.1.2.4). */
const ENDS_P = new Set(
  "address article blockquote center div dl form h1 h2 h3 h4 h5 h6 hr li ol p pre table tr td ul".split(" "),
);
const ENDS_ITSELF = new Set("dd dt li option td th tr".split(" "));

/** Elements whose content is no text of the page. `noscript` is shown: mail programs run no scripts. */
const SILENT = new Set(["head", "script", "style", "template", "title"]);
/** What may stand in a head without ending it (HTML s13.2.6.4.4). */
const IN_HEAD = new Set([
  "base",
  "basefont",
  "bgsound",
  "head",
  "link",
  "meta",
  "script",
  "style",
  "template",
  "title",
]);

const plainLetters = (text: string): string => text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "");

function simpleRules(rules: readonly StyleRule[]): SimpleRules {
  const found = new Map<string, ReadonlyMap<string, string>>();
  for (const { selectors, declarations } of rules) {
    const style = relevant(declarations);
    for (const selector of selectors.map(plainSelector))
      if (SIMPLE.test(selector)) found.set(selector, new Map([...(found.get(selector) ?? []), ...style]));
  }
  return found;
}

/** A stretch of text and whether a reader sees it. */
interface Run {
  readonly letters: string;
  readonly seen: boolean;
}

/** Deepest nesting followed; browsers flatten beyond about the same depth. */
const MAX_NESTING = 512;

/** One open element. */
export interface Open {
  readonly name: string;
  readonly look: Look;
  readonly silent: boolean;
}

/** The style sheets of a page, as far as they decide what is seen. */
export interface Sheets {
  readonly rules: SimpleRules;
  /** `.class` and `#id` of elements that a rule shows again in some surroundings. */
  readonly revealed: ReadonlySet<string>;
  /** A rule hides something in some surroundings. */
  readonly conceals: boolean;
}

/** Reads the style sheets of a page. */
export function readSheets(tokens: readonly HtmlToken[]): Sheets {
  const rules = tokens
    .flatMap((token) => (token.kind === "style" ? [token.text] : []))
    .flatMap((sheet) => styleRules(sheet, (atRule) => !ELSEWHERE.test(atRule)));
  const revealed = new Set<string>();
  let conceals = false;
  for (const { selectors, declarations } of rules.filter(decidesVisibility))
    for (const selector of selectors.filter((text) => SURROUNDINGS.test(text))) {
      conceals ||= vanishes(declarations);
      for (const [token] of (selector.split(/[\s>+~]+/).at(-1) ?? "").matchAll(/[.#][a-z0-9_-]+/g)) revealed.add(token);
    }
  return { rules: simpleRules(rules), revealed, conceals };
}

/** The element is one of those that vanish here and appear elsewhere. */
function comesAndGoes({ attributes }: HtmlToken & { readonly kind: "open" }, { revealed }: Sheets): boolean {
  const names = asciiLower(attributes.get("class") ?? "").split(/\s+/);
  return revealed.has(`#${asciiLower(attributes.get("id") ?? "")}`) || names.some((name) => revealed.has(`.${name}`));
}

/** Ends a head that is still open where something stands that belongs into the body, as browsers do. */
export function endHead(open: Open[], token: HtmlToken): void {
  if (open.at(-1)?.name !== "head") return;
  const belongs =
    token.kind === "text" ? /[^\t\n\f\r ]/.test(token.text) : token.kind === "open" && !IN_HEAD.has(token.name);
  if (belongs) open.pop();
}

/** Opens an element, closing what a browser would close first. */
export function openElement(open: Open[], token: HtmlToken & { readonly kind: "open" }, rules: SimpleRules): void {
  const { name, attributes } = token;
  if (name === "body") open.length = 0;
  const top = open.at(-1);
  if ((top?.name === "p" && ENDS_P.has(name)) || (top?.name === name && ENDS_ITSELF.has(name))) open.pop();
  if (open.length >= MAX_NESTING) return;
  const around = open.at(-1);
  const silent = around?.silent === true || SILENT.has(name);
  open.push({ name, silent, look: lookInside(around?.look ?? PLAIN, name, attributes, rules) });
}

function textRuns(
  tokens: readonly HtmlToken[],
  sheets: Sheets,
): { readonly runs: readonly Run[]; readonly kobold: boolean } {
  const runs: Run[] = [];
  const open: Open[] = [];
  let kobold = sheets.conceals;
  for (const token of tokens) {
    endHead(open, token);
    if (token.kind === "close") {
      const at = open.findLastIndex(({ name }) => name === token.name);
      if (at >= 0) open.length = at;
    } else if (token.kind === "open" && !token.empty) {
      openElement(open, token, sheets.rules);
      kobold ||= open.at(-1)?.look.hidden === true && comesAndGoes(token, sheets);
    } else if (token.kind === "text" && open.at(-1)?.silent !== true) {
      const letters = plainLetters(token.text);
      if (letters !== "") runs.push({ letters, seen: !isUnseen(open.at(-1)?.look ?? PLAIN) });
    }
  }
  return { runs, kobold };
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
 * in front, and not a second copy of what is seen elsewhere (as pages for narrow screens have).
 */
export function hidesText(html: string): boolean {
  const tokens = [...htmlTokens(html)];
  const { runs, kobold } = textRuns(tokens, readSheets(tokens));
  if (kobold) return true;
  const first = Math.max(
    0,
    runs.findIndex(({ seen }) => seen),
  );
  const front = runs.slice(0, first).reduce((sum, { letters }) => sum + letters.length, 0);
  return unseenLetters(runs, front <= MAX_PREVIEW ? first : 0) > MAX_TRIVIAL;
}
