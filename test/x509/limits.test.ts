import assert from "node:assert/strict";
import { test } from "node:test";
import { asciiBytes } from "../../core/canonical/encoding.ts";
import { dnsName, nameConstraints, subjectAltName } from "../../core/x509/make-extensions.ts";
import { implicit } from "../../core/x509/write-der.ts";
import { CA, type Holder, issue, LEAF, root, testKey, validate, verdict } from "./build.ts";

const numbered = (count: number, ending: string) => Array.from({ length: count }, (_, i) => dnsName(`n${i}.${ending}`));

test("many names times many constraints end as LIMIT, over all ways that are tried together", async () => {
  const key = testKey();
  const constrained = (count: number, ending: string) =>
    issue({ name: "Root", key, extensions: [...CA, nameConstraints([], numbered(count, ending))] });
  const named = async (count: number, anchor: Holder) =>
    issue({ name: "Leaf", extensions: [...LEAF, subjectAltName(...numbered(count, "good.example"))] }, anchor);
  const wide = await constrained(600, "bad.example");
  assert.equal(verdict(await validate(await named(600, wide), [], wide)), "LIMIT");
  const leaf = await named(60, wide);
  assert.equal(verdict(await validate(leaf, [], wide)), "valid");
  // Each of the same name and key forbids the leaf; the second is one too many to find that out.
  const anchors = await Promise.all([599, 600, 601].map((count) => constrained(count, "good.example")));
  const all = anchors.map((holder) => holder.certificate);
  assert.equal(verdict(await validate(leaf, [], wide, { anchors: all })), "NAME_CONSTRAINTS LIMIT LIMIT");
});

test("certificates that issue each other in circles end the search", async () => {
  const keys = Array.from({ length: 6 }, () => testKey());
  const anchor = await root();
  const holders = await Promise.all(keys.map((key, i) => issue({ name: `CA ${i}`, key, extensions: CA })));
  const circle: Holder[] = [];
  for (const holder of holders)
    for (const other of holders)
      if (holder !== other) circle.push(await issue({ name: holder.name, key: holder.key, extensions: CA }, other));
  const [top] = holders;
  assert.ok(top);
  const leaf = await issue({ name: "Leaf" }, top);
  const result = await validate(leaf, circle, anchor);
  assert.ok(result.kind === "invalid" && result.faults.some(({ code }) => code === "LIMIT"), verdict(result));
});

test("more certificates than anybody needs are not looked at", async () => {
  const anchor = await root();
  const leaf = await issue({ name: "Leaf" }, anchor);
  assert.equal(verdict(await validate(leaf, Array(201).fill(leaf), anchor)), "LIMIT");
  assert.equal(verdict(await validate(leaf, Array(200).fill(leaf), anchor)), "valid");
});

test("a chain of nine intermediates is too long, eight are not", async () => {
  const anchor = await root();
  const chain: Holder[] = [anchor];
  for (let i = 1; i <= 9; i++) chain.push(await issue({ name: `CA ${i}`, extensions: CA }, chain.at(-1)));
  const leafOf = (holder: Holder | undefined) => issue({ name: "Leaf" }, holder);
  assert.equal(verdict(await validate(await leafOf(chain[8]), chain.slice(1), anchor)), "valid");
  assert.match(verdict(await validate(await leafOf(chain[9]), chain.slice(1), anchor)), /PATH_LENGTH/);
  const one = chain.slice(1, 2);
  assert.equal(verdict(await validate(await leafOf(chain[1]), one, anchor, { maxIntermediates: 0 })), "PATH_LENGTH");
});

test("a name constraint that is malformed permits nothing", async () => {
  const odd = [
    implicit(1, asciiBytes("@")),
    implicit(2, asciiBytes(".example.org")),
    implicit(7, Uint8Array.of(1, 2, 3)),
  ];
  for (const base of odd) {
    const anchor = await root([...CA, nameConstraints([base], [])]);
    const names = [
      implicit(1, asciiBytes("a@example.org")),
      dnsName("a.example.org"),
      implicit(7, Uint8Array.of(1, 2, 3, 4)),
    ];
    const leaf = await issue({ name: "Leaf", extensions: [...LEAF, subjectAltName(...names)] }, anchor);
    assert.equal(verdict(await validate(leaf, [], anchor)), "NAME_CONSTRAINTS");
    const other = await root([...CA, nameConstraints([], [base])]);
    const below = await issue({ name: "Leaf", extensions: [...LEAF, subjectAltName(...names)] }, other);
    assert.equal(verdict(await validate(below, [], other)), "NAME_CONSTRAINTS");
  }
});
