import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { readArc } from "../../core/dkim/chains.ts";
import { readMessage } from "../../core/message/reader.ts";
import { verify } from "../../core/verify.ts";
import { needsCorpus } from "../corpus.ts";
import { corpusMails, corpusText } from "../message/corpus-mails.ts";
import { EXPECTED, mailOf, RUN_AT, recordedDns, verdictsOf } from "./corpus.ts";
import { DIFFERS, MOST } from "./corpus-differs.ts";
import { knowing, octets } from "./support.ts";

type Verdicts = Awaited<ReturnType<typeof verdictsOf>>["verdicts"];

/** A pass as the outside verifiers mean it: whether a key is long enough for credit, they do not ask. */
const passes = (verdict: Verdicts[number]) =>
  verdict?.kind === "true" && verdict.shortcoming !== "expired" && verdict.shortcoming !== "future";

/** Whether the body hash fitted; undefined where it was not computed. */
function bodyFits(verdict: Verdicts[number]): boolean | undefined {
  if (verdict?.kind === "true" || verdict?.kind === "no-key") return true;
  return verdict?.kind === "changed" ? !verdict.body : undefined;
}

const digestOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** Fails for what the reviewed list does not explain, and for an explanation that nothing needs. */
function reviewed(kind: keyof typeof DIFFERS, found: readonly string[]) {
  const known = DIFFERS[kind];
  const unexplained = found.filter((key) => !known.has(key));
  const needless = [...known.keys()].filter((key) => !found.includes(key));
  assert.deepEqual({ unexplained, needless }, { unexplained: [], needless: [] });
  assert.ok(found.length <= MOST[kind], `${found.length} are more than ${MOST[kind]}`);
}

test("where both outside verifiers agree and the key is recorded, ours agrees", needsCorpus(), async () => {
  const dns = recordedDns();
  const count = { agree: 0, differ: 0, skipped: 0 };
  const differs: string[] = [];
  for (const [file, { mailauth, dkimpy, key_recorded: recorded }] of EXPECTED()) {
    const bytes = mailOf(file);
    const { verdicts } = await verdictsOf(bytes, dns);
    for (const [at, verdict] of verdicts.entries()) {
      const outside = [mailauth.dkim[at]?.result === "pass", dkimpy[at] === "pass"];
      if (!recorded[at] || outside[0] !== outside[1]) count.skipped++;
      else if (outside[0] === passes(verdict)) count.agree++;
      else {
        count.differ++;
        differs.push(`${digestOf(bytes)} ${at}`);
      }
    }
  }
  console.log(`dkim-arc with recorded keys: ${JSON.stringify(count)}`);
  reviewed("verdict", differs);
  assert.ok(count.agree >= 60, JSON.stringify(count));
});

test("elsewhere the body hash is what it is to the outside verifier", needsCorpus(), async () => {
  const count = { agree: 0, differ: 0, skipped: 0 };
  const differs: string[] = [];
  for (const [file, { mailauth }] of EXPECTED()) {
    const bytes = mailOf(file);
    const { verdicts } = await verdictsOf(bytes, new Map());
    for (const [at, verdict] of verdicts.entries()) {
      const theirs = mailauth.dkim[at]?.bodyHashMatches;
      const ours = bodyFits(verdict);
      if (ours === undefined || typeof theirs !== "boolean") count.skipped++;
      else if (ours === theirs) count.agree++;
      else {
        count.differ++;
        differs.push(`${digestOf(bytes)} ${at}`);
      }
    }
  }
  console.log(`dkim-arc, body hashes: ${JSON.stringify(count)}`);
  reviewed("body", differs);
  assert.ok(count.agree >= 95, JSON.stringify(count));
});

interface DkimResults {
  readonly results: readonly {
    readonly status: { readonly result: string };
    readonly bodyHash?: string;
    readonly bodyHashExpecting?: string;
  }[];
}
const outside = createRequire(import.meta.url);
const { dkimVerify }: { dkimVerify(message: Buffer, options: object): Promise<DkimResults> } =
  outside("mailauth/lib/dkim/verify.js");

test(
  "differential: ours passes nothing that mailauth refuses, over every signed mail of the corpus",
  needsCorpus(),
  async () => {
    const dns = recordedDns();
    const resolver = async (name: string) => {
      const txt = dns.get(name.toLowerCase().replace(/\.$/, ""));
      if (txt === undefined) throw Object.assign(new Error("none"), { code: "ENOTFOUND" });
      return [[txt]];
    };
    const count = { mails: 0, bothPass: 0, neitherPasses: 0, onlyMailauth: 0, onlyOurs: 0 };
    const stricter: string[] = [];
    for (const folder of ["dkim-arc", "mime", "attack-mail", "authres"])
      for (const { file } of corpusMails(folder)) {
        const bytes = mailOf(file);
        if (!/^DKIM-Signature[ \t]*:/im.test(Buffer.from(bytes).toString("latin1"))) continue;
        const { verdicts } = await verdictsOf(bytes, dns);
        if (verdicts.length === 0) continue;
        count.mails++;
        const ours = verdicts.some(passes);
        const theirs = (await dkimVerify(Buffer.from(bytes), { resolver, curTime: new Date(RUN_AT * 1000) })).results;
        const their = theirs.some(({ status }) => status.result === "pass");
        if (ours && their) count.bothPass++;
        else if (!ours && !their) count.neitherPasses++;
        else if (their) {
          count.onlyMailauth++;
          stricter.push(digestOf(bytes));
        } else {
          count.onlyOurs++;
          stricter.push(`ours ${digestOf(bytes)}`);
        }
      }
    console.log(`against mailauth: ${JSON.stringify(count)}`);
    reviewed("mailauth", stricter);
    assert.ok(count.mails >= 100, JSON.stringify(count));
  },
);

interface ArcSuite {
  readonly tests: Readonly<Record<string, { readonly message: string; readonly cv: string }>>;
}

test(
  "AR-12: the ARC suite as information: no case earns a badge, and how many broken chains show in their form",
  needsCorpus(),
  async () => {
    const suites = JSON.parse(
      corpusText("dkim-arc/arc-test-suite/arc-draft-validation-tests.json"),
    ) as readonly ArcSuite[];
    const count = { cases: 0, passReadAsClaimed: 0, pass: 0, failSeenInForm: 0, fail: 0, noneReadAsNone: 0, none: 0 };
    for (const { message, cv } of suites.flatMap(({ tests }) => Object.values(tests))) {
      const bytes = octets(message.replace(/\r?\n/g, "\r\n"));
      const arc = readArc(readMessage(bytes));
      count.cases++;
      const { badge } = await verify(bytes, knowing([]), nobleEngine);
      assert.ok(["NONE", "CAUTION", "UNCHECKED"].includes(badge), badge);
      if (cv === "Pass") {
        count.pass++;
        if (arc?.kind === "claimed") count.passReadAsClaimed++;
      } else if (cv === "Fail") {
        count.fail++;
        if (arc !== undefined && arc.kind !== "claimed") count.failSeenInForm++;
      } else {
        count.none++;
        if (arc === undefined) count.noneReadAsNone++;
      }
    }
    console.log(`ARC suite: ${JSON.stringify(count)}`);
    assert.ok(count.cases >= 84, JSON.stringify(count));
    assert.equal(count.passReadAsClaimed, count.pass);
  },
);
