import { asciiLower } from "../message/fields.ts";
import type { HeaderField, Message } from "../message/message.ts";
import { readStamp, type Stamp } from "./stamp.ts";

/** The name of the field, lower-cased as in the signing input (G29). */
export const STAMP_FIELD = "x-guardmail-stamp";

/** What the header section of a message holds by way of a stamp. */
export type FoundStamp =
  | { readonly kind: "none" }
  | { readonly kind: "stamp" | "draft"; readonly field: HeaderField; readonly stamp: Stamp }
  | {
      readonly kind: "broken";
      readonly code: "MULTI_STAMP" | "STAMP_MALFORMED" | "UNSUPPORTED_VERSION";
      /** The tag that is wrong, or "". */
      readonly tag: string;
      /** Every organisation the broken text names, lower-cased (G44). */
      readonly orgIds: readonly string[];
    };

/**
 * Finds the stamp among the top-level fields: exactly one, spelt right, and nothing that only looks like one
 * (G23, H12, GMR-01, GMR-14). Anything less is `broken`, never `none`: a mangled stamp must not read as ordinary mail.
 */
export function findStamp(message: Message): FoundStamp {
  const exact = message.fields.filter(isStampField);
  const near = message.fields.filter((field) => !isStampField(field) && namesStamp(field.name));
  const texts = [...exact, ...near].map((field) => message.text(field.start, field.end));
  for (const line of message.strayLines) {
    const text = message.text(line.start, line.end);
    if (namesStamp(beforeColon(text))) texts.push(text);
  }
  const [field] = exact;
  if (texts.length === 0) return { kind: "none" };
  const broken = (code: "MULTI_STAMP" | "STAMP_MALFORMED" | "UNSUPPORTED_VERSION", tag: string): FoundStamp => ({
    kind: "broken",
    code,
    tag,
    orgIds: texts.flatMap(namedOrganisations),
  });
  if (exact.length > 1) return broken("MULTI_STAMP", "");
  if (field === undefined || texts.length > 1) return broken("STAMP_MALFORMED", "");
  const reading = readStamp(fieldValue(message, field));
  if (reading.kind === "malformed") return broken("STAMP_MALFORMED", reading.tag);
  if (reading.kind === "version") return broken("UNSUPPORTED_VERSION", reading.tag);
  return { kind: reading.kind, field, stamp: reading.stamp };
}

/** A field that {@link findStamp} would look at: the stamp, and everything that resembles one. */
export function resemblesStamp(field: HeaderField): boolean {
  return namesStamp(field.name);
}

function isStampField(field: HeaderField): boolean {
  return field.lowerName === STAMP_FIELD && !field.spaceBeforeColon;
}

function namesStamp(name: string): boolean {
  if (name.length < "guardmailstamp".length) return false;
  return asciiLower(name.replace(/[^A-Za-z0-9]+/g, "")).includes("guardmailstamp");
}

function beforeColon(text: string): string {
  const colon = text.indexOf(":");
  return colon < 0 ? text : text.slice(0, colon);
}

function fieldValue(message: Message, field: HeaderField): string {
  return message.text(field.valueStart, field.end).replace(/\r\n$/, "");
}

function namedOrganisations(text: string): string[] {
  const squeezed = asciiLower(text.replace(/[\t\r\n ]+/g, ""));
  // "Any" is one that stands inside the value of another, too.
  return squeezed
    .split("org_id=")
    .slice(1)
    .map((rest) => rest.replace(/;.*/s, ""));
}
