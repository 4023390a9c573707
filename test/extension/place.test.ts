import assert from "node:assert/strict";
import { test } from "node:test";
import { isOutgoing, placeOf } from "../../extension/thunderbird/place.ts";

const ACCOUNTS = [
  { id: "account1", type: "imap" },
  { id: "account2", type: "local" },
  { id: "account3", type: "pop3" },
  { id: "account4", type: "rss" },
  { id: "account5", type: "nntp" },
] as unknown as Parameters<typeof placeOf>[1];

const inFolder = (
  accountId: string,
  ...specialUse: ("inbox" | "sent" | "drafts" | "templates" | "outbox" | "archives")[]
) => ({
  external: false,
  folder: { accountId, path: "/x", specialUse },
});

test("ACQ-14: what is opened from disk or from inside a message came by no account", () => {
  assert.deepEqual(placeOf({ external: true }, ACCOUNTS), { kind: "mail", origin: "file", store: "file" });
  // Even if it says that it lies somewhere.
  assert.deepEqual(placeOf({ ...inFolder("account1"), external: true }, ACCOUNTS), {
    kind: "mail",
    origin: "file",
    store: "file",
  });
});

test("ACQ-14: Local Folders and unknown accounts give no credit for delivery", () => {
  assert.deepEqual(placeOf(inFolder("account2"), ACCOUNTS), { kind: "mail", origin: "local", store: "local" });
  assert.deepEqual(placeOf(inFolder("account9"), ACCOUNTS), { kind: "mail", origin: "local", store: "local" });
});

test("mail in an account is known by that account, and by how it is stored", () => {
  assert.deepEqual(placeOf(inFolder("account1", "inbox"), ACCOUNTS), {
    kind: "mail",
    origin: "account",
    accountId: "account1",
    store: "imap",
  });
  assert.deepEqual(placeOf(inFolder("account3"), ACCOUNTS), {
    kind: "mail",
    origin: "account",
    accountId: "account3",
    store: "local",
  });
});

test("feeds and newsgroups are no mail", () => {
  assert.deepEqual(placeOf(inFolder("account4"), ACCOUNTS), { kind: "not-mail" });
  assert.deepEqual(placeOf(inFolder("account5"), ACCOUNTS), { kind: "not-mail" });
});

test("own outgoing mail is known by the folder's use, never by its name, and not from outside", () => {
  for (const use of ["sent", "drafts", "templates", "outbox"] as const)
    assert.equal(isOutgoing(inFolder("account1", use)), true);
  assert.equal(isOutgoing(inFolder("account1", "inbox")), false);
  assert.equal(isOutgoing(inFolder("account1", "archives")), false);
  assert.equal(isOutgoing({ external: false, folder: { accountId: "account1", path: "/Sent", name: "Sent" } }), false);
  assert.equal(isOutgoing({ ...inFolder("account1", "sent"), external: true }), false);
});
