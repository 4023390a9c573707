import assert from "node:assert/strict";
import { test } from "node:test";
import { rrSet } from "../../core/dns/rrset.ts";
import { questionKey } from "../../core/dns/session.ts";
import type { Response } from "./compose.ts";
import { record } from "./presentation.ts";
import { keyOf, makeKey, signSet, signZone, worldOf, type ZoneKey } from "./signer.ts";
import { bankWorld, delegation, honest, look, TXT, told } from "./world.ts";

const [CNAME, DNAME, DS] = [5, 39, 43] as const;
const WWW = { name: "www.bank.example.", type: TXT };
const lie = (question: { name: string; type: number }, response: Response) =>
  new Map([[questionKey(question), response]]);

test("DNS-10: weak algorithms, digests and keys", async () => {
  const root = await makeKey(".", 15);
  const rsa = await makeKey("weak.", 8);
  const modulus = rsa.record.data.subarray(8);
  const exponentOne = keyOf("weak.", 8, Uint8Array.of(1, 1, ...modulus), 257, async (octets) =>
    octets.subarray(0, 256),
  );
  const short = keyOf(
    "weak.",
    8,
    Uint8Array.of(3, 1, 0, 1, ...modulus.subarray(0, 64)),
    257,
    async () => new Uint8Array(64),
  );
  const sha1 = keyOf("weak.", 5, rsa.record.data.subarray(4), 257, rsa.sign);
  const good = await makeKey("weak.", 15);
  const under = async (key: ZoneKey, lines: readonly string[]) => {
    const zones = [await signZone(".", lines, root), await signZone("weak.", ['weak. IN TXT "x"'], key)];
    return told(await look(worldOf(root, zones), "weak"));
  };
  assert.equal(await under(good, delegation(good)), "SECURE PROVEN");
  assert.equal(await under(exponentOne, delegation(exponentOne)), "BOGUS KEY_WEAK");
  assert.equal(await under(short, delegation(short)), "BOGUS KEY_WEAK");
  assert.equal(await under(sha1, delegation(sha1)), "INSECURE ALGORITHM_UNSUPPORTED");
  assert.equal(await under(good, delegation(good, [1])), "INSECURE ALGORITHM_UNSUPPORTED");
  // The strongest digest alone counts: a broken SHA-384 is not saved by a true SHA-256 beside it, SHA-1 beside is nothing.
  const broken = delegation(good, [4]).map((line) => line.replace(/..$/, (end) => (end === "00" ? "01" : "00")));
  assert.equal(await under(good, [...delegation(good), ...broken]), "BOGUS KEY_MISSING");
  const wrongSha1 = delegation(good, [1]).map((line) => line.replace(/..$/, (end) => (end === "00" ? "01" : "00")));
  assert.equal(await under(good, [...delegation(good), ...wrongSha1]), "SECURE PROVEN");
  for (const algorithm of [8, 10, 13, 14, 15] as const) {
    const key = await makeKey("weak.", algorithm);
    assert.equal(await under(key, delegation(key, [2, 4])), "SECURE PROVEN", `${algorithm}`);
  }
});

test("DNS-11: signers outside the zone, a parent's denial for a child, aliases into the unsigned, loops", async () => {
  const bank = await bankWorld();
  const { world } = bank;
  const forged = rrSet([record('www.bank.example. IN TXT "forged"')], WWW.name, TXT);
  assert.ok(forged);
  const sister = await makeKey("shop.example.", 15);
  const by = async (key: ZoneKey, signer: string) => {
    const answer = [record('www.bank.example. IN TXT "forged"'), await signSet(forged, key, { signer })];
    return told(await look(world, "www.bank.example", { lies: lie(WWW, { answer }) }));
  };
  assert.equal(await by(sister, "shop.example."), "INDETERMINATE SIGNATURE_MISSING");
  assert.equal(await by(sister, "www.bank.example."), "BOGUS SIGNER_NOT_ZONE");
  assert.equal(await by(sister, "bank.example."), "BOGUS KEY_MISSING");

  // The parent's NSEC at the cut has no TXT, and no name below it: it may not say so about the child.
  const parental = { rcode: 3, authority: bank.zone("example.").nsecFor("bank.example.") };
  assert.equal(
    told(await look(world, "www.bank.example", { lies: lie(WWW, parental) })),
    "INDETERMINATE DENIAL_MISSING",
  );
  const apex = { name: "bank.example.", type: TXT };
  assert.equal(told(await look(world, "bank.example", { lies: lie(apex, parental) })), "INDETERMINATE DENIAL_MISSING");
  // Nor may the child deny its own DS.
  const childish = { authority: bank.zone("bank.example.").nsecFor("bank.example.") };
  const ds = { name: "bank.example.", type: DS };
  assert.equal((await look(world, "www.bank.example", { lies: lie(ds, childish) })).state, "INDETERMINATE");

  assert.equal(told(await look(world, "alias.bank.example")), "SECURE PROVEN");
  assert.equal(told(await look(world, "out.bank.example")), "INSECURE DELEGATION_INSECURE");
  assert.equal(told(await look(world, "loop.bank.example")), "BOGUS ALIAS_LIMIT");
  const moved = { answer: [record("alias.bank.example. IN CNAME evil.bank.example.")] };
  const alias = { name: "alias.bank.example.", type: TXT };
  assert.equal((await look(world, "alias.bank.example", { lies: lie(alias, moved) })).state, "INDETERMINATE");
  assert.ok(honest(bank, "bank.example.", { name: alias.name, type: CNAME }).answer);
});

test("DNS-11: at most eight aliases are followed, and a DNAME is one", async () => {
  const steps = Array.from(
    { length: 10 },
    (_, index) => `c${index}.bank.example. IN CNAME c${index + 1}.bank.example.`,
  );
  const { world, zone } = await bankWorld([
    ...steps,
    'c10.bank.example. IN TXT "end"',
    "old.bank.example. IN DNAME bank.example.",
  ]);
  assert.equal(told(await look(world, "c2.bank.example")), "SECURE PROVEN");
  assert.equal(told(await look(world, "c1.bank.example")), "BOGUS ALIAS_LIMIT");
  const answer = [
    ...zone("bank.example.").set("old.bank.example.", DNAME),
    record("www.old.bank.example. IN CNAME evil.shop.example."),
  ];
  const through = await look(world, "www.old.bank.example", {
    lies: lie({ name: "www.old.bank.example.", type: TXT }, { answer }),
  });
  assert.deepEqual([told(through), through.aliases], ["SECURE PROVEN", ["www.bank.example."]]);
});

test("DNS-12: records of other names and sections are never used", async () => {
  const bank = await bankWorld();
  const extra = [record('www.bank.example. IN TXT "forged"'), record('other.example. IN TXT "forged"')];
  const real = honest(bank, "bank.example.", WWW).answer ?? [];
  const answers: readonly Response[] = [
    { answer: real, additional: extra },
    { answer: real, authority: extra },
    { answer: [...real, ...extra.slice(1)] },
  ];
  for (const response of answers) {
    const { state, records } = await look(bank.world, "www.bank.example", { lies: lie(WWW, response) });
    assert.deepEqual([state, records.length], ["SECURE", 1]);
  }
  const onlyAdditional = await look(bank.world, "www.bank.example", { lies: lie(WWW, { additional: real }) });
  assert.equal(onlyAdditional.state, "INDETERMINATE");
});
