import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readFrom } from "../../core/message/address.ts";
import { toALabel } from "../../core/message/domain.ts";
import type { Part } from "../../core/message/message.ts";
import { readMessage } from "../../core/message/reader.ts";
import { needsCorpus } from "../corpus.ts";
import { type CorpusMail, corpusMails, corpusText } from "./corpus-mails.ts";
import { octets, shape } from "./mail.ts";
import { mutate, SEEDS } from "./mutate.ts";
import { mailparser, postalMime } from "./other-parsers.ts";
import { judge, type Outcome } from "./outcomes.ts";

function ours(root: Part): string[] {
  return root.isMultipart ? [root.typeParams.get("boundary") ?? "", ...root.children.flatMap(ours)] : [];
}

/** Addresses in one spelling, those without a domain left out. */
const lower = (addresses: readonly string[]) =>
  addresses
    .filter((address) => address !== "")
    .map((address) => address.replace(/[^@]*$/, (domain) => toALabel(domain) ?? domain).toLowerCase());
const differs = (what: string, a: unknown, b: unknown) =>
  JSON.stringify(a) === JSON.stringify(b) ? [] : [`${what} ${JSON.stringify(a)} / ${JSON.stringify(b)}`];

/** mailparser guesses the type of a part without Content-Type from its file name. */
const withoutGuesses = (tree: string) => tree.replace("application/pdf", "text/plain");

/** Differences between the parsers' reading and ours; announced where we called the message ambiguous. */
async function compare(file: string, bytes: Uint8Array, tree = (text: string) => text): Promise<Outcome> {
  const message = readMessage(bytes);
  const author = readFrom(message);
  const differences: string[] = [];
  for (const [name, reading] of [
    ["postal-mime", await postalMime(bytes)],
    ["mailparser", await mailparser(bytes)],
  ] as const) {
    if (author.ambiguities.length === 0)
      differences.push(...differs(`${name} From`, lower(author.mailboxes.map((m) => m.addrSpec)), lower(reading.from)));
    differences.push(...differs(`${name} leaves`, tree(shape(message.root)), tree(reading.tree)));
    if (name === "postal-mime")
      differences.push(...differs(`${name} boundaries`, ours(message.root), reading.boundaries));
  }
  const difference = differences.length === 0 ? undefined : differences.join("; ");
  return { key: bytes, name: file, difference, announced: message.ambiguities.length > 0 };
}

/** The From addresses that postal-mime, mailparser and CPython read, as recorded with the corpus. */
interface Recorded {
  readonly verdict: string;
  readonly postal_mime: readonly string[];
}

/** The one sender on whom the recorded parsers agree, or none; ours is that one, or nobody is certain. */
function compareFrom(file: string, bytes: Uint8Array, recorded: Recorded): Outcome {
  const message = readMessage(bytes);
  const author = readFrom(message);
  const agreed = recorded.verdict === "ambiguous" ? [] : lower(recorded.postal_mime);
  const [difference] = differs("From", lower(author.mailboxes.map(({ addrSpec }) => addrSpec)), agreed);
  return { key: bytes, name: file, difference, announced: message.ambiguities.length + author.ambiguities.length > 0 };
}

/** What is done with each mail of a source. */
async function judgeSources(
  prefix: string,
  folder: string,
  judged: (mail: CorpusMail) => Promise<Outcome> | Outcome | undefined,
) {
  const bySource = new Map<string, Outcome[]>();
  for (const mail of corpusMails(folder)) {
    const outcome = await judged(mail);
    if (outcome !== undefined) bySource.set(mail.source, [...(bySource.get(mail.source) ?? []), outcome]);
  }
  const problems: string[] = [];
  for (const [source, outcomes] of bySource)
    try {
      judge(`${prefix}-${source}`, outcomes);
    } catch (error) {
      problems.push(String(error));
    }
  assert.deepEqual(problems, []);
}

for (const folder of ["mime", "attack-mail"]) {
  test(
    `MIME-05, MIME-16: From, boundaries and leaves equal those of postal-mime and mailparser, or are ambiguous: ${folder}`,
    needsCorpus(),
    () => judgeSources("differential", folder, ({ file, bytes }) => compare(file, bytes)),
  );

  test(
    `ID-05, MIME-16: From equals the one sender that three recorded parsers agree on, or is ambiguous: ${folder}`,
    needsCorpus(),
    () => {
      const list = new Map<string, Recorded>(
        Object.entries(JSON.parse(corpusText(`${folder}/from-by-three-parsers.json`))),
      );
      return judgeSources("from", folder, ({ file, bytes }) => {
        const recorded = list.get(file.slice(folder.length + 1));
        return recorded === undefined ? undefined : compareFrom(file, bytes, recorded);
      });
    },
  );
}

test("MIME-16: spoiled messages read like postal-mime and mailparser read them, or are ambiguous", async () => {
  let compared = 0;
  for (let seed = 0; seed < 600; seed++) {
    const bytes = mutate(octets(SEEDS[seed % SEEDS.length] ?? ""), seed * 7919, 1 + (seed % 2));
    const { difference, announced } = await compare(`seed ${seed}`, bytes, withoutGuesses);
    assert.ok(difference === undefined || announced, `seed ${seed}: ${difference}`);
    if (!announced) compared++;
  }
  assert.ok(compared > 50, `${compared}`);
});

test("ID-03, ID-05, ID-06, ID-07: From fields of odd pieces name whom postal-mime and mailparser name, or are AMBIG_FROM", async () => {
  const pieces = [
    "a@b.example",
    "<c@d.example>",
    "Bob",
    '"x"',
    '"x@y.example"',
    "(z)",
    " ",
    "\r\n ",
    ",",
    ";",
    ":",
    "=?utf-8?q?f=40g.example?=",
  ];
  const more = [
    "=?utf-8?b?PGFAYi5jPg==?=",
    "'",
    "`",
    "<",
    ">",
    "@",
    ".",
    "\\",
    "[",
    "]",
    '"',
    "\u00c3\u00a9",
    "\u00e9",
    "%",
    "X. Y.",
    "\u00c2\u00a0",
  ];
  let plain = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...pieces, ...more), { minLength: 1, maxLength: 4 }), async (words) => {
      const bytes = octets(`From: ${words.join("")}\r\nTo: b@x.example\r\n\r\nx\r\n`);
      if (readFrom(readMessage(bytes)).ambiguities.length > 0) return;
      plain++;
      const { difference, announced } = await compare("", bytes);
      assert.ok(difference === undefined || announced, difference);
    }),
    { numRuns: 4000 },
  );
  assert.ok(plain > 20, `${plain}`);
});
