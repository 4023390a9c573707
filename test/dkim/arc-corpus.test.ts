import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { verify } from "../../core/verify.ts";
import { needsCorpus } from "../corpus.ts";
import { corpusMails, corpusText } from "../message/corpus-mails.ts";
import { chainOf, keysOf } from "./arc-corpus.ts";
import { mailOf, RUN_AT, recordedDns, resolverOf } from "./corpus.ts";
import { digestOf, reviewed } from "./corpus-differs.ts";
import { knowing, octets } from "./support.ts";

interface ArcSuite {
  readonly tests: Readonly<Record<string, { readonly message: string; readonly cv: string }>>;
  readonly "txt-records": Readonly<Record<string, string>>;
}

interface OutsideDkim {
  readonly arc: object;
}
const outside = createRequire(import.meta.url);
const { dkimVerify }: { dkimVerify(message: Buffer, options: object): Promise<OutsideDkim> } =
  outside("mailauth/lib/dkim/verify.js");
const { arc }: { arc(data: object, options: object): Promise<{ readonly status: { readonly result: string } }> } =
  outside("mailauth/lib/arc/index.js");

/** What mailauth says: pass, fail or none. */
async function mailauthSays(bytes: Uint8Array, dns: ReadonlyMap<string, string>): Promise<string> {
  const resolver = resolverOf(dns);
  const { arc: data } = await dkimVerify(Buffer.from(bytes), { resolver, curTime: new Date(RUN_AT * 1000) });
  return (await arc(data, { resolver })).status.result;
}

/** The cases of the outside suite, with CRLF line ends and the keys that go with them. */
function suiteCases() {
  const text = corpusText("dkim-arc/arc-test-suite/arc-draft-validation-tests.json");
  const suites = JSON.parse(text) as readonly ArcSuite[];
  return suites.flatMap(({ tests, "txt-records": records }) =>
    Object.values(tests).map(({ message, cv }) => ({
      bytes: octets(message.replace(/\r?\n/g, "\r\n")),
      expected: cv.toLowerCase(),
      dns: new Map(Object.entries(records)),
    })),
  );
}

test(
  "AR-12: the ARC suite as information: our answer is the suite's, and no case earns a badge",
  needsCorpus(),
  async () => {
    const count = { agree: 0, differ: 0, skipped: 0 };
    const mailauth = { agree: 0, onlyOurs: 0, onlyTheirs: 0 };
    const differs: string[] = [];
    for (const { bytes, expected, dns } of suiteCases()) {
      const keys = keysOf(dns);
      const passes = (await chainOf(bytes, keys))?.kind === "true";
      // The suite leaves the answer open for a chain whose own sealer says that it is broken.
      if (expected === "") count.skipped++;
      else if (passes === (expected === "pass")) count.agree++;
      else {
        count.differ++;
        differs.push(digestOf(bytes));
      }
      if (passes === ((await mailauthSays(bytes, dns)) === "pass")) mailauth.agree++;
      else mailauth[passes ? "onlyOurs" : "onlyTheirs"]++;
      const { badge, axes } = await verify(bytes, knowing(keys), nobleEngine);
      assert.ok(["NONE", "CAUTION", "UNCHECKED"].includes(badge) && axes.transport === "none", `${badge} ${expected}`);
    }
    console.log(`ARC suite: ${JSON.stringify(count)}; against mailauth ${JSON.stringify(mailauth)}`);
    reviewed("arc", differs);
    assert.equal(mailauth.onlyOurs, 0);
    assert.ok(count.agree >= 82, JSON.stringify(count));
  },
);

test(
  "AR-12: over every mail of the corpus with ARC fields, ours passes nothing that mailauth refuses",
  needsCorpus(),
  async () => {
    const dns = recordedDns();
    const keys = keysOf(dns);
    const count = { mails: 0, bothPass: 0, neitherPasses: 0, onlyMailauth: 0, onlyOurs: 0, without: 0 };
    for (const folder of ["dkim-arc", "mime", "attack-mail", "authres"])
      for (const { file } of corpusMails(folder)) {
        const bytes = mailOf(file);
        if (!/^ARC-Seal[ \t]*:/im.test(Buffer.from(bytes).toString("latin1"))) continue;
        count.mails++;
        const chain = await chainOf(bytes, keys);
        const ours = chain?.kind === "true";
        const theirs = (await mailauthSays(bytes, dns)) === "pass";
        if (chain?.kind === "open") count.without++;
        if (ours && theirs) count.bothPass++;
        else if (ours) count.onlyOurs++;
        else if (theirs) count.onlyMailauth++;
        else count.neitherPasses++;
      }
    console.log(`ARC of the corpus against mailauth ("without": no key recorded): ${JSON.stringify(count)}`);
    assert.equal(count.onlyOurs, 0);
    assert.equal(count.onlyMailauth, 0);
    assert.ok(count.bothPass >= 1 && count.mails >= 10, JSON.stringify(count));
  },
);
