import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { needsCorpus } from "../corpus.ts";
import { corpusMails } from "../message/corpus-mails.ts";
import { EXPECTED, mailOf, RUN_AT, recordedDns, resolverOf, verdictsOf } from "./corpus.ts";
import { digestOf, reviewed } from "./corpus-differs.ts";

type Verdicts = Awaited<ReturnType<typeof verdictsOf>>["verdicts"];

/** A pass as the outside verifiers mean it: whether a key is long enough for credit, they do not ask. */
const passes = (verdict: Verdicts[number]) =>
  verdict?.kind === "true" && verdict.shortcoming !== "expired" && verdict.shortcoming !== "future";

/** Whether the body hash fitted; undefined where it was not computed. */
function bodyFits(verdict: Verdicts[number]): boolean | undefined {
  if (verdict?.kind === "true" || verdict?.kind === "no-key") return true;
  return verdict?.kind === "changed" ? !verdict.body : undefined;
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
    const resolver = resolverOf(dns);
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
