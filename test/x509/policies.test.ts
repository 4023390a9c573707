import assert from "node:assert/strict";
import { test } from "node:test";
import { extension } from "../../core/x509/make-extensions.ts";
import type { PolicyInputs } from "../../core/x509/policies.ts";
import { implicit, oid, sequence } from "../../core/x509/write-der.ts";
import { CA, issue, issueOctets, LEAF, root, testKey, validate, verdict } from "./build.ts";
import { code } from "./support.ts";

const [GOLD, SILVER, ANY] = ["1.2.3.1", "1.2.3.2", "2.5.29.32.0"] as const;

const policies = (...ids: readonly string[]) =>
  extension("2.5.29.32", false, sequence(...ids.map((id) => sequence(oid(id)))));
const mappings = (...pairs: readonly (readonly [string, string])[]) =>
  extension("2.5.29.33", true, sequence(...pairs.map(([from, to]) => sequence(oid(from), oid(to)))));
const constraints = (require?: number, inhibit?: number) => {
  const item = (number: number, skip?: number) => (skip === undefined ? [] : [implicit(number, Uint8Array.of(skip))]);
  return extension("2.5.29.36", true, sequence(...item(0, require), ...item(1, inhibit)));
};
const inhibitAny = (skip: number) => extension("2.5.29.54", true, Uint8Array.of(2, 1, skip));

test("X5-04: policies that are demanded must lead from the top to the leaf", async () => {
  const cases: readonly (readonly [string, readonly Uint8Array[], readonly Uint8Array[], PolicyInputs?])[] = [
    ["valid", [], []],
    ["valid", [policies(GOLD)], []],
    ["POLICY", [], [], { requireExplicit: true }],
    ["POLICY", [policies(GOLD)], [], { requireExplicit: true }],
    ["POLICY", [policies(GOLD)], [policies(SILVER)], { requireExplicit: true }],
    ["valid", [policies(GOLD)], [policies(GOLD, SILVER)], { requireExplicit: true }],
    ["valid", [policies(GOLD)], [policies(GOLD)], { requireExplicit: true, acceptable: [GOLD] }],
    ["POLICY", [policies(GOLD)], [policies(GOLD)], { requireExplicit: true, acceptable: [SILVER] }],
    ["POLICY", [policies(GOLD), constraints(0)], [policies(SILVER)]],
    ["valid", [policies(GOLD), constraints(0)], [policies(GOLD)]],
    ["valid", [policies(GOLD), constraints(2)], [policies(SILVER)]],
    ["POLICY", [policies(GOLD)], [policies(SILVER), constraints(0)]],
    ["valid", [policies(GOLD), mappings([GOLD, SILVER]), constraints(0)], [policies(SILVER)]],
    ["POLICY", [policies(GOLD), mappings([GOLD, SILVER]), constraints(0)], [policies(GOLD)]],
    [
      "POLICY",
      [policies(GOLD), mappings([GOLD, SILVER]), constraints(0)],
      [policies(SILVER)],
      { inhibitMapping: true },
    ],
    ["valid", [policies(ANY), constraints(0)], [policies(SILVER)]],
    ["POLICY", [policies(ANY), constraints(0)], [policies(SILVER)], { inhibitAny: true }],
    ["valid", [policies(GOLD), constraints(0)], [policies(ANY)]],
    ["POLICY", [policies(GOLD), constraints(0), inhibitAny(0)], [policies(ANY)]],
    ["valid", [policies(ANY)], [policies(ANY)], { requireExplicit: true, acceptable: [SILVER] }],
  ];
  const anchor = await root();
  for (const [at, [expected, above, below, inputs = {}]] of cases.entries()) {
    const middle = await issue({ name: "Middle", extensions: [...CA, ...above] }, anchor);
    const leaf = await issue({ name: "Leaf", extensions: [...LEAF, ...below] }, middle);
    assert.equal(verdict(await validate(leaf, [middle], anchor, { policies: inputs })), expected, `case ${at}`);
  }
});

test("X5-07: policy extensions that say nothing, or map anyPolicy, refuse the certificate", async () => {
  const bad = [
    policies(),
    policies(GOLD, GOLD),
    mappings(),
    mappings([ANY, GOLD]),
    mappings([GOLD, ANY]),
    constraints(),
    constraints(0x80),
    extension("2.5.29.36", true, sequence(implicit(0, Uint8Array.of(0, 1)))),
    extension("2.5.29.54", true, Uint8Array.of(2, 1, 0xff)),
    policies(...Array.from({ length: 257 }, (_, i) => `1.2.4.${i}`)),
  ];
  for (const extra of bad)
    assert.equal(code(await issueOctets({ name: "A", extensions: [...LEAF, extra] }, testKey())), "extension");
});

test("policies grow by their number, not by their ways", async () => {
  const many = Array.from({ length: 200 }, (_, i) => `1.2.4.${i}`);
  let issuer = await root();
  const anchor = issuer;
  const chain = [];
  for (let depth = 0; depth < 8; depth++) {
    const all = many.map((from, i) => [from, many[(i + 1) % many.length] ?? from] as const);
    const extensions = [...CA, policies(...many), mappings(...all)];
    issuer = await issue({ name: `CA ${depth}`, extensions }, issuer);
    chain.push(issuer);
  }
  const leaf = await issue({ name: "Leaf", extensions: [...LEAF, policies(...many)] }, issuer);
  assert.equal(verdict(await validate(leaf, chain, anchor, { policies: { requireExplicit: true } })), "valid");
});
