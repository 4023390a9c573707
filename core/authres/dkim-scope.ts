import { asciiLower } from "../message/fields.ts";
import type { Message } from "../message/message.ts";
import type { MethodResult } from "./parse.ts";

/** Values of a DKIM-Signature's tags, lower case, blanks removed. Read generously: what any verifier could see counts. */
type Tags = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Whether a `dkim=pass` was earned by a signature that leaves parts of the message open: `l=`, Content-Type unsigned, or
 * SHA-1 (T37, AR-13). Where several signatures fit the result, one such is enough, for nobody says which one passed.
 */
export function isPartialDkim(message: Message, result: MethodResult): boolean {
  if (asciiLower(result.properties.get("header.a") ?? "") === "rsa-sha1") return true;
  const d = result.properties.get("header.d") ?? result.properties.get("header.i")?.split("@").at(-1) ?? "";
  const s = result.properties.get("header.s");
  const hasContentType = message.fields.some(({ lowerName }) => lowerName === "content-type");
  return signatures(message).some(
    (tags) => names(tags, "d", d) && (s === undefined || names(tags, "s", s)) && leavesPartsOpen(tags, hasContentType),
  );
}

/** Every `dkim=pass` asks for the signatures, and a sender chooses how many there are of both (DOS-04). */
const readBefore = new WeakMap<Message, readonly Tags[]>();

function signatures(message: Message): readonly Tags[] {
  const known = readBefore.get(message) ?? readSignatures(message);
  readBefore.set(message, known);
  return known;
}

function readSignatures(message: Message): Tags[] {
  return message.fields
    .filter(({ lowerName }) => lowerName === "dkim-signature")
    .map(({ valueStart, end }) => readTags(asciiLower(message.text(valueStart, end)).replace(/[\t\r\n ]+/g, "")));
}

function readTags(text: string): Tags {
  const tags = new Map<string, Set<string>>();
  for (const spec of text.split(";")) {
    const equals = spec.indexOf("=");
    const name = spec.slice(0, equals);
    tags.set(name, (tags.get(name) ?? new Set()).add(spec.slice(equals + 1)));
  }
  return tags;
}

const names = (tags: Tags, name: string, value: string) => tags.get(name)?.has(asciiLower(value)) === true;

function leavesPartsOpen(tags: Tags, hasContentType: boolean): boolean {
  const signed = [...(tags.get("h") ?? [])].map((value) => value.split(":"));
  return (
    tags.has("l") ||
    names(tags, "a", "rsa-sha1") ||
    (hasContentType && !(signed.length > 0 && signed.every((list) => list.includes("content-type"))))
  );
}
