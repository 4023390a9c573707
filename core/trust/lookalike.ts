import { normalised } from "../canonical/normalise.ts";
import { CONFUSABLES } from "./confusables.ts";
import { toUnicode } from "./punycode.ts";
import { publicSuffix, registrableDomain } from "./scope.ts";

/**
 * Small letters that look like ASCII ones in most fonts and are missing from Unicode's table: of other scripts, small
 * capitals, and letters with a stroke or hook, which no decomposition removes.
 */
const EXTRA: readonly (readonly [string, string])[] = [
  ["a", "\u{1d00}\u{2c65}"],
  ["b", "\u{432}\u{185}\u{299}\u{253}\u{180}"],
  ["c", "\u{188}\u{23c}"],
  ["d", "\u{257}\u{111}\u{1d05}"],
  ["e", "\u{25b}\u{3b5}\u{1d07}\u{247}"],
  ["f", "\u{192}\u{a730}"],
  ["g", "\u{262}\u{1e5}"],
  ["h", "\u{43d}\u{127}\u{29c}"],
  ["i", "\u{268}"],
  ["j", "\u{29d}\u{249}\u{1d0a}"],
  ["k", "\u{43a}\u{138}\u{3ba}\u{1d0b}\u{199}"],
  ["l", "\u{142}\u{26b}\u{29f}\u{19a}"],
  ["m", "\u{43c}\u{271}\u{1d0d}"],
  ["n", "\u{43f}\u{3b7}\u{274}\u{19e}"],
  ["o", "\u{f8}\u{275}"],
  ["p", "\u{1bf}\u{1d18}"],
  ["q", "\u{24b}\u{2a0}"],
  ["r", "\u{280}\u{27c}\u{24d}"],
  ["s", "\u{282}"],
  ["t", "\u{442}\u{3c4}\u{167}\u{1d1b}\u{1ad}"],
  ["v", "\u{3bd}\u{475}\u{28b}"],
  ["w", "\u{3c9}\u{448}"],
  ["x", "\u{3c7}"],
  ["y", "\u{1b4}"],
  ["z", "\u{1b6}\u{290}"],
];

const LOOKS_LIKE: ReadonlyMap<string, string> = new Map(
  [...CONFUSABLES, ...EXTRA].flatMap(([like, chars]) => [...chars].map((char) => [char, like] as const)),
);

const NON_ASCII = /[^\0-\x7F]/;
const MARKS = /\p{M}+/gu;

/**
 * What a text looks like, written in ASCII as far as possible: characters that look alike become one (UTS 39 skeleton,
 * reduced to what folds to ASCII), marks are dropped, case is folded.
 */
function skeleton(text: string): string {
  const mapped = [...normalised(text, "NFKC")].map((char) => LOOKS_LIKE.get(char) ?? char).join("");
  return [...mapped.normalize("NFD").replace(MARKS, "").toLowerCase()]
    .map((char) => LOOKS_LIKE.get(char) ?? char)
    .join("");
}

/** ASCII letters that people confuse: `rn`/`m`, `vv`/`w`, `cl`/`d`, `1`/`l`/`i`, `0`/`o` (ID-10). */
function foldAscii(text: string): string {
  return text
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replaceAll("1", "l")
    .replaceAll("cl", "d")
    .replaceAll("i", "l")
    .replaceAll("0", "o");
}

/** Equal for two texts that a hurried reader takes for the same (ID-09, ID-10, ID-17). */
export function sight(text: string): string {
  return foldAscii(skeleton(text));
}

/** Shortest name that a single mistyped letter may imitate: below it, real names are too close to each other. */
const MIN_TYPO_LENGTH = 7;

/** Damerau-Levenshtein distance is exactly one: a letter added, dropped, replaced, or two neighbours swapped. */
function oneTypo(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let head = 0;
  while (head < a.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const [restA, restB] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}

/** A registrable domain cut into the label somebody chose and the suffix somebody sells it under. */
interface Cut {
  readonly whole: string;
  readonly name: string;
  readonly suffix: string;
}

function cut(domain: string): Cut | undefined {
  const whole = registrableDomain(domain);
  const suffix = publicSuffix(domain);
  if (whole === undefined || suffix === undefined) return undefined;
  return { whole, suffix, name: whole.slice(0, whole.length - suffix.length - 1) };
}

/** Shortest name that counts when it stands between hyphens: shorter ones are words. */
const MIN_TOKEN_LENGTH = 5;

/**
 * The imitated name stands in front of a suffix that is not its own: `bank.example.evil.test`,
 * `secure-bank-example.test`, `mybank-login.test`. The suffix itself does not count: `yahoo.com.mx` is `yahoo`.
 */
function contains(front: string, imitated: Cut): boolean {
  const whole = sight(toUnicode(imitated.whole));
  if (`.${front}.`.includes(`.${whole}.`)) return true;
  const hyphenated = `-${front.replaceAll(".", "-")}-`;
  if (hyphenated.includes(`-${whole.replaceAll(".", "-")}-`)) return true;
  if (imitated.name.length < MIN_TOKEN_LENGTH || imitated.name.includes("-")) return false;
  return front.split(".").some((label) => label.includes("-") && label.split("-").includes(sight(imitated.name)));
}

/** How close two domains look: `same` for foreign letters that look alike, `close` for ASCII tricks. */
type Likeness = "same" | "close" | "none";

function likeness(domain: string, own: Cut, imitated: string): Likeness {
  const other = cut(imitated);
  if (other === undefined || own.whole === other.whole) return "none";
  const shown = toUnicode(own.whole);
  const [seen, known] = [sight(shown), sight(toUnicode(other.whole))];
  if (seen === known) {
    const marksOnly = shown.normalize("NFD").replace(MARKS, "") === other.whole;
    return NON_ASCII.test(shown) && !marksOnly ? "same" : "close";
  }
  if (seen.replaceAll("-", "") === known.replaceAll("-", "")) return "close";
  if (contains(sight(toUnicode(domain.slice(0, -1 - own.suffix.length))), other)) return "close";
  const typo = own.suffix === other.suffix && other.name.length >= MIN_TYPO_LENGTH && oneTypo(own.name, other.name);
  return typo ? "close" : "none";
}

/** A domain that looks like one the user trusts. */
export interface Lookalike {
  readonly imitated: string;
  /** `strong`: letters of other scripts (ID-09). `weak`: ASCII tricks, subdomains, typing errors (ID-10). */
  readonly strength: "strong" | "weak";
}

/**
 * Finds the trusted domain that `domain` imitates. A trusted domain, or one below it, imitates nobody; only domains the
 * user trusts are compared, so a fresh installation raises nothing (ID-09, ID-10).
 *
 * @param domain lower-case A-labels
 * @param trusted lower-case A-labels
 */
export function findLookalike(domain: string, trusted: readonly string[]): Lookalike | undefined {
  const own = cut(domain);
  if (own === undefined || trusted.some((other) => registrableDomain(other) === own.whole)) return undefined;
  let weak: Lookalike | undefined;
  for (const imitated of trusted) {
    const found = likeness(domain, own, imitated);
    if (found === "same") return { imitated, strength: "strong" };
    if (found === "close") weak ??= { imitated, strength: "weak" };
  }
  return weak;
}
