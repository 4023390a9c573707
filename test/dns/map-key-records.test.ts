import assert from "node:assert/strict";
import { test } from "node:test";
import { mapKeyQuestion, readMapKey } from "../../core/dns/records/map-key.ts";
import { kindOf, proven, TEST_KEY, txtData } from "./published.ts";

const P = await TEST_KEY;
const GOOD = `v=MAP1; usage=envelope; k=ed25519; p=${P}; nb=1700000000; na=`;

const read = (...texts: readonly string[]) => readMapKey(proven(...texts.map((text) => txtData(text))));

test("T14, MAP-09: one well-formed record that begins v=MAP1 is a key", () => {
  const record = { usage: "envelope", k: "ed25519", p: P, nb: 1700000000 };
  assert.deepEqual(read(GOOD), { kind: "found", value: record });
  assert.deepEqual(read("v=spf1 -all", GOOD, "v=MAP10; usage=envelope"), { kind: "found", value: record });
  assert.deepEqual(readMapKey(proven(txtData(GOOD.slice(0, 20), GOOD.slice(20)))), { kind: "found", value: record });
  assert.deepEqual(read("v=MAP1; usage=envelope; k=ed25519; p="), {
    kind: "found",
    value: { usage: "envelope", k: "ed25519", p: "" },
  });
  assert.equal(kindOf(read("v=MAP1; usage=later; k=x448; p=AAAA")), "found");
});

test("T14, DNS-13: no record, two, and a malformed one are no key", () => {
  for (const texts of [[], [` ${GOOD}`], [GOOD.replace("v=MAP1", "V=MAP1")], [GOOD.replace("MAP1", "MAP1x")]])
    assert.equal(kindOf(read(...texts)), "absent", JSON.stringify(texts));
  for (const texts of [
    [GOOD, GOOD.replace("envelope", "server")],
    [GOOD, "v=MAP1; x"],
  ])
    assert.equal(kindOf(read(...texts)), "several", JSON.stringify(texts));
  const bad = [
    "v=MAP1",
    GOOD.replace("; p=", "; P="),
    GOOD.replace(P, `${P.slice(0, -2)}==`),
    GOOD.replace(P, "AAAA"),
    GOOD.replace("usage=envelope", "usage="),
    GOOD.replace("nb=1700000000", "nb=-1"),
    GOOD.replace("k=ed25519", "k=ed25519; k=ed25519"),
  ];
  for (const text of bad) assert.equal(kindOf(read(text)), "malformed", text);
  assert.equal(kindOf(readMapKey({ ...proven(txtData(GOOD)), wildcard: true })), "wildcard");
  assert.equal(kindOf(readMapKey({ ...proven(txtData(GOOD)), state: "INSECURE" })), "unproven");
});

test("a MAPKEY is asked for at its own name", () => {
  assert.deepEqual(mapKeyQuestion("bank.example", "env1"), { name: "env1._mapkey.bank.example.", type: 16 });
  assert.equal(mapKeyQuestion("bank..example", "env1"), undefined);
});
