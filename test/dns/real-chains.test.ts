import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT_ANCHORS } from "../../core/dns/anchors.ts";
import { beforeRevocation, digestInput, readDnsKey, readDs } from "../../core/dns/dnskey.ts";
import { parseMessage, type Question, type ResourceRecord } from "../../core/dns/message.ts";
import { isAtOrBelow, readName } from "../../core/dns/names.ts";
import { uint16, uint32 } from "../../core/dns/octets.ts";
import { proofOf, recheck } from "../../core/dns/proof.ts";
import { PUBLIC_ROOT, questionKey, type TrustBase } from "../../core/dns/session.ts";
import { validate } from "../../core/dns/validate.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { compose } from "./compose.ts";
import { nameFrom, record } from "./presentation.ts";

const DNSSEC = join(CORPUS, "dnssec");
const RRSIG = 46;

/** Answers as a resolver would give them, made from a heap of records: each RRset with its signatures, NSEC beside. */
function answersFrom(records: readonly ResourceRecord[]): Map<string, Uint8Array> {
  const denials = records.filter(
    ({ type, data }) => [47, 50].includes(type) || (type === RRSIG && [47, 50].includes(uint16(data, 0))),
  );
  const questions = new Map<string, Question>();
  for (const { name, type } of records) if (type !== RRSIG) questions.set(questionKey({ name, type }), { name, type });
  return new Map(
    [...questions].map(([key, question]) => {
      const own = ({ name, type, data }: ResourceRecord) =>
        name === question.name && (type === question.type || (type === RRSIG && uint16(data, 0) === question.type));
      return [key, compose(question, { answer: records.filter(own), authority: denials })];
    }),
  );
}

interface Chain {
  readonly records: readonly string[];
  readonly valid_from: number;
  readonly valid_until: number;
}

const chains = [
  ["mattcorallo-txt", "matt.user._bitcoin-payment.mattcorallo.com", false],
  ["bitcoin-ninja-nsec-wildcard", "asdf.wildcard_test.nsec_tests.dnssec_proof_tests.bitcoin.ninja", true],
] as const;

function chainOf(file: string): Chain {
  return JSON.parse(readFileSync(join(DNSSEC, "real-chains", `${file}.json`), "utf8"));
}

for (const [file, domain, wildcard] of chains) {
  test(`a recorded chain from the root is secure exactly inside its dates (${file})`, needsCorpus(), async () => {
    const chain = chainOf(file);
    const answers = answersFrom(chain.records.map(record));
    const question = { name: nameFrom(domain), type: 16 };
    const at = async (now: number) => await validate(question, answers, now);
    const inside = await at(chain.valid_from);
    assert.deepEqual(
      [inside.state, inside.code, inside.wildcard],
      ["SECURE", "PROVEN", wildcard],
      JSON.stringify(inside.at),
    );
    assert.equal((await at(chain.valid_until)).state, "SECURE");
    assert.equal(inside.until, chain.valid_until);
    const early = await at(chain.valid_from - 1);
    const late = await at(chain.valid_until + 1);
    assert.deepEqual([early.state, early.code], ["BOGUS", "SIGNATURE_EARLY"]);
    assert.deepEqual([late.state, late.code], ["BOGUS", "SIGNATURE_EXPIRED"]);
  });

  test(
    `a recorded chain without any one record, or with one octet changed, proves nothing (${file})`,
    needsCorpus(),
    async () => {
      const chain = chainOf(file);
      const records = chain.records.map(record);
      const question = { name: nameFrom(domain), type: 16 };
      for (const [index, dropped] of records.entries()) {
        const without = records.filter((_, other) => other !== index);
        const { state, code } = await validate(question, answersFrom(without), chain.valid_from);
        assert.match(state, /^(BOGUS|INDETERMINATE)$/, `dropped ${dropped.name} ${dropped.type}: ${state} ${code}`);
        for (const at of [0, dropped.data.length >> 1, dropped.data.length - 1]) {
          const data = Uint8Array.from(dropped.data);
          data[at] = (data[at] ?? 0) ^ 1;
          const changed = records.map((old, other) => (other === index ? { ...old, data } : old));
          const result = await validate(question, answersFrom(changed), chain.valid_from);
          assert.match(
            result.state,
            /^(BOGUS|INDETERMINATE)$/,
            `changed ${dropped.name} ${dropped.type} at ${at}: ${result.state} ${result.code}`,
          );
        }
      }
    },
  );

  test(
    `a proof is a value: saved as text it proves the same again, and nothing once its time is over (${file})`,
    needsCorpus(),
    async () => {
      const chain = chainOf(file);
      const answers = answersFrom(chain.records.map(record));
      const question = { name: nameFrom(domain), type: 16 };
      const lookup = await validate(question, answers, chain.valid_from);
      const proof = proofOf(lookup, answers, chain.valid_from);
      assert.ok(proof);
      const saved = JSON.parse(JSON.stringify(proof));
      assert.deepEqual(await recheck(saved, chain.valid_from), lookup);
      assert.equal((await recheck(saved, proof.until + 1)).state, "BOGUS");
      const cut = { ...saved, responses: saved.responses.slice(1) };
      assert.equal((await recheck(cut, chain.valid_from)).state, "INDETERMINATE");
    },
  );
}

test("the chain of RFC 9102 appendix A.1 is secure under its own root", needsCorpus(), async () => {
  const file = JSON.parse(readFileSync(join(DNSSEC, "real-chains", "rfc9102-example.json"), "utf8"));
  const octets = Uint8Array.from(Buffer.from(file.authentication_chain_hex, "hex"));
  const records: ResourceRecord[] = [];
  for (let at = 0; at < octets.length; ) {
    const owner = readName(octets, at, false);
    assert.ok(owner);
    const end = owner.end + 10 + uint16(octets, owner.end + 8);
    const data = octets.slice(owner.end + 10, end);
    records.push({ name: owner.name, type: uint16(octets, owner.end), ttl: uint32(octets, owner.end + 4), data });
    at = end;
  }
  const ds = readDs(record(file.trust_anchor).data);
  assert.ok(ds);
  const base: TrustBase = { ...PUBLIC_ROOT, anchors: [{ zone: ".", ...ds, from: 0 }] };
  const question = { name: nameFrom("_443._tcp.www.example.com"), type: 52 };
  const answers = answersFrom(records);
  const now = Date.UTC(2019, 0, 1) / 1000;
  const lookup = await validate(question, answers, now, base);
  assert.deepEqual([lookup.state, lookup.chain.map(({ zone }) => zone)], ["SECURE", [".", "com.", "example.com."]]);
  assert.deepEqual(
    lookup.records.map((data) => Buffer.from(data).toString("hex")),
    [record(file.expected_rrset).data].map((data) => Buffer.from(data).toString("hex")),
  );
  assert.equal((await validate(question, answers, now)).code, "ANCHOR_UNKNOWN");
  assert.equal((await validate({ name: question.name, type: 16 }, answers, now, base)).code, "WANTED");
  assert.ok([...answers.values()].every((message) => parseMessage(message) !== undefined));
  assert.ok(records.every(({ name }) => isAtOrBelow(name, ".")));
});

test("the anchors shipped are the digests of the root keys others ship", needsCorpus(), () => {
  for (const { tag, digest } of ROOT_ANCHORS) {
    const key = readFileSync(join(DNSSEC, "hickory", "src", "dnssec", "roots", `${tag}.rsa`));
    const read = readDnsKey(Uint8Array.from([1, 1, 3, 8, ...key]));
    assert.ok(read);
    assert.equal(read.tag, tag);
    const computed = PUBLIC_ROOT.digests.get(2)?.(digestInput(".", read)) ?? new Uint8Array();
    assert.equal(Buffer.from(computed).toString("hex"), digest);
    assert.equal(beforeRevocation(read), undefined);
  }
});
