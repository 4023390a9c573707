import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import type { DkimKey } from "../../core/knowledge.ts";
import { LINES } from "../../core/verdict/line-codes.ts";
import { FORWARDER, LIST, sealed } from "./seal.ts";
import { type Choice, ED25519, MAIL, RSA, SHORT, SIGNED_AT, signed } from "./sign.ts";
import { signed2 } from "./sign2.ts";
import { check, codes, dkimKey, knowing } from "./support.ts";

/**
 * The published vectors. `WRITE_VECTORS=1 node test/run.mjs unit dkim/vectors` writes the file anew; without it these
 * tests fail on any drift between file and code.
 */
const FILE = "docs/vectors/dkim.json";

interface Vector {
  readonly id: string;
  /** Octets of the message, one character each. */
  readonly message: string;
  readonly keys: readonly DkimKey[];
  readonly now: number;
  readonly firstSeen?: number;
  /** `signedBy | line …`, written by hand; "-" for nobody. */
  readonly told: string;
}

interface Setting {
  readonly key?: Partial<DkimKey>;
  readonly change?: (mail: string) => string;
  readonly firstSeen?: number;
}

function vector(id: string, told: string, choice: Choice = {}, { key, change, firstSeen }: Setting = {}): Vector {
  const mail = signed(MAIL, choice);
  return {
    id,
    message: change === undefined ? mail : change(mail),
    keys: [dkimKey({ records: [(choice.key ?? RSA).record], ...key })],
    now: SIGNED_AT + 60,
    ...(firstSeen !== undefined && { firstSeen }),
    told,
  };
}

/** Mail that nobody signed by DKIM, with chains of forwarders. */
function chain(id: string, told: string, message: string): Vector {
  const keys = [LIST, FORWARDER].map(({ d, s, key }) => dkimKey({ domain: d, selector: s, records: [key.record] }));
  return { id, message, keys, now: SIGNED_AT + 60, told };
}

const times = ` t=${SIGNED_AT}; x=${SIGNED_AT + 3600};`;
const CASES: readonly Vector[] = [
  ...["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple", "simple"].map((c) =>
    vector(`rsa-${c.replace("/", "-")}`, "example.org | signed", { c }),
  ),
  vector("ed25519", "example.org | signed", { key: ED25519 }),
  vector("below-from", "example.org | signed", { more: " i=@lists.example.org;" }),
  vector("lf-storage", "example.org | signed", {}, { change: (mail) => mail.replaceAll("\r\n", "\n") }),
  vector("other-domain", "- | other", { d: "evil.example" }, { key: { domain: "evil.example" } }),
  vector("insecure-zone", "- | unproven", {}, { key: { state: "insecure" } }),
  vector("bogus-zone", "- | key-unproven", {}, { key: { state: "bogus" } }),
  vector("not-looked-up", "- | not-checked", {}, { key: { state: "indeterminate", records: [] } }),
  vector("key-gone", "- | key-gone", {}, { key: { records: [] } }),
  vector("key-revoked", "- | key-revoked", {}, { key: { records: ["v=DKIM1; p="] } }),
  vector("two-keys", "- | key-unusable", {}, { key: { records: [RSA.record, ED25519.record] } }),
  vector("key-of-other-kind", "- | key-unusable", {}, { key: { records: [ED25519.record] } }),
  vector(
    "flag-s",
    "- | key-unusable",
    { more: " i=@lists.example.org;" },
    { key: { records: [`${RSA.record}; t=s`] } },
  ),
  vector("flag-y", "- | testing", {}, { key: { records: [`${RSA.record}; t=y`] } }),
  vector("rsa-1024", "- | weak", { key: SHORT }),
  vector("sha1", "- | sha1", { key: { ...RSA, a: "rsa-sha1" } }),
  vector("other-algorithm", "- | unsupported", { a: "rsa-sha512" }),
  vector("length", "- | partial", { more: " l=12;" }),
  vector("open-content-type", "- | partial", { h: "from:to:subject:date" }),
  vector("open-subject", "example.org | signed unsigned", { h: "from:to:date:content-type" }),
  vector(
    "second-subject",
    "example.org | signed added",
    {},
    { change: (mail) => mail.replace("Received:", "Subject: x\r\nReceived:") },
  ),
  vector("valid-then", "example.org | signed", { more: times }, { firstSeen: SIGNED_AT + 3600 }),
  vector("expired", "- | expired", { more: times }, { firstSeen: SIGNED_AT + 3601 }),
  vector("future", "- | future", { more: ` t=${SIGNED_AT + 3600};` }),
  vector("body", "- | body-changed", {}, { change: (mail) => mail.replace("Hello", "Good day") }),
  vector("header", "- | header-changed", {}, { change: (mail) => mail.replace("Minutes", "Hours") }),
  vector("list-prefix", "- | fields-changed", {}, { change: (mail) => mail.replace("Subject: ", "Subject: [Town] ") }),
  vector("both", "- | both-changed", {}, { change: (mail) => mail.replace("Hello", "Hi").replace("Minutes", "Hours") }),
  vector("version-2", "- | malformed", { v: "2" }),
  vector("no-from", "- | malformed", { h: "to:subject" }),
  vector("agent-elsewhere", "- | malformed", { more: " i=@evil.example;" }),
  chain("arc", "- | arc-true", sealed(sealed(MAIL, LIST), FORWARDER)),
  chain("arc-text-changed", "- | arc-changed", sealed(MAIL, LIST).replace("Hello", "Good day")),
  chain(
    "arc-results-changed",
    "- | arc-broken",
    sealed(sealed(MAIL, LIST), FORWARDER).replace("i=1; mx.lists", "i=1; mx2.lists"),
  ),
  chain(
    "arc-cut",
    "- | arc-malformed",
    sealed(sealed(MAIL, LIST), FORWARDER).replace(/^ARC-Auth[^\n]* i=1;[^\n]*\n/m, ""),
  ),
  chain("arc-failed", "- | arc-failed", sealed(sealed(MAIL, LIST), { ...FORWARDER, cv: "fail" })),
  chain("dkim2", "- | dkim2-true", signed2(MAIL, { d: "lists.example", s: "arc" })),
  chain(
    "dkim2-revised",
    "- | dkim2-true dkim2-revised dkim2-gap",
    signed2(signed2(MAIL, { d: "lists.example", s: "arc" }).replace("Subject: ", "Subject: [Town] "), {
      d: "forwarder.example",
      s: "seal",
      key: RSA,
      revises: true,
    }),
  ),
  chain(
    "dkim2-text-changed",
    "- | dkim2-changed",
    signed2(MAIL, { d: "lists.example", s: "arc" }).replace("Hello", "Good day"),
  ),
  chain(
    "dkim2-numbering",
    "- | dkim2-malformed",
    signed2(MAIL, { d: "lists.example", s: "arc" }).replace("i=1; m=1", "i=2; m=1"),
  ),
];

async function tell({ message, keys, now, firstSeen }: Vector): Promise<string> {
  const knowledge = knowing(keys, { now, ...(firstSeen !== undefined && { firstSeen }) });
  const evidence = await check(message, knowledge);
  return `${evidence.signedBy ?? "-"} | ${codes(evidence).join(" ")}`;
}

test("the published vectors are what the code says", async () => {
  if (process.env.WRITE_VECTORS === "1") writeFileSync(FILE, `${JSON.stringify(CASES, null, 1)}\n`);
  assert.ok(existsSync(FILE), `${FILE} is missing`);
  const published: readonly Vector[] = JSON.parse(readFileSync(FILE, "utf8"));
  assert.deepEqual(published, CASES);
  for (const one of published) assert.equal(await tell(one), one.told, one.id);
});

const DOC = readFileSync("docs/protocols/dkim.md", "utf8");

test("the documentation names every line and shows the worked example", () => {
  const lines = Object.keys(LINES).filter((code) => code.startsWith("dkim_"));
  for (const code of lines) assert.ok(DOC.includes(`*${code.slice(5).replaceAll("_", "-")}*`), code);
  const squeezed = DOC.replace(/\s+/g, "");
  const example = CASES.find(({ id }) => id === "ed25519") ?? assert.fail();
  const own = example.message.slice(0, example.message.indexOf("Received:"));
  for (const shown of [own, ...example.keys.flatMap(({ records }) => records)])
    assert.ok(squeezed.includes(shown.replace(/\s+/g, "")), shown);
});
