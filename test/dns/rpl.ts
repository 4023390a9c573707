import type { Question, ResourceRecord } from "../../core/dns/message.ts";
import { nameFrom, record, typeOf } from "./presentation.ts";

/** One ENTRY of a replay scenario: a query to match, or an answer. */
export interface Entry {
  readonly match: readonly string[];
  readonly adjust: readonly string[];
  /** Flags and rcode of REPLY. */
  readonly reply: readonly string[];
  readonly question: Question | undefined;
  readonly sections: Readonly<Record<"ANSWER" | "AUTHORITY" | "ADDITIONAL", readonly ResourceRecord[]>>;
}

/** Entries that the server at some addresses answers with, during some steps. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly addresses: readonly string[];
  readonly entries: readonly Entry[];
}

export interface Step {
  readonly number: number;
  readonly kind: string;
  readonly entry: Entry | undefined;
}

/** A replay scenario as far as it concerns validation. */
export interface Scenario {
  /** Lines before CONFIG_END, comments removed. */
  readonly config: readonly string[];
  readonly ranges: readonly Range[];
  readonly steps: readonly Step[];
}

/**
 * Reads a replay scenario (the test format that unbound and deckard share).
 * @throws Error for a record this reader has no words for
 */
export function readScenario(text: string): Scenario {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const end = lines.indexOf("CONFIG_END");
  const config = lines.slice(0, end).filter((line) => line !== "" && !/^[;#]/.test(line));
  const ranges: Range[] = [];
  const steps: Step[] = [];
  let range: { from: number; to: number; addresses: string[]; entries: Entry[] } | undefined;
  let step: { number: number; kind: string } | undefined;
  for (let at = end + 1; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const [word = "", ...rest] = line.replace(/;.*$/, "").split(/\s+/);
    if (word === "RANGE_BEGIN") range = { from: Number(rest[0]), to: Number(rest[1]), addresses: [], entries: [] };
    if (word === "ADDRESS" && rest[0] !== undefined) range?.addresses.push(rest[0]);
    if (word === "RANGE_END" && range !== undefined) {
      ranges.push(range);
      range = undefined;
    }
    if (word === "STEP") {
      if (step !== undefined) steps.push({ ...step, entry: undefined });
      step = { number: Number(rest[0]), kind: rest[1] ?? "" };
    }
    if (word === "ENTRY_BEGIN") {
      const stop = lines.findIndex((other, index) => index > at && /^ENTRY_END/.test(other));
      const entry = readEntry(lines.slice(at + 1, stop));
      at = stop;
      if (range !== undefined) range.entries.push(entry);
      else if (step !== undefined) {
        steps.push({ ...step, entry });
        step = undefined;
      }
    }
  }
  if (step !== undefined) steps.push({ ...step, entry: undefined });
  return { config, ranges, steps };
}

function readEntry(lines: readonly string[]): Entry {
  const words: Record<string, string[]> = { MATCH: [], ADJUST: [], REPLY: [] };
  const sections: Record<"ANSWER" | "AUTHORITY" | "ADDITIONAL", ResourceRecord[]> = {
    ANSWER: [],
    AUTHORITY: [],
    ADDITIONAL: [],
  };
  let question: Question | undefined;
  let section = "";
  for (const line of lines) {
    const plain = line.replace(/^;.*$/, "").replace(/^#.*$/, "");
    if (plain === "") continue;
    const [first = "", ...rest] = plain.split(/\s+/);
    if (first === "SECTION") section = rest[0] ?? "";
    else if (words[first] !== undefined && section === "") words[first]?.push(...rest);
    else if (section === "QUESTION") {
      const type = rest.filter((word) => !/^(IN|CH|\d+|;.*)$/i.test(word))[0] ?? "A";
      question = { name: nameFrom(first), type: typeOf(type) };
    } else if (section === "ANSWER" || section === "AUTHORITY" || section === "ADDITIONAL") {
      sections[section].push(record(plain));
    }
  }
  return { match: words.MATCH ?? [], adjust: words.ADJUST ?? [], reply: words.REPLY ?? [], question, sections };
}
