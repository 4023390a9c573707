import type { Engine } from "../engine.ts";
import { isAttachment } from "../message/attachment.ts";
import { decodeText } from "../message/leaf.ts";
import type { Message, Part } from "../message/message.ts";
import { htmlLines } from "./html-lines.ts";
import type { Stamp } from "./stamp.ts";

/** The values a footer repeats. */
export type FooterFacts = Pick<Stamp, "rid" | "senderId" | "orgId" | "ts" | "verifyUrl">;

/**
 * A line that a reader may take for the start of a receipt (G39), whatever the dashes are. The blanks in front are none
 * that begin a line themselves (`^` stands behind U+2028 too), or a text of them would take quadratic time (DOS-04).
 */
const BEGIN = /^[^\S\r\n\u2028\u2029]*[-\u2010-\u2015\u2212_=~*]+\s*BEGIN\s+GUARDMAIL\s+RECEIPT/gim;
/** Characters without a width. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+/g;

/** The footer of a receipt, line by line, as the draft prints it (section 5). */
export function footerLines(facts: FooterFacts): readonly string[] {
  return [
    "----BEGIN GUARDMAIL RECEIPT----",
    `Receipt-ID: ${facts.rid}`,
    `Sender-ID: ${facts.senderId}`,
    `Org-ID: ${facts.orgId}`,
    `Issued-At: ${facts.ts}`,
    `Verification: ${facts.verifyUrl}`,
    "----END GUARDMAIL RECEIPT----",
  ];
}

/**
 * Whether the shown text holds a footer that the header does not bear out: one without a stamp, with other values, or a
 * second one in the same leaf (G39, H11, GMR-15). A footer proves nothing, and nothing is ever read out of one.
 */
export function hasUnprovenFooter(message: Message, stamp: FooterFacts | undefined, engine: Engine): boolean {
  const good = stamp === undefined ? undefined : footerLines(stamp).join("\n");
  return message.leaves.some((part) => isShownText(part) && isUnproven(shownLines(message, part, engine), good));
}

function isShownText(part: Part): boolean {
  return part.type === "text" && (part.subtype === "plain" || part.subtype === "html") && !isAttachment(part);
}

function shownLines(message: Message, part: Part, engine: Engine): string {
  const text = decodeText(message, part, engine);
  return (part.subtype === "html" ? htmlLines(text) : text).replace(INVISIBLE, "");
}

function isUnproven(text: string, good: string | undefined): boolean {
  // Nearly no text speaks of receipts; a plain word is found far faster than a line in all its spellings.
  if (!/GUARDMAIL/i.test(text)) return false;
  const starts = [...text.matchAll(BEGIN)].map((match) => match.index);
  const [start] = starts;
  if (start === undefined) return false;
  if (good === undefined || starts.length > 1) return true;
  // The longest good footer is far shorter than this.
  const lines = text.slice(start, start + 16_384).split(/\r\n|\r|\n/, 7);
  return lines.map((line) => line.trimEnd()).join("\n") !== good;
}
