import { asciiLower } from "../message/fields.ts";
import type { Message } from "../message/message.ts";
import type { MethodResult } from "./parse.ts";

/** Tags of a DKIM-Signature, blanks removed. Read generously: a tag that any verifier could see counts. */
type Tags = readonly (readonly [name: string, value: string])[];

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

function signatures(message: Message): Tags[] {
  return message.fields
    .filter(({ lowerName }) => lowerName === "dkim-signature")
    .map(({ valueStart, end }) =>
      message
        .text(valueStart, end)
        .replace(/[\t\r\n ]+/g, "")
        .split(";")
        .map((spec) => {
          const equals = spec.indexOf("=");
          return [asciiLower(spec.slice(0, equals)), spec.slice(equals + 1)] as const;
        }),
    );
}

const names = (tags: Tags, name: string, value: string) =>
  tags.some((tag) => tag[0] === name && asciiLower(tag[1]) === asciiLower(value));

function leavesPartsOpen(tags: Tags, hasContentType: boolean): boolean {
  const signed = tags.filter(([name]) => name === "h").map(([, value]) => asciiLower(value).split(":"));
  return (
    tags.some(([name]) => name === "l") ||
    names(tags, "a", "rsa-sha1") ||
    (hasContentType && !(signed.length > 0 && signed.every((list) => list.includes("content-type"))))
  );
}
