import assert from "node:assert/strict";
import { test } from "node:test";
import { gmpKeyQuestion, gmpPolicyQuestion, readGmpKey, readStampPolicy } from "../../core/dns/records/gmp.ts";
import { txtOf } from "../../core/dns/records/txt.ts";
import { TEST_KEY } from "./published.ts";
import { NOW } from "./signer.ts";
import { bankWorld, look } from "./world.ts";

const P = await TEST_KEY;
const KEY = `v=GMP1; k=ed25519; p=${P}`;

/** Publishes TXT records, each a list of character-strings, under `a._gmp.one.bank.example` and reads the key. */
async function published(...records: readonly (readonly string[])[]) {
  const line = (strings: readonly string[]) =>
    `a._gmp.one.bank.example. IN TXT ${strings.map((s) => `"${s}"`).join(" ")}`;
  const { world } = await bankWorld(records.map(line));
  return readGmpKey(await look(world, "a._gmp.one.bank.example"), "one.bank.example", "a", NOW);
}

const fault = async (...records: readonly (readonly string[])[]) => {
  const read = await published(...records);
  return read.kind === "unusable" ? read.fault : read.kind;
};

test("G37: the one record of the version with k and p is a key, its strings joined, its bounds kept", async () => {
  const read = await published(
    [KEY.slice(0, 10), `${KEY.slice(10)}; nb=1700000000;`, " na=1900000000"],
    ["v=spf1 -all"],
  );
  assert.deepEqual(read, {
    kind: "found",
    value: {
      org_id: "one.bank.example",
      kid: "a",
      alg: "ed25519",
      key: P,
      proof: { how: "dnssec", at: NOW },
      notBefore: "2023-11-14T22:13:20Z",
      notAfter: "2030-03-17T17:46:40Z",
    },
  });
  const revoked = await published(["v=GMP1; k=ed25519; p="]);
  assert.deepEqual(revoked.kind === "found" && [revoked.value.status, revoked.value.key], ["compromised", ""]);
});

test("DNS-13: ambiguous, malformed and foreign TXT records are no key", async () => {
  assert.equal(await fault([KEY], [`${KEY}; x=1`]), "several");
  assert.equal(await fault([`${KEY}; p=${P}`]), "malformed");
  assert.equal(await fault([KEY.replace("v=GMP1", "V=GMP1")]), "absent");
  assert.equal(await fault([KEY.replace("GMP1", "GMP10")]), "absent");
  assert.equal(await fault([KEY.replace("GMP1", "gmp1")]), "absent");
  assert.equal(await fault([KEY.replace("k=", "K=")]), "malformed");
  assert.equal(await fault(["v=GMP1"], [`k=ed25519; p=${P}`]), "malformed");
  assert.equal(await fault(["v=GMP1; k=ed25519"]), "malformed");
  assert.equal(await fault([`v=GMP1; p=${P}`]), "malformed");
  assert.equal(await fault([KEY.replace("ed25519", "ed448")]), "unknown-algorithm");
  assert.equal(await fault([KEY.replace(P, `${P}A`)]), "malformed");
  assert.equal(await fault([KEY.replace(P, "AAAA")]), "weak");
  assert.equal(await fault([`${KEY}; nb=soon`]), "malformed");
  assert.equal(await fault([`${KEY}; na=1`]), "malformed");
  assert.equal(await fault([`x=1; ${KEY}`]), "absent");
  assert.equal(await fault([`${KEY}; future=1`]), "found");
});

test("DNS-07: a key that a wildcard made up is no key, and neither is a policy", async () => {
  const { world } = await bankWorld([
    `*._gmp.wide.bank.example. IN TXT "${KEY}"`,
    '*.wide.bank.example. IN TXT "v=GMP1; stamp=all"',
  ]);
  const key = readGmpKey(await look(world, "any._gmp.wide.bank.example"), "wide.bank.example", "any", NOW);
  assert.deepEqual(key, { kind: "unusable", fault: "wildcard" });
  const policy = readStampPolicy(await look(world, "_gmp.x.wide.bank.example"), "x.wide.bank.example");
  assert.notEqual(policy.kind, "found");
});

test("a policy says all or some, and nothing unproven is one", async () => {
  const { world } = await bankWorld([
    '_gmp.bank.example. IN TXT "v=GMP1; stamp=all"',
    '_gmp.two.bank.example. IN TXT "v=GMP1; stamp=ALL"',
  ]);
  assert.deepEqual(readStampPolicy(await look(world, "_gmp.bank.example"), "bank.example"), {
    kind: "found",
    value: { domain: "bank.example", stamp: "all" },
  });
  assert.deepEqual(readStampPolicy(await look(world, "_gmp.two.bank.example"), "two.bank.example"), {
    kind: "unusable",
    fault: "malformed",
  });
  assert.deepEqual(readStampPolicy(await look(world, "_gmp.three.bank.example"), "three.bank.example"), {
    kind: "absent",
  });
  assert.deepEqual(readStampPolicy(await look(world, "_gmp.shop.example"), "shop.example"), { kind: "unproven" });
});

test("questions and text", () => {
  assert.deepEqual(gmpKeyQuestion("bank.example", "2026a"), { name: "2026a._gmp.bank.example.", type: 16 });
  assert.deepEqual(gmpPolicyQuestion("bank.example"), { name: "_gmp.bank.example.", type: 16 });
  assert.equal(gmpPolicyQuestion("bank..example"), undefined);
  assert.equal(txtOf(Uint8Array.of(2, 0x61, 0x62, 1, 0x63)), "abc");
  assert.equal(txtOf(Uint8Array.of(3, 0x61)), undefined);
  assert.equal(txtOf(new Uint8Array()), undefined);
});
