import assert from "node:assert/strict";
import { test } from "node:test";
import type { LedgerEntry } from "../../core/knowledge.ts";
import { MAX_LEDGER_PER_ORG } from "../../core/limits.ts";
import {
  check,
  edit,
  knowing,
  knowingKey,
  mail,
  ORG,
  octets,
  record,
  STAMPED,
  signedAnyway,
  stamped,
  text,
  verdict,
} from "./support.ts";

const DAY = 86_400;

test("GMR-09: an old stamp over a new message fits neither header nor body", async () => {
  const one = text(await stamped(mail()));
  const two = text(await stamped(mail({ Subject: "Another" }, "Other text.\r\n")));
  const stampOf = (whole: string) => /X-GuardMail-Stamp:.*?\r\n(?=[A-Z])/s.exec(whole)?.[0] ?? "";
  const glued = octets(two.replace(stampOf(two), () => stampOf(one)));
  assert.equal(await verdict(glued), "TAMPERED tampered HDR BODY");
  const swappedBody = octets(`${one.split("\r\n\r\n")[0]}\r\n\r\nOther text.\r\n`);
  assert.equal(await verdict(swappedBody), "TAMPERED tampered BODY");
});

test("ACQ-03: two messages with one Message-ID are judged each by its own octets", async () => {
  const genuine = await stamped(mail());
  const forged = edit(genuine, "1 000", "9 000");
  assert.equal(await verdict(genuine), "VALID valid");
  assert.equal(await verdict(forged), "TAMPERED tampered BODY");
  assert.equal(await verdict(genuine), "VALID valid");
});

test("GMR-10: a genuine message shown to somebody it was not addressed to is never VERIFIED", async () => {
  const bytes = await stamped(mail({ Cc: "Team: dave@example.net, <Erin@Example.NET>;" }));
  const as = (address: string, changes = {}) =>
    verdict(bytes, knowing({ account: { addresses: [address], authserv: [] }, ...changes }));
  const elsewhere = "VALID valid-caution NOT_ADDRESSED_TO_YOU";
  assert.equal(await as("carol@example.net"), elsewhere);
  assert.equal(await as("BOB@example.net"), "VALID valid");
  assert.equal(await as("erin@example.net"), "VALID valid");
  assert.equal(await as("bob+x@example.net"), elsewhere);
  assert.equal(await as("bob@net"), elsewhere);
  assert.equal(await as("carol@example.net", { trust: [record({ acceptBcc: true })] }), "VALID valid");
  const plus = await stamped(mail({ To: "bob+shop@example.net" }));
  assert.equal(await verdict(plus), elsewhere);
  const withPlus = knowing({ account: { addresses: ["bob+*@example.net"], authserv: [] } });
  assert.equal(await verdict(plus, withPlus), "VALID valid");
  const { account: _, ...nobody } = knowing();
  assert.equal(await verdict(bytes, nobody), elsewhere);
});

test("GMR-10: an address in a display name, a comment or an unsigned field is not addressed", async () => {
  const to = '"bob@example.net" <carol@example.net> (bob@example.net)';
  const bytes = edit(await stamped(mail({ To: to })), "From:", "Delivered-To: bob@example.net\r\nFrom:");
  assert.match(await verdict(bytes), /NOT_ADDRESSED_TO_YOU/);
});

test("GMR-11: late, early and differently dated stamps are CAUTION, at the exact second (G33)", async () => {
  const bytes = await stamped(mail());
  const seen = (firstSeen: number) => verdict(bytes, knowing({ firstSeen, now: STAMPED + 60 * DAY }));
  assert.equal(await seen(STAMPED + 7 * DAY), "VALID valid");
  assert.equal(await seen(STAMPED + 7 * DAY + 1), "VALID valid-caution STALE");
  assert.equal(await seen(STAMPED - 600), "VALID valid");
  assert.equal(await seen(STAMPED - 601), "VALID valid-caution FUTURE");
  const { firstSeen: _, ...unknown } = knowing({ now: STAMPED + 60 * DAY });
  assert.equal(await verdict(bytes, unknown), "VALID valid");
  assert.equal(await verdict(bytes, { ...unknown, now: STAMPED - 601 }), "VALID valid-caution FUTURE");
});

test("GMR-11: Date and ts lie within a day of each other (G33, H09)", async () => {
  const dated = async (date: string | undefined) => verdict(await signedAnyway(mail({ Date: date })));
  const mismatch = "VALID valid-caution DATE_MISMATCH";
  assert.equal(await dated("Sun, 22 Nov 2026 20:01:43 +0000"), "VALID valid");
  assert.equal(await dated("Sun, 22 Nov 2026 20:01:44 +0000"), mismatch);
  assert.equal(await dated("Fri, 20 Nov 2026 22:01:43 +0200"), "VALID valid");
  assert.equal(await dated("Fri, 20 Nov 2026 22:01:42 +0200"), mismatch);
  assert.equal(await dated("Mon, 21 Nov 2026 (noon) 20:01:43 GMT"), "VALID valid");
  for (const odd of [undefined, "2026-11-21T20:01:43Z", "Sat, 31 Nov 2026 20:01:43 +0000", "yesterday"])
    assert.equal(await dated(odd), mismatch, odd);
});

test("GMR-22: another or a missing policy_id is CAUTION where the record lists policies (G58)", async () => {
  const listed = knowing({ trust: [record({ policies: ["strict"] })] });
  const unknown = "VALID valid-caution POLICY_UNKNOWN";
  assert.equal(await verdict(await stamped(mail(), { policyId: "strict" }), listed), "VALID valid");
  assert.equal(await verdict(await stamped(mail(), { policyId: "weak" }), listed), unknown);
  assert.equal(await verdict(await stamped(mail()), listed), unknown);
  assert.equal(await verdict(await stamped(mail(), { policyId: "weak" })), "VALID valid");
  const lowered = edit(await stamped(mail(), { policyId: "strict" }), "policy_id=strict", "policy_id=weak");
  assert.equal(await verdict(lowered, listed), "TAMPERED tampered SIG_INVALID");
});

test("a rid given to two messages is TAMPERED, the same message again is not (1.6, G38)", async () => {
  const first = await stamped(mail());
  const entry = (await check(first)).observations.rid;
  assert.ok(entry);
  const seen = knowing({ ledger: [entry] });
  assert.equal(await verdict(first, seen), "VALID valid");
  const second = await stamped(mail({ Subject: "Other" }));
  assert.equal(await verdict(second, seen), "TAMPERED tampered RID_REUSED");
  assert.equal((await check(second, seen)).observations.rid, undefined);
  assert.equal(await verdict(second, knowingKey({}, { ledger: [entry] })), "UNTRUSTED known-key RID_REUSED");
});

test("the ledger hears only of stamps whose signature and hashes hold (G38)", async () => {
  const bytes = await stamped(mail());
  assert.equal((await check(edit(bytes, "1 000", "9 000"))).observations.rid, undefined);
  assert.equal((await check(edit(bytes, "v=1;", "v=1; x=1;"))).observations.rid, undefined);
  assert.equal((await check(bytes, knowing({ trust: [] }))).observations.rid, undefined);
});

test("DOS-06: an organisation that fills its own quota is told so, and no other is", async () => {
  const flood: LedgerEntry[] = Array.from({ length: MAX_LEDGER_PER_ORG }, (_, index) => ({
    org_id: ORG,
    rid: `flood-${String(index).padStart(12, "0")}`,
    digest: "0".repeat(64),
    firstSeen: STAMPED,
  }));
  const bytes = await stamped(mail());
  assert.equal(await verdict(bytes, knowing({ ledger: flood })), "VALID valid-caution LEDGER_FULL");
  assert.equal(await verdict(bytes, knowing({ ledger: flood.slice(1) })), "VALID valid");
  const others = flood.map((entry) => ({ ...entry, org_id: "other.example" }));
  assert.equal(await verdict(bytes, knowing({ ledger: others })), "VALID valid");
  const old = flood.map((entry) => ({ ...entry, firstSeen: STAMPED - 401 * DAY }));
  assert.equal(await verdict(bytes, knowing({ ledger: old })), "VALID valid");
});

test("ST-07: of a message older than the ledger nobody says that its rid is new", async () => {
  const bytes = await stamped(mail());
  const lines = async (ledgerSince: number) => (await check(bytes, knowing({ ledgerSince }))).lines;
  assert.deepEqual(await lines(STAMPED + 3601), [{ system: "gmp", code: "replay-unknown", params: {} }]);
  assert.deepEqual(await lines(STAMPED + 3600), []);
});

test("ST-04: a clock more than a day behind the highest time seen proves nothing", async () => {
  const bytes = await stamped(mail());
  const { now } = knowing();
  assert.equal(await verdict(bytes, knowing({ latestSeen: now + DAY })), "VALID valid");
  assert.equal(await verdict(bytes, knowing({ latestSeen: now + DAY + 1 })), "UNTRUSTED error E_CLOCK");
});

test("what cannot be read whole is not judged (ACQ-07)", async () => {
  const half = (await stamped(mail())).subarray(0, -10);
  const evidence = await check(half, knowing({ partialSource: true }));
  assert.equal(evidence.word, "UNTRUSTED");
  assert.equal(evidence.state, "error");
  assert.deepEqual(evidence.observations, {});
});
