import { parseDate } from "../message/date.ts";
import { displayHeader, fieldText } from "../message/display.ts";
import { decodeEncodedWords } from "../message/encoded-word.ts";
import { asciiLower } from "../message/fields.ts";
import type { Message } from "../message/message.ts";
import type { Reason } from "../result.ts";
import { isOwnAddress } from "../trust/identity.ts";
import { peopleOf } from "./aad.ts";

/** Seconds that the outer Date may differ from the one foretold: the client writes it after sealing (decision 2). */
const DATE_TOLERANCE = 24 * 3600;

/** Whether the entity says that its header fields were encrypted with it (RFC 9788 s4.1.1). */
export function isProtected({ root }: Message): boolean {
  return root.typeParams.get("hp") === "cipher";
}

/**
 * Compares the fields inside with those outside (RFC 9788 s4.2; T29, U29): each difference is a reason for caution. What
 * stands inside is what is shown.
 * @param own the addresses of the account the message was delivered to
 */
export function compareHeaders(inner: Message, outer: Message, own: readonly string[]): readonly Reason[] {
  const told = outerFieldsTold(inner);
  const differs = [
    ...(peopleOf(inner)?.from === peopleOf(outer)?.from ? [] : ["From"]),
    ...(told.get("subject") === textOf(outer, "subject") ? [] : ["Subject"]),
    ...(sameDate(told.get("date"), textOf(outer, "date")) ? [] : ["Date"]),
  ];
  const reasons: Reason[] = differs.map((field) => ({ code: "SEALED_HEADER_DIFFERS", params: { field } }));
  const addressed = peopleOf(inner)?.to.some((address) => isOwnAddress(address, own)) ?? false;
  return addressed ? reasons : [...reasons, { code: "SEALED_NOT_ADDRESSED", params: {} }];
}

/** `HP-Outer: Name: value`: what the sealing side wrote outside (RFC 9788 s2.2.1). */
function outerFieldsTold(inner: Message): ReadonlyMap<string, string> {
  const fields = inner.fields.filter(({ lowerName }) => lowerName === "hp-outer");
  return new Map(
    fields.flatMap((field) => {
      const match = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/s.exec(fieldText(inner, field));
      return match === null ? [] : [[asciiLower(match[1] ?? ""), decodeEncodedWords(match[2] ?? "")] as const];
    }),
  );
}

function textOf(message: Message, lowerName: string): string | undefined {
  return message.fields.some((field) => field.lowerName === lowerName) ? displayHeader(message, lowerName) : undefined;
}

function sameDate(told: string | undefined, found: string | undefined): boolean {
  if (told === undefined || found === undefined) return told === found;
  const [before, after] = [parseDate(told), parseDate(found)];
  return before !== undefined && after !== undefined && Math.abs(before - after) <= DATE_TOLERANCE;
}
