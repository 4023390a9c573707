import { strictBase64 } from "../canonical/encoding.ts";
import { parseTagList } from "../canonical/taglist.ts";
import { asciiLower } from "../message/fields.ts";
import type { HeaderField, Message } from "../message/message.ts";
import { type ReadSign1, readSign1 } from "./cose.ts";

const DEFINED = new Set(["v", "cose"]);
/** FWS anywhere in the value (T01). */
const FOLDABLE = new Set(["cose"]);

/** The field names, in ASCII lower case. */
export const ENVELOPE_FIELD = "map-envelope";
export const DSN_FIELD = "map-dsn";

/** Reads the value of `MAP-Envelope` or `MAP-DSN`: `v=1; cose=<base64 COSE_Sign1>` (T01, U12). */
export function readField(message: Message, field: HeaderField): ReadSign1 {
  const text = message.text(field.valueStart, field.end).replace(/\r\n$/, "");
  const tags = new Map(parseTagList(text, DEFINED, FOLDABLE)?.map(({ name, value }) => [name, value]));
  const version = tags.get("v");
  if (version === undefined || version === "") return { kind: "malformed" };
  if (version !== "1") return { kind: "unsupported" };
  const octets = strictBase64(tags.get("cose") ?? "");
  return octets === undefined ? { kind: "malformed" } : readSign1(octets);
}

/** Top-level fields spelt exactly so, in any ASCII case. */
export function fieldsNamed(message: Message, lowerName: string): readonly HeaderField[] {
  return message.fields.filter((field) => field.lowerName === lowerName && !field.spaceBeforeColon);
}

/** A field that a gateway, or a reader of this profile, could take for an envelope (U05); the envelope included. */
export function resemblesEnvelope({ name }: HeaderField): boolean {
  return asciiLower(name.replace(/[^A-Za-z0-9]+/g, "")) === "mapenvelope";
}

/** Fields that may stand above the envelope: written on the way from the gateway to the reader (T04). */
const ABOVE = /^(?:return-path|delivered-to|received|received-spf|authentication-results|arc-.*|x-.*)$/;

/** The first field above the envelope that has no business there. */
export function strangerAbove(message: Message, envelope: HeaderField): HeaderField | undefined {
  return message.fields.find(({ start, lowerName }) => start < envelope.start && !ABOVE.test(lowerName));
}
