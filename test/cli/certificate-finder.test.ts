import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { certificateFinder } from "../../core/cli/certificate-finder.ts";
import { type AskedTree, askedTree } from "../lookup/tree.ts";
import { trustMe } from "../world/doh-front.ts";
import { treePrograms } from "../world/signed-tree.ts";
import { createWorld } from "../world/world.ts";

// Where a sender's certificate is, from zones that ldns signed and Knot serves.

const options = treePrograms();
const world = createWorld("certificate-finder");
after(() => world.end());
const ipp = (url: string) => `_ipp IN TXT "v=IPP1; t=url; url=${url}"`;
const now = () => Math.floor(Date.now() / 1000);

let asked: AskedTree;
before(async () => {
  if (options.skip !== undefined) return;
  asked = await askedTree(world, [
    { name: "signed.example.", lines: [ipp("https://keys.signed.example/ipp/")] },
    { name: "nothing.example." },
    { name: "plain.example.", lines: [ipp("https://keys.plain.example/ipp/")], signing: false },
  ]);
});

function finder(fetch: (url: URL) => Promise<string>) {
  const urls: string[] = [];
  const find = certificateFinder({
    ask: asked.ask,
    base: asked.tree.base,
    fetch: (url) => {
      urls.push(url.href);
      return fetch(url);
    },
  });
  return { find, urls };
}

test(
  "a certificate is fetched once, below the proven base of the domain or of the registrable one",
  options,
  async () => {
    const { find, urls } = finder(async () => "PEM");
    const certificates = { address: "a/b@mail.signed.example", pub: "PEM", anchor: "dnssec" };
    for (let i = 0; i < 2; i++) {
      const found = await find("a/b@mail.signed.example", now());
      assert.ok(found.kind === "found");
      assert.deepEqual({ ...found.certificates, since: 0 }, { ...certificates, since: 0 });
    }
    assert.deepEqual(urls, ["https://keys.signed.example/ipp/a%2Fb.pub"]);
  },
);

test("an unsigned zone and a proven absence prove nobody, and nobody there is asked", options, async () => {
  const { find, urls } = finder(async () => "PEM");
  assert.deepEqual(await find("a@plain.example", now()), { kind: "none" });
  assert.deepEqual(await find("a@nothing.example", now()), { kind: "none" });
  assert.deepEqual(urls, []);
});

test("an answer that is not proven, and a place that does not answer, are asked another time", options, async () => {
  const { find, urls } = finder(async () => {
    throw new Error("away");
  });
  assert.deepEqual(await find("a@signed.example", now()), { kind: "later" });
  assert.equal(urls.length, 1);
  asked.front.lie = trustMe;
  assert.deepEqual(await find("b@signed.example", now()), { kind: "later" });
  asked.front.lie = undefined;
  assert.equal(urls.length, 1);
});

test("many reports of one address ask once", options, async () => {
  const { find, urls } = finder(async () => "PEM");
  const at = now();
  const same = await Promise.all(Array.from({ length: 20 }, () => find("a@signed.example", at)));
  assert.ok(same.every(({ kind }) => kind === "found"));
  assert.equal(urls.length, 1);
});

test("whoever reports names the domain: it is not searched for without an end", async () => {
  let questions = 0;
  const ask = async () => {
    questions += 1;
    return "NO_CONNECTION" as const;
  };
  const find = certificateFinder({ ask, fetch: async () => "PEM" });
  const at = now();
  for (let i = 0; i < 60; i++) await find(`u${i}@victim.example`, at);
  const sixty = questions;
  assert.ok(sixty >= 60);
  for (let i = 60; i < 70; i++) assert.deepEqual(await find(`u${i}@victim.example`, at), { kind: "later" });
  assert.equal(questions, sixty);
  await find("a@other.example", at);
  await find("u61@victim.example", at + 60);
  assert.ok(questions > sixty + 1, "another domain, and a minute later");
});
