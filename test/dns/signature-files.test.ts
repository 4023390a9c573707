import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { digestInput, readDnsKey, readDs } from "../../core/dns/dnskey.ts";
import { type RrSet, rrSet } from "../../core/dns/rrset.ts";
import { openSession } from "../../core/dns/session.ts";
import { verifySet } from "../../core/dns/verify-set.ts";
import { newWork } from "../../core/dns/work.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { WITH_LEGACY } from "./legacy-algorithms.ts";
import { record } from "./presentation.ts";
import { type Entry, readScenario } from "./rpl.ts";

const FOLDER = join(CORPUS, "dnssec", "unbound-signatures");
const [DS, DNSKEY] = [43, 48] as const;

function entriesOf(file: string): readonly Entry[] {
  const text = readFileSync(join(FOLDER, file), "utf8");
  return readScenario(`CONFIG_END\nRANGE_BEGIN 0 1\n${text}\nRANGE_END\n`).ranges[0]?.entries ?? [];
}

/** Algorithms of files nobody here can check: GOST and Ed448, which no browser has. */
const UNSPOKEN = new Set([12, 16]);

test(
  "the signature files: every entry verifies at its own date, or fails where it says so",
  needsCorpus(),
  async () => {
    let checked = 0;
    for (const file of readdirSync(FOLDER).filter((name) => name.startsWith("test_sig"))) {
      const [first, ...entries] = entriesOf(file);
      const keys = (first?.sections.ANSWER ?? [])
        .filter(({ type }) => type === DNSKEY)
        .map(({ data }) => readDnsKey(data));
      const known = keys.filter((key) => key !== undefined);
      if (known.some(({ algorithm }) => UNSPOKEN.has(algorithm))) {
        console.log(`${file}: skipped, algorithm ${known.map(({ algorithm }) => algorithm).join()}`);
        continue;
      }
      for (const { question, sections } of entries) {
        // "bogus." before the name says that a signature of the entry must fail.
        const bogus = question?.name.startsWith("bogus.") === true;
        const owner = sections.ANSWER[0]?.name;
        const set: RrSet | undefined = rrSet(sections.ANSWER, owner ?? ".", question?.type ?? 0);
        assert.ok(set, file);
        const failing: string[] = [];
        for (const signature of set.signatures) {
          const holds = async (data: readonly Uint8Array[]): Promise<boolean> => {
            const session = openSession(new Map(), signature.inception, { ...WITH_LEGACY, anchors: [] }, newWork());
            const one = { ...set, data, signatures: [signature] };
            return !("state" in (await verifySet(session, one, signature.signer, known)));
          };
          if (!(await holds(set.data)))
            failing.push(`${file} ${set.name} ${set.type} algorithm ${signature.algorithm}`);
          const changed: Uint8Array[] = set.data.map((data) =>
            Uint8Array.from(data, (octet, at) => (at === 0 ? octet ^ 1 : octet)),
          );
          assert.equal(await holds(changed), false, `${file} changed`);
          checked += 1;
        }
        if (bogus) assert.ok(failing.length > 0, `${file} ${set.name} should fail`);
        else assert.deepEqual(failing, []);
      }
    }
    assert.ok(checked >= 15, `${checked} signatures`);
  },
);

test("DS digests match the keys the DS files say, and no others", needsCorpus(), () => {
  for (const file of readdirSync(FOLDER).filter((name) => name.startsWith("test_ds"))) {
    for (const { question, sections } of entriesOf(file)) {
      const one = (type: number) => sections.ANSWER.find((found) => found.type === type);
      const key = readDnsKey(one(DNSKEY)?.data ?? new Uint8Array());
      const ds = readDs(one(DS)?.data ?? new Uint8Array());
      assert.ok(key && ds && question, file);
      const digest = WITH_LEGACY.digests.get(ds.digestType)?.(digestInput(one(DNSKEY)?.name ?? "", key));
      const same = ds.tag === key.tag && Buffer.from(digest ?? []).toString("hex") === ds.digest;
      assert.equal(same, question.name === "yes.", `${file} ${question.name}`);
    }
  }
});

test("the key of RFC 4034 section 5.4 has the tag and the digest printed there", () => {
  const key = record(
    "dskey.example.com. 86400 IN DNSKEY 256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==",
  );
  const read = readDnsKey(key.data);
  assert.ok(read);
  assert.equal(read.tag, 60485);
  const digest = WITH_LEGACY.digests.get(1)?.(digestInput(key.name, read)) ?? new Uint8Array();
  assert.equal(Buffer.from(digest).toString("hex"), "2bb183af5f22588179a53b0a98631fad1a292118");
});
