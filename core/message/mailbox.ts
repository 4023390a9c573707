import type { Token } from "./address-tokens.ts";
import { toALabel } from "./domain.ts";
import { decodeEncodedWords, hasEncodedWord } from "./encoded-word.ts";

/** One mailbox of an address field. */
export interface Mailbox {
  /** Encoded words decoded, foreign text; "" without one. */
  readonly displayName: string;
  /** As it stands; unquoted where quotes were not needed (T22). */
  readonly localPart: string;
  /** Lower-case A-labels; "" where the text is no domain (ID-14). */
  readonly domain: string;
  /** `localPart@domain`; the text as it stands where it is no address. */
  readonly addrSpec: string;
}

/** How well a mailbox was written. */
export interface Reading {
  readonly mailbox: Mailbox | undefined;
  /** Two programs may see different addresses. */
  readonly malformed: boolean;
  /** Well-formed, but not the plain `name <dot-atom@domain>` that From must be (G42, ID-06). */
  readonly unusual: boolean;
}

const DOT_ATOM = /^[^\s.]+(?:\.[^\s.]+)*$/;
const NON_ASCII = /[^\0-\x7f]/;

const isSpecial = (token: Token | undefined, text: string) => token?.kind === "special" && token.text === text;

/** Index of the next special, or the number of tokens. */
function nextSpecial(tokens: readonly Token[], text: string, from: number): number {
  let at = from;
  while (at < tokens.length && !isSpecial(tokens[at], text)) at++;
  return at;
}

function asWritten({ kind, text }: Token): string {
  return kind === "quoted" ? `"${text}"` : kind === "literal" ? `[${text}]` : text;
}

/** Reads `addr-spec` (RFC 5322 s3.4.1), comments taken out before. */
function readAddrSpec(tokens: readonly Token[], displayName: string): Reading {
  const at = tokens.findLastIndex((token) => isSpecial(token, "@"));
  const local = tokens[at - 1];
  const domain = tokens[at + 1];
  const text = tokens.map(asWritten).join("");
  if (at < 1 || domain === undefined || local === undefined || local.kind === "special") {
    const mailbox = { displayName, localPart: text, domain: "", addrSpec: text };
    return { mailbox: text === "" ? undefined : mailbox, malformed: true, unusual: true };
  }
  // A trailing dot makes the name absolute for some programs and no name for others (ID-14).
  const label = domain.kind === "atom" ? toALabel(domain.text.replace(/\.$/, "")) : undefined;
  const dotAtom = DOT_ATOM.test(local.text) && !/[()<>[\]:;@\\,"]/.test(local.text);
  const localPart = local.kind === "quoted" && !dotAtom ? `"${local.text.replace(/["\\]/g, "\\$&")}"` : local.text;
  const literal = domain.kind === "literal";
  const malformed =
    at !== 1 ||
    tokens.length !== 3 ||
    (label === undefined && !literal) ||
    domain.text.endsWith(".") ||
    hasEncodedWord(local.text) ||
    (local.kind === "atom" && !dotAtom) ||
    local.kind === "comment" ||
    local.kind === "literal";
  const unusual =
    literal || local.kind === "quoted" || NON_ASCII.test(local.text) || tokens.slice(1).some(({ spaced }) => spaced);
  const addrSpec = label === undefined ? text : `${localPart}@${label}`;
  return { mailbox: { displayName, localPart, domain: label ?? "", addrSpec }, malformed, unusual };
}

/** Words of a phrase as one text; encoded words inside quotes are decoded too, as clients do. */
function readPhrase(tokens: readonly Token[]): string {
  const parts: string[] = [];
  let atoms: string[] = [];
  const flush = () => {
    if (atoms.length > 0) parts.push(decodeEncodedWords(atoms.join("")));
    atoms = [];
  };
  for (const token of tokens) {
    if (token.kind === "comment") continue;
    if (token.kind === "quoted") {
      flush();
      parts.push(decodeEncodedWords(token.text));
    } else atoms.push(token.spaced && atoms.length > 0 ? ` ${token.text}` : token.text);
  }
  flush();
  return parts.join(" ");
}

const CONTROL = /\p{Cc}/u;

/** Reads one element of a mailbox-list: every address in it, so that nothing that is there goes unseen. */
export function readElement(tokens: readonly Token[]): readonly Reading[] {
  const readings: Reading[] = [];
  let phraseStart = 0;
  let open = nextSpecial(tokens, "<", 0);
  if (open === tokens.length) return [readBare(tokens)];
  while (open < tokens.length) {
    const close = nextSpecial(tokens, ">", open);
    const reading = readAngle(tokens.slice(phraseStart, open), tokens.slice(open + 1, close));
    readings.push(close === tokens.length ? { ...reading, malformed: true } : reading);
    phraseStart = close + 1;
    open = nextSpecial(tokens, "<", phraseStart);
  }
  const rest = tokens.slice(phraseStart);
  const junk = readings.length > 1 || rest.some(({ kind }) => kind !== "comment");
  const unusual = rest.length > 0;
  return readings.map((reading) => ({
    ...reading,
    malformed: reading.malformed || junk,
    unusual: reading.unusual || unusual,
  }));
}

/** `[display-name] "<" addr-spec ">"`; a route before the address is obsolete and read in two ways (ID-06). */
function readAngle(phrase: readonly Token[], inside: readonly Token[]): Reading {
  const displayName = readPhrase(phrase);
  const route = inside.findLastIndex((token) => isSpecial(token, ":") || isSpecial(token, ","));
  const spec = inside.slice(route + 1);
  const reading = readAddrSpec(
    spec.filter(({ kind }) => kind !== "comment"),
    displayName,
  );
  const foreign = phrase.some(({ kind }) => kind === "special" || kind === "literal");
  return {
    mailbox: reading.mailbox,
    malformed: reading.malformed || foreign || route >= 0 || CONTROL.test(displayName),
    unusual:
      reading.unusual ||
      spec.some(({ spaced }) => spaced) ||
      [...phrase, ...spec].some(({ kind }) => kind === "comment"),
  };
}

/** A bare addr-spec; one comment behind it is its display name, as in the oldest mail (G42). */
function readBare(tokens: readonly Token[]): Reading {
  const last = tokens.at(-1);
  const named = last?.kind === "comment";
  const displayName = named ? decodeEncodedWords(last.text) : "";
  const spec = tokens.filter(({ kind }) => kind !== "comment");
  const reading = readAddrSpec(spec, displayName);
  const comments = tokens.length - spec.length - (named ? 1 : 0);
  return {
    mailbox: reading.mailbox,
    malformed: reading.malformed || CONTROL.test(displayName),
    unusual: reading.unusual || comments > 0,
  };
}
