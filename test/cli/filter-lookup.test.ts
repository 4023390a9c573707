import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type SenderSearch, searchSender } from "../../core/cli/filter-lookup.ts";
import { metCertificates } from "../../core/ipp/pinned.ts";
import { type AskedTree, askedTree } from "../lookup/tree.ts";
import { captivePortal, forged, trustMe } from "../world/doh-front.ts";
import { treePrograms } from "../world/signed-tree.ts";
import { createWorld } from "../world/world.ts";
import { countersign } from "./command.ts";

// How `ipp filter` finds a sender's certificate, from zones that ldns signed and Knot serves.

const NEWS = "news@shop.example";
const folder = mkdtempSync(join(tmpdir(), "countersign-search-"));
const now = Math.floor(Date.now() / 1000);

async function published(name: string): Promise<string> {
  const key = join(folder, `${name}.key`);
  await countersign(["ipp", "keygen", "--address", NEWS, "--out", key]);
  const { code, err } = await countersign([
    "ipp",
    "publish",
    join(folder, name),
    "--url",
    "https://keys.shop.example/",
    "--key",
    key,
  ]);
  assert.equal(code, 0, err);
  return readFileSync(join(folder, name, "news.pub"), "utf8");
}

describe("searching for a sender", treePrograms(), () => {
  const world = createWorld("filter-lookup");
  let asked: AskedTree;
  let pub = "";
  before(async () => {
    asked = await askedTree(world, [
      { name: "shop.example.", lines: ['_ipp IN TXT "v=IPP1; t=url; url=https://keys.shop.example/"'] },
      { name: "none.example." },
    ]);
    pub = await published("one");
  });
  after(async () => {
    await world.end();
    rmSync(folder, { recursive: true, force: true });
  });

  function searching(change: Partial<SenderSearch> = {}) {
    const urls: string[] = [];
    const fetch = async (url: URL) => {
      urls.push(url.href);
      return pub;
    };
    return { urls, search: { ask: asked.ask, base: asked.tree.base, fetch, ...change } };
  }

  test("what the proven zone names is found, kept for an hour, and asked for again after it", async () => {
    const cache = join(folder, "cache", "below");
    const { urls, search } = searching({ cache });
    for (const at of [now, now + 60, now + 3600]) {
      const found = await searchSender(NEWS, at, search);
      assert.ok(found.kind === "found");
      assert.deepEqual(found.certificates, { address: NEWS, pub, anchor: "dnssec", since: at });
    }
    assert.deepEqual(urls, ["https://keys.shop.example/news.pub"]);
    await searchSender(NEWS, now + 3601, search);
    assert.equal(urls.length, 2);
    const [file = ""] = readdirSync(cache);
    writeFileSync(join(cache, file), "{");
    await searchSender(NEWS, now, search);
    assert.equal(urls.length, 3, "a broken copy is none");
  });

  test("X5-01: a key that the administrator keeps stays the one that counts, whatever is published now", async () => {
    const pinned = await metCertificates(undefined, {
      address: NEWS,
      pub: await published("two"),
      anchor: "dnssec",
      at: now,
    });
    assert.ok(pinned !== undefined);
    const found = await searchSender(NEWS, now, searching().search, pinned);
    assert.ok(found.kind === "found");
    assert.equal(found.certificates.pub, pinned.pub);
    assert.equal(found.certificates.changedTo?.pub, pub);
  });

  test("a resolver that lies, a login page, silence and a place that is away are another time, and nobody is asked further", async () => {
    for (const lie of [trustMe, captivePortal, forged("keys.shop", "evil.shop")]) {
      const { urls, search } = searching();
      asked.front.lie = lie;
      assert.deepEqual(await searchSender(NEWS, now, search), { kind: "later" });
      asked.front.lie = undefined;
      assert.deepEqual(urls, []);
    }
    const away = async () => {
      throw new Error("away");
    };
    assert.deepEqual(await searchSender(NEWS, now, searching({ fetch: away }).search), { kind: "later" });
    let questions = 0;
    const slow: SenderSearch["ask"] = async (question) => {
      questions += 1;
      await new Promise((done) => setTimeout(done, 30));
      return await asked.ask(question);
    };
    assert.equal((await searchSender(NEWS, now, searching({ ask: slow }).search)).kind, "found");
    const all = questions;
    questions = 0;
    assert.deepEqual(await searchSender(NEWS, now, searching({ ask: slow, patience: 1 }).search), { kind: "later" });
    assert.ok(questions > 0 && questions < all, `${questions} of ${all} questions after the time was over`);
  });

  test("what is proven not to be there, and what is no certificate of the address, is none", async () => {
    assert.deepEqual(await searchSender("a@none.example", now, searching().search), { kind: "none" });
    assert.deepEqual(await searchSender(NEWS, now, searching({ fetch: async () => "PEM" }).search), { kind: "none" });
    assert.deepEqual(await searchSender("other@shop.example", now, searching().search), { kind: "none" });
  });

  test("a folder that cannot be written is no reason to fail", async () => {
    mkdirSync(join(folder, "x"));
    writeFileSync(join(folder, "x", "file"), "");
    const { search } = searching({ cache: join(folder, "x", "file", "below") });
    assert.equal((await searchSender(NEWS, now, search)).kind, "found");
  });
});
