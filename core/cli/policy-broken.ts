import { nearlyFound } from "../settings/find.ts";
import type { JsonFault } from "../trust/json.ts";
import { jsonPlaces, lineAt, offsetOf } from "../trust/json-places.ts";
import { Failure } from "./failure.ts";
import { shown } from "./terminal.ts";

const STRICT = "A policy is strict JSON: one comma too many, and the program reads nothing of the file.";

/** Why nothing of a file can be read, and on which line. */
export function unreadable(path: string, text: string, { fault, at }: JsonFault): Failure {
  if (text.trim() === "") return new Failure("RECORD", `${path}: the file is empty`, SHOW);
  if (text.startsWith("\ufeff"))
    return new Failure("RECORD", `${path} begins with a byte-order mark, and no program reads it`, AS_UTF8);
  // What is too large or too deep has no single place, and is not walked through.
  const places = fault === "too-large" || fault === "too-deep" ? undefined : jsonPlaces(text);
  const offset = places?.broken ?? places?.repeated;
  const where = offset === undefined ? path : `${path}:${lineAndColumn(text, offset)}`;
  const why = places?.broken === undefined ? "" : brokenBy(text, places.broken);
  const hint = fault === "duplicate-member" ? "Of two members with one name nobody knows which one counts." : STRICT;
  return new Failure("RECORD", `${where}: ${[fault, at, why && `(${why})`].filter(Boolean).join(" ")}`, hint);
}

/** What to do about a file in another encoding. */
export const AS_UTF8 = "Save it as UTF-8 without a byte-order mark; > of PowerShell writes UTF-16.";
const SHOW = "countersign policy template shows what a whole file looks like.";

/** Why a file of a program says nothing about this extension. */
export function nothingFound(path: string, text: string, json: unknown): Failure {
  const near = nearlyFound(json);
  if (near === undefined)
    return new Failure(
      "RECORD",
      `${path} says nothing about Countersign under its id`,
      "countersign policy template shows the place; where your Chromium package has an id of its own, name it with --id.",
    );
  const where = `${path}:${lineAndColumn(text, offsetOf(jsonPlaces(text), near.path))}`;
  const what =
    near.wanted === "policies" ? 'all of it belongs inside a member "policies"' : `it has to be "${near.wanted}"`;
  return new Failure("RECORD", `${where}: no program finds what stands at ${shown(near.path)}: ${what}`, SHOW);
}

/** A file that does nothing in the program for which it was meant. */
export function otherProgram(path: string, isChromium: boolean): Failure {
  const whose = isChromium ? "Chromium, Chrome and Edge" : "Thunderbird and Firefox";
  const hint = "countersign policy template --for CLIENT shows the form of each.";
  return new Failure("RECORD", `${path} has the form that only ${whose} read`, hint);
}

function lineAndColumn(text: string, offset: number): string {
  const { line, column } = lineAt(text, offset);
  return `${line}:${column}`;
}

/** The mistakes that are made most, by what stands where the text stops being JSON. */
function brokenBy(text: string, at: number): string {
  if (at >= text.length) return "the text ends too early: a bracket or a quotation mark is not closed";
  const rest = text.slice(at);
  if (/^(?:Windows Registry|REGEDIT4)/.test(rest)) return "a registry file; check the JSON with the same settings";
  if (/^<(?:\?xml|!DOCTYPE)/.test(rest)) return "a property list or a template; check the JSON with the same settings";
  if (/^[}\]]/.test(rest) && /,\s*$/.test(text.slice(0, at))) return "the comma before it is one too many";
  if (/^(?:\/[/*]|#)/.test(rest)) return "JSON knows no comments";
  if (/^['\u2018-\u201f]/.test(rest)) return 'texts stand between two "';
  if (/^["{[]/.test(rest)) return "a comma or a colon is missing before it";
  return `${shown(rest.slice(0, 1))} cannot stand here`;
}
