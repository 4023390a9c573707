import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { hashBodies } from "../../core/dkim/body.ts";
import { readDkim2, verifyDkim2 } from "../../core/dkim/dkim2.ts";
import { headerOf } from "../../core/dkim/signed-header.ts";
import { type DkimKey, NOTHING_KNOWN } from "../../core/knowledge.ts";
import { readMessage } from "../../core/message/reader.ts";
import { needsCorpus } from "../corpus.ts";
import { corpusText } from "../message/corpus-mails.ts";
import { mailOf } from "./corpus.ts";
import { reviewed } from "./corpus-differs.ts";
import { ED25519, MAIL, RSA } from "./sign.ts";
import { signed2 } from "./sign2.ts";
import { check, dkimKey, knowing, verdict } from "./support.ts";

const KEYS = [
  dkimKey({ records: [ED25519.record] }),
  dkimKey({ domain: "lists.example", records: [ED25519.record] }),
  dkimKey({ domain: "forwarder.example", records: [RSA.record] }),
];
/** From the author to a list, which writes a Subject of its own, and on to the reader by a forwarder that changes nothing. */
const first = () => signed2(MAIL, { to: "<town@lists.example>" });
const listed = () =>
  signed2(first().replace("Subject: ", "Subject: [Town] "), {
    d: "lists.example",
    from: "<bounces@town.lists.example>",
    to: "<robin@forwarder.example>",
    revises: true,
  });
const forwarded = () => signed2(listed(), { d: "forwarder.example", key: RSA, from: "<robin@forwarder.example>" });

/** What is said of it: the newest signer, then all. */
const WHOLE = "dkim2-true forwarder.example example.org, lists.example, forwarder.example";

const told = async (mail: string, keys: readonly DkimKey[] = KEYS) =>
  (await check(mail, knowing(keys))).lines
    .filter(({ code }) => code.startsWith("dkim2"))
    .map(({ code, params }) => [code, ...Object.values(params)].join(" "));

test("AR-12: a true DKIM2 chain says who passed the message on and who changed it, and earns nothing", async () => {
  assert.deepEqual(await told(forwarded()), [WHOLE, "dkim2-revised lists.example"]);
  const { badge, axes, reasons } = await verdict(forwarded(), knowing(KEYS));
  assert.deepEqual([badge, axes.transport, reasons], ["NONE", "none", []]);
});

test("keys of unsigned zones leave it open whose signatures these are", async () => {
  const [own, ...others] = KEYS;
  assert.ok(own);
  assert.deepEqual(await told(forwarded(), [{ ...own, state: "insecure" }, ...others]), [
    WHOLE.replace("true", "unproven"),
    "dkim2-revised lists.example",
  ]);
});

test("one key is asked for at a time, the newest signer's first", async () => {
  const asked: string[] = [];
  const known: DkimKey[] = [];
  for (let left = KEYS.length; left > 0; left--) {
    const { wants } = await check(forwarded(), knowing(known));
    const [want, ...more] = wants;
    assert.ok(want?.kind === "dkim-key" && more.length === 0);
    asked.push(want.domain);
    known.push(...KEYS.filter(({ domain }) => domain === want.domain));
  }
  assert.deepEqual(asked, ["forwarder.example", "lists.example", "example.org"]);
  assert.deepEqual((await check(forwarded(), knowing(known))).wants, []);
});

test("what does not fit is told: the text, a field, an older signature, a gap between two hops, a key nobody has", async () => {
  const other = { d: "forwarder.example", key: RSA, from: "<x@forwarder.example>" };
  const cases: [string, string, string[]][] = [
    ["text", forwarded().replace("all as agreed", "nothing"), ["dkim2-changed forwarder.example"]],
    ["field", forwarded().replace("To: bob", "To: ben"), ["dkim2-changed forwarder.example"]],
    [
      "an older hop",
      forwarded().replace("t=1795291303; d=example.org", "t=1795291304; d=example.org"),
      [WHOLE.replace("true", "broken")],
    ],
    [
      "handed to somebody else",
      signed2(first(), other),
      ["dkim2-true forwarder.example example.org, forwarder.example", "dkim2-gap forwarder.example"],
    ],
    [
      "the next is named",
      signed2(signed2(MAIL, { next: "forwarder.example" }), other),
      ["dkim2-true forwarder.example example.org, forwarder.example"],
    ],
    [
      "another was named",
      signed2(signed2(MAIL, { next: "lists.example" }), other),
      ["dkim2-true forwarder.example example.org, forwarder.example", "dkim2-gap forwarder.example"],
    ],
    [
      "from elsewhere",
      signed2(MAIL, { from: "<alice@bank.example>" }),
      ["dkim2-true example.org example.org", "dkim2-gap example.org"],
    ],
    ["the null sender", signed2(MAIL, { from: "<>" }), ["dkim2-true example.org example.org"]],
    ["no key", signed2(MAIL, { d: "elsewhere.example" }), ["dkim2 elsewhere.example elsewhere.example"]],
  ];
  for (const [name, mail, expected] of cases) assert.deepEqual(await told(mail), expected, name);
});

test("what breaks the form is malformed: gaps, repetitions, both kinds of path, a long nonce, too many fields", async () => {
  const one = signed2(MAIL);
  const cases = [
    one.replace("i=1; m=1", "i=2; m=1"),
    one.replace("i=1; m=1", "i=1; m=2"),
    one.replace(/^(DKIM2-Signature:[^\n]*\n)/, "$1$1"),
    one.replace(/^Message-Instance:[^\n]*\n/m, ""),
    one.replace("d=example.org;", "d=example.org; nd=example.org;"),
    one.replace("d=example.org;", "d=example.org; D=example.org;"),
    one.replace("d=example.org;", `d=example.org; n=${"n".repeat(65)};`),
    one.replace("h=sha256:", "h=sha256:AAAA:AAAA,sha256:"),
    `${"DKIM2-Signature: i=1; m=1\r\n".repeat(65)}${MAIL}`,
  ];
  for (const mail of cases) assert.deepEqual(await told(mail), ["dkim2-malformed"], mail.slice(0, 200));
});

interface Case {
  readonly name: string;
  readonly file: string;
  readonly expected: string;
  readonly now: number;
}
type Zones = Readonly<Record<string, Readonly<Record<string, readonly (readonly [string, string])[]>>>>;

test("AR-12: the DKIM2 interoperability set as information", needsCorpus(), async () => {
  const folder = "dkim-arc/stalwart-dkim2/dkim2";
  const cases = JSON.parse(corpusText(`${folder}/cases.json`)) as readonly Case[];
  const zones = JSON.parse(corpusText(`${folder}/dns.json`)) as Zones;
  const keys = Object.entries(zones).flatMap(([domain, names]) =>
    Object.entries(names).map(([name, records]) => {
      const selector = name.replace("._domainkey", "");
      return { domain, selector, state: "secure" as const, records: records.map(([, text]) => text), at: 0 };
    }),
  );
  const count = { agree: 0, differ: 0, skipped: 0 };
  const differs: string[] = [];
  for (const { name, file, expected, now } of cases) {
    const bytes = recorded(`${folder}/expected/${file}`);
    const message = bytes && readMessage(bytes);
    const read = message && readDkim2(message);
    if (message === undefined || read === undefined) {
      count.skipped++;
      continue;
    }
    const bodies = await hashBodies(message, [{ bodyForm: "simple" }], nobleEngine);
    const knowledge = { ...NOTHING_KNOWN, now, dkimKeys: keys };
    const { kind } = await verifyDkim2(read, { header: headerOf(message), bodies, knowledge });
    if ((kind === "true") === (expected === "pass")) count.agree++;
    else {
      count.differ++;
      differs.push(name);
    }
  }
  console.log(`DKIM2 set (skipped: the message is not in the corpus): ${JSON.stringify(count)}`);
  reviewed("dkim2", differs);
  assert.ok(count.agree >= 20, JSON.stringify(count));
});

/** Not every message of the set was recorded. */
function recorded(file: string): Uint8Array | undefined {
  try {
    return mailOf(file);
  } catch {
    return undefined;
  }
}
