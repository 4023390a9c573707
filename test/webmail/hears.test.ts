import assert from "node:assert/strict";
import { test } from "node:test";
import { hear, type Sender } from "../../extension/webmail/hears.ts";
import { MOST } from "../../extension/webmail/wire.ts";

const SITE = "https://webmail.home.example";
const ears = {
  ownId: "own",
  ownUrl: "chrome-extension://own/",
  siteOf: async (address: string) => (new URL(address).origin === SITE ? { origin: SITE, addresses: [] } : undefined),
};
const ref = { id: "3/INBOX", token: "t", from: "a@b.example", subject: "s" };
const said = { countersign: "shown", adapter: "roundcube", account: "", messages: [ref] };
const script: Sender = { id: "own", url: `${SITE}/?_task=mail`, frameId: 0, tab: { id: 7 } };
const page: Sender = { id: "own", url: "chrome-extension://own/ui/popup.html" };

const heard = async (message: unknown, sender: Sender) => (await hear(message, sender, ears))?.by;

test("EXT-04: one verb from the top frame of an enabled site, wishes from own pages, and nothing else", async () => {
  assert.equal(await heard(said, script), "site");
  const marked = { ...ref, conversation: true, cut: true, own: true };
  assert.equal(await heard({ ...said, messages: [marked] }, script), "site");
  assert.equal(await heard({ countersign: "changed" }, page), "page");
  for (const sender of [
    { ...script, id: "other" },
    { ...script, frameId: 3 },
    { ...script, frameId: undefined },
    { ...script, tab: undefined },
    { ...script, url: undefined },
    { ...script, url: "about:blank" },
  ])
    assert.equal(await heard(said, sender), undefined, JSON.stringify(sender));
});

test("EXT-10: only the exact origin is a site: no look-alike, no other port, no other scheme, no name below", async () => {
  for (const url of [
    "https://webrnail.home.example/",
    "https://webmail.home.example:8443/",
    "http://webmail.home.example/",
    "https://webmail.home.example.evil.example/",
    "https://a.webmail.home.example/",
  ])
    assert.equal(await heard(said, { ...script, url }), undefined, url);
});

test("EXT-05: a content script that was taken over gets none of the pages' wishes, and no other verb", async () => {
  for (const countersign of [
    "changed",
    "check",
    "again",
    "name",
    "forget",
    "trust",
    "decrypt",
    "report",
    "export",
    "fetch",
  ])
    for (const more of [{}, { tabId: 7, messageId: 1, origin: SITE, url: SITE }])
      assert.equal(await heard({ countersign, ...more }, script), undefined, countersign);
});

test("EXT-04: what is said has exactly the one form", async () => {
  for (const message of [
    undefined,
    null,
    "shown",
    [],
    { ...said, more: 1 },
    { ...said, adapter: 1 },
    { ...said, account: null },
    { ...said, messages: {} },
    { ...said, messages: [{ ...ref, id: "" }] },
    { ...said, messages: [{ ...ref, id: 3 }] },
    { ...said, messages: [{ ...ref, url: "https://evil.example" }] },
    { ...said, messages: [{ ...ref, from: 1 }] },
    { ...said, messages: [{ ...ref, own: 1 }] },
    { ...said, messages: [{ ...ref, cut: false }] },
    { ...said, messages: [{ ...ref, place: true }] },
    { ...said, messages: [{ ...ref, subject: "x".repeat(20_001) }] },
    { ...said, messages: Array.from({ length: MOST + 1 }, () => ref) },
  ])
    assert.equal(await heard(message, script), undefined, JSON.stringify(message)?.slice(0, 80));
});
