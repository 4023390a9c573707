import { parseTime } from "../canonical/times.ts";
import type { AddressField } from "../message/address.ts";
import { readMailboxes } from "../message/address.ts";
import { parseDate } from "../message/date.ts";
import { displayHeader, unfoldedValue } from "../message/display.ts";
import type { Message } from "../message/message.ts";
import type { Mt2Headers } from "./parse.ts";

/**
 * Names of the outer fields that say something else than `message/headers`: the outer ones are what every mail program
 * shows (MT2-06). Addresses are compared as addr-specs, the subject as decoded text, the date as a moment.
 */
export function differences(message: Message, author: AddressField, headers: Mt2Headers): readonly string[] {
  const from = author.mailboxes.map(({ addrSpec }) => addrSpec);
  const to = readMailboxes(message, "to").mailboxes.map(({ addrSpec }) => addrSpec);
  const found: string[] = [];
  if (!sameList(from, [headers.from])) found.push("From");
  if (!sameList(to, headers.to)) found.push("To");
  if (displayHeader(message, "subject") !== headers.subject) found.push("Subject");
  if (outerDate(message) !== (headers.date === "" ? undefined : parseTime(headers.date))) found.push("Date");
  return found;
}

/** Epoch seconds; undefined without a date, NaN for one that is none: it equals nothing. */
export function outerDate(message: Message): number | undefined {
  const field = message.fields.find(({ lowerName }) => lowerName === "date");
  return field === undefined ? undefined : (parseDate(unfoldedValue(message, field)) ?? Number.NaN);
}

const sameList = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((text, place) => text === b[place]);
