import { test } from "node:test";
import { parseDate } from "../../core/message/date.ts";
import { displayHeader } from "../../core/message/display.ts";
import { decodedLeaf, decodeText } from "../../core/message/leaf.ts";
import type { Message, Part } from "../../core/message/message.ts";
import { readMessage } from "../../core/message/reader.ts";
import { needsCorpus } from "../corpus.ts";
import { corpusMails, corpusText } from "./corpus-mails.ts";
import { decodingEngine } from "./engine.ts";
import { octets } from "./mail.ts";
import { judge, type Outcome } from "./outcomes.ts";

/** The parts of Stalwart mail-parser's JSON that are compared; offsets are those of the CRLF copy. */
interface Expected {
  readonly headers: readonly {
    readonly name: string | { readonly other: string };
    readonly offset_field: number;
    readonly offset_start: number;
    readonly offset_end: number;
  }[];
  readonly body: {
    readonly Multipart?: readonly number[];
    readonly Text?: string;
    readonly Html?: string;
    readonly Binary?: readonly number[];
    readonly InlineBinary?: readonly number[];
  };
  readonly offset_header: number;
  readonly offset_body: number;
  readonly offset_end: number;
}

/** Pairs of our part and theirs, or what keeps them from being paired. */
function pairs(part: Part, id: number, all: readonly Expected[]): [Part, Expected][] | string {
  const expected = all[id];
  if (expected === undefined) return `part ${part.path} is missing there`;
  const ids = expected.body.Multipart ?? [];
  if (ids.length !== part.children.length)
    return `part ${part.path} has ${part.children.length} / ${ids.length} children`;
  const found: [Part, Expected][] = [[part, expected]];
  for (const [index, child] of part.children.entries()) {
    const below = pairs(child, ids[index] ?? -1, all);
    if (typeof below === "string") return below;
    found.push(...below);
  }
  return found;
}

function comparePart(message: Message, part: Part, expected: Expected): string | undefined {
  const ours = part.fields.map(({ start, valueStart, end }) => [start, valueStart, end]);
  const theirs = expected.headers.map((field) => [field.offset_field, field.offset_start, field.offset_end]);
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) return `fields of ${part.path}`;
  if (part.bodyStart !== expected.offset_body)
    return `body of ${part.path} at ${part.bodyStart} / ${expected.offset_body}`;
  const { Text, Html, Binary, InlineBinary } = expected.body;
  const text = Text ?? Html;
  if (part.children.length === 0 && part.bodyEnd !== expected.offset_end)
    return `end of ${part.path} at ${part.bodyEnd} / ${expected.offset_end}`;
  if (text !== undefined) {
    // They drop CR and one byte order mark.
    const [a, b] = [decodeText(message, part, decodingEngine), text].map((value) => value.replace(/\r\n/g, "\n"));
    if (a !== b) return `text of ${part.path} ${JSON.stringify(a?.slice(0, 80))} / ${JSON.stringify(b?.slice(0, 80))}`;
  }
  const binary = Binary ?? InlineBinary;
  if (binary !== undefined && Buffer.compare(decodedLeaf(message, part, decodingEngine), Uint8Array.from(binary)) !== 0)
    return `octets of ${part.path}`;
  return undefined;
}

function compare(file: string, bytes: Uint8Array): string | undefined {
  const expected: { readonly parts: readonly Expected[] } = JSON.parse(
    corpusText(file.replace(/\.eml$/, ".crlf.json")),
  );
  const message = readMessage(bytes);
  const found = pairs(message.root, 0, expected.parts);
  if (typeof found === "string") return found;
  for (const [part, theirs] of found) {
    const difference = comparePart(message, part, theirs);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

test("MIME-16: parts, offsets, header fields and texts equal those of Stalwart mail-parser", needsCorpus(), () => {
  const mails = corpusMails("mime/stalwart-mail-parser").filter(({ file }) => file.endsWith(".eml"));
  const outcomes = mails.map(({ file, bytes }): Outcome => {
    return { key: bytes, name: file, difference: compare(file, bytes) };
  });
  judge("stalwart", outcomes);
});

/** A date as Stalwart writes it; null where it finds none. */
interface ExpectedDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly tz_hour: number;
  readonly tz_minute: number;
  readonly tz_before_gmt: boolean;
}

function epochSeconds(date: ExpectedDate): number {
  const zone = (date.tz_hour * 60 + date.tz_minute) * (date.tz_before_gmt ? -60 : 60);
  return Date.UTC(date.year, date.month - 1, date.day, date.hour, date.minute, date.second) / 1000 - zone;
}

test("H09: dates equal those of Stalwart mail-parser", needsCorpus(), () => {
  const cases: readonly { readonly header: string; readonly expected: ExpectedDate | null }[] = JSON.parse(
    corpusText("mime/stalwart-mail-parser-fields/date.json"),
  );
  const outcomes = cases.map(({ header, expected }): Outcome => {
    const theirs = expected === null ? undefined : epochSeconds(expected);
    const ours = parseDate(header.replace(/\r?\n(?=[ \t])/g, "").trim());
    return {
      key: header,
      name: JSON.stringify(header),
      difference: ours === theirs ? undefined : `${ours} / ${theirs}`,
    };
  });
  judge("stalwart-dates", outcomes);
});

test("RFC 2047: texts equal those of Stalwart mail-parser", needsCorpus(), () => {
  const cases: readonly { readonly header: string; readonly expected: string }[] = JSON.parse(
    corpusText("mime/stalwart-mail-parser-fields/unstructured.json"),
  );
  const outcomes = cases.map(({ header, expected }): Outcome => {
    const field = Buffer.from(`Subject:${header}\n`).toString("latin1");
    const ours = displayHeader(readMessage(octets(field)), "subject");
    // They write each fold and each run of blanks as one space.
    const [a, b] = [ours, expected].map((text) => text.replace(/[ \t]+/g, " ").trim());
    return {
      key: header,
      name: JSON.stringify(header),
      difference: a === b ? undefined : `${JSON.stringify(a)} / ${JSON.stringify(b)}`,
    };
  });
  judge("stalwart-texts", outcomes);
});
