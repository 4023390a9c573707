/** One `tag-spec` of a tag list. */
export interface Tag {
  readonly name: string;
  /** The value without white space around it and, where folding is allowed, inside it. */
  readonly value: string;
  /** Range of everything between "=" and the next ";" or the end, in the text that was parsed (G29). */
  readonly rawStart: number;
  readonly rawEnd: number;
}

/** Tags in the order of the text; names are unique. */
export type TagList = readonly Tag[];

/** Values of base64, which senders fold (G19). */
const FOLDABLE = new Set(["signature", "b", "bh", "p"]);

/** Names of tags, listed or told by a rule. */
type NameSet = Pick<ReadonlySet<string>, "has">;

/** RFC 6376 s2.8: one fold at most (note on G18). */
const FWS = /(?:[\t ]*\r\n)?[\t ]+/y;
const TVAL = /[\x21-\x3a\x3c-\x7e]+/y;
/** `[FWS] tag-name [FWS] "="` */
const TAG_START = new RegExp(`(?:${FWS.source})?([A-Za-z][A-Za-z0-9_]*)(?:${FWS.source})?=`, "y");
/** `[FWS] tag-value [FWS]` of a value in one piece, up to the ";" or the end. */
const PLAIN_VALUE = new RegExp(`(?:${FWS.source})?((?:${TVAL.source})?)(?:${FWS.source})?(?=;|$)`, "y");

/**
 * Parses a tag list exactly by RFC 6376 section 3.2, with G18, G19 and G22: no empty spec but after a last ";", no
 * duplicate name, white space inside a value only in `signature`, `b`, `bh` and `p`. Tag names are case-sensitive.
 * @param text the value as it stands, folds included, without the line end of the field
 * @param defined names the reader knows; a name that equals one only when lower-cased is refused (G22)
 * @param foldable names whose values may hold white space; those of G19 unless told
 * @returns undefined when malformed
 */
export function parseTagList(
  text: string,
  defined?: ReadonlySet<string>,
  foldable: NameSet = FOLDABLE,
): TagList | undefined {
  const tags: Tag[] = [];
  const names = new Set<string>();
  for (let at = 0; at < text.length || tags.length === 0; ) {
    const tag = parseTag(text, at, foldable);
    if (tag === undefined || names.has(tag.name)) return undefined;
    if (defined !== undefined && !defined.has(tag.name) && defined.has(tag.name.toLowerCase())) return undefined;
    names.add(tag.name);
    tags.push(tag);
    at = tag.rawEnd + 1;
  }
  return tags;
}

function parseTag(text: string, start: number, foldable: NameSet): Tag | undefined {
  TAG_START.lastIndex = start;
  const [head, name] = TAG_START.exec(text) ?? [];
  if (head === undefined || name === undefined) return undefined;
  const rawStart = start + head.length;
  const semicolon = text.indexOf(";", rawStart);
  const rawEnd = semicolon < 0 ? text.length : semicolon;
  const value = foldable.has(name) ? foldedValue(text, rawStart, rawEnd) : plainValue(text, rawStart);
  return value === undefined ? undefined : { name, value, rawStart, rawEnd };
}

function plainValue(text: string, start: number): string | undefined {
  PLAIN_VALUE.lastIndex = start;
  const match = PLAIN_VALUE.exec(text);
  // Two blank tokens around nothing would be two folds in a row.
  return match === null || (match[1] === "" && !isOneFws(match[0])) ? undefined : match[1];
}

const isOneFws = (text: string) => skip(FWS, text, 0) === text.length;

/** The text up to `end` holds no ";". */
function foldedValue(text: string, start: number, end: number): string | undefined {
  const pieces: string[] = [];
  for (let at = skip(FWS, text, start); at < end; ) {
    const pieceEnd = skip(TVAL, text, at);
    if (pieceEnd === at) return undefined;
    pieces.push(text.slice(at, pieceEnd));
    at = skip(FWS, text, pieceEnd);
  }
  return pieces.join("");
}

/** Where the token that may start at an offset ends; the offset itself when it does not. */
function skip(token: RegExp, text: string, at: number): number {
  token.lastIndex = at;
  return token.test(text) ? token.lastIndex : at;
}
