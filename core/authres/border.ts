import type { AuthservTrust } from "../knowledge.ts";
import { MAX_AUTHRES_FIELDS } from "../limits.ts";
import { unfoldedValue } from "../message/display.ts";
import { asciiLower } from "../message/fields.ts";
import type { HeaderField, Message } from "../message/message.ts";
import { parseMicrosoft365 } from "./microsoft365.ts";
import { type AuthenticationResults, type MethodResult, parseAuthenticationResults } from "./parse.ts";

/** What one configured server is found to have said about this message. */
export type Report =
  | { readonly kind: "silent" }
  | { readonly kind: "conflict"; readonly server: string }
  | { readonly kind: "too-many" }
  | {
      readonly kind: "report";
      readonly server: string;
      readonly results: readonly MethodResult[];
      /** Places of the fields that were read, in the message's order of fields. */
      readonly fields: readonly number[];
      /** Fields of this server that do not follow the grammar. */
      readonly irregular: number;
    };

const SILENT: Report = { kind: "silent" };

/** One Authentication-Results field; `id` is read even where the rest is irregular. */
interface Candidate {
  readonly index: number;
  readonly parsed: AuthenticationResults | undefined;
}

/**
 * Reads the fields that a configured server wrote, and none that a sender could have written: they stand at the border
 * between the sender's header and the own servers' (T30, T31, U31, AR-01 to AR-04).
 */
export function readReport(message: Message, trust: AuthservTrust): Report {
  const border = message.fields.findIndex((field) => isBorder(message, field, trust.borderHosts));
  if (trust.profile === "microsoft365") return microsoft365Report(message, trust, border);
  const id = asciiLower(trust.authservId ?? "");
  if (id === "") return SILENT;
  const found = candidates(message, id);
  if (found.length > MAX_AUTHRES_FIELDS) return { kind: "too-many" };
  const inPlace = found.filter(({ index }) => stands(message, index, border, trust.placement));
  if (found.length > 1 && (inPlace.length < found.length || !together(message, found)))
    return { kind: "conflict", server: id };
  if (inPlace.length === 0) return SILENT;
  const read = inPlace.flatMap(({ index, parsed }) => (parsed?.version === 1 ? [{ index, parsed }] : []));
  return {
    kind: "report",
    server: id,
    results: read.flatMap(({ parsed }) => parsed.results),
    fields: read.map(({ index }) => index),
    irregular: inPlace.length - read.length,
  };
}

/** Fields that carry the id, in whatever state the rest of them is. */
function candidates(message: Message, id: string): Candidate[] {
  return message.fields.flatMap((field, index) => {
    if (!isAuthenticationResults(field)) return [];
    const value = unfoldedValue(message, field);
    const parsed = parseAuthenticationResults(value);
    // An irregular field counts for the place rules only; its id is what it begins with.
    const own = parsed?.authservId ?? /^[^\s;()]+/.exec(value)?.[0] ?? "";
    return asciiLower(own) === id ? [{ index, parsed }] : [];
  });
}

/** Exactly this name: ARC-, X- and Original- relatives are somebody else's words (AR-11). */
export function isAuthenticationResults(field: HeaderField): boolean {
  return field.lowerName === "authentication-results" && !field.spaceBeforeColon;
}

/**
 * A Received field written by a border host. Any `by` counts, also one in a comment or after a HELO name with blanks:
 * a sender who confuses this must only ever move the border up.
 */
function isBorder(message: Message, field: HeaderField, borderHosts: readonly string[]): boolean {
  return field.lowerName === "received" && borderHostOf(unfoldedValue(message, field), borderHosts) !== undefined;
}

function borderHostOf(received: string, borderHosts: readonly string[]): string | undefined {
  // The name is only looked ahead at: a HELO name "by" must not swallow the `by` behind it.
  for (const [, name = ""] of received.matchAll(/(?<![A-Za-z0-9.-])by[\t ]+(?=([A-Za-z0-9.-]+))/gi)) {
    const host = asciiLower(name);
    const suffixes = borderHosts.map((suffix) => asciiLower(suffix).replace(/^\./, ""));
    if (suffixes.some((suffix) => suffix !== "" && (host === suffix || host.endsWith(`.${suffix}`)))) return host;
  }
  return undefined;
}

/** T30: above the border, or between it and the next Received. */
function stands(message: Message, index: number, border: number, placement: "above" | "below"): boolean {
  if (border < 0) return false;
  if (placement === "above") return index < border;
  const next = message.fields.findIndex((field, i) => i > border && field.lowerName === "received");
  return index > border && (next < 0 || index < next);
}

/** U31: nothing but Received-SPF, ARC-* and X-* between fields of one server. */
function together(message: Message, found: readonly Candidate[]): boolean {
  const own = new Set(found.map(({ index }) => index));
  const first = found[0]?.index ?? 0;
  const last = found.at(-1)?.index ?? 0;
  return message.fields.every(
    ({ lowerName }, i) => i < first || i > last || own.has(i) || /^(?:received-spf$|arc-|x-)/.test(lowerName),
  );
}

/** U35: directly above the border, at most one Received-SPF between. What a sender writes stands below it. */
function microsoft365Report(message: Message, trust: AuthservTrust, border: number): Report {
  const received = message.fields[border];
  if (received === undefined || trust.placement !== "above") return SILENT;
  const above = message.fields[border - 1]?.lowerName === "received-spf" ? border - 2 : border - 1;
  const field = message.fields[above];
  if (field === undefined || !isAuthenticationResults(field)) return SILENT;
  const results = parseMicrosoft365(unfoldedValue(message, field));
  const server = borderHostOf(unfoldedValue(message, received), trust.borderHosts);
  return results && server ? { kind: "report", server, results, fields: [above], irregular: 0 } : SILENT;
}
