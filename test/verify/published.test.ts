import assert from "node:assert/strict";
import { test } from "node:test";
import type { Knowledge, Vouch } from "../../core/knowledge.ts";
import { lookUp } from "../../core/lookup/look-up.ts";
import { type DnsWant, isDnsWant } from "../../core/lookup/questions.ts";
import { type Remembered, remember, withLookUps } from "../../core/lookup/remember.ts";
import { makeKey, signZone, type World, worldOf } from "../dns/signer.ts";
import { knowing, mail, ORG, octets, record, stamped, text } from "../gmp/support.ts";
import { publicKey, TEST_KEYS } from "../gmp/test-keys.ts";
import { delivered, knowingServer, told, verdictOf } from "./support.ts";

// From what a zone publishes to the badge: the verdict's own wants are looked up, proven from a root, and counted.

const root = await makeKey(".", 15);
const SOA = ". IN SOA ns. host. 1 3600 600 86400 300";
const { kid, key } = publicKey(TEST_KEYS.ed25519);
const KEY = `${kid}._gmp.${ORG}. IN TXT "v=GMP1; k=ed25519; p=${key}"`;
const REVOKED = `${kid}._gmp.${ORG}. IN TXT "v=GMP1; k=ed25519; p="`;
const STAMP_ALL = `_gmp.${ORG}. IN TXT "v=GMP1; stamp=all"`;

const zone = async (...lines: string[]): Promise<World> =>
  worldOf(root, [await signZone(".", [SOA, `${ORG}. IN TXT "here"`, ...lines], root)]);

/** Looks up everything a verdict wants, as a host does that may. */
async function learned(bytes: Uint8Array, knowledge: Knowledge, world: World): Promise<Knowledge> {
  const { wants } = await verdictOf(bytes, knowledge);
  const served = wants.filter(isDnsWant).map((want) => lookedUp(want, knowledge.now, world));
  return withLookUps(knowledge, await Promise.all(served));
}

const lookedUp = async (want: DnsWant, now: number, world: World): Promise<Remembered> =>
  remember(undefined, await lookUp(want, async (question) => world.ask(question), now, world));

const after = async (bytes: Uint8Array, knowledge: Knowledge, ...lines: string[]) =>
  told(bytes, await learned(bytes, knowledge, await zone(...lines)));

const NOBODY = knowing({ trust: [] });
const { keys: _, ...byName } = record();
const BY_NAME = knowing({ trust: [byName] });
const good = await stamped(mail());
const changed = octets(text(good).replace("1 000 EUR", "9 000 EUR"));

test("a key that its zone proves gives INTACT, and VERIFIED where the organisation is trusted by name", async () => {
  assert.match(await told(good, NOBODY), /^NONE/);
  assert.equal(await after(good, NOBODY, KEY), "INTACT");
  assert.equal(await after(good, BY_NAME, KEY), "VERIFIED");
  assert.match(await after(changed, NOBODY, KEY), /^CAUTION BODY/);
  assert.match(await after(changed, BY_NAME, KEY), /^ALERT BODY/);
  const { receipt } = await verdictOf(good, await learned(good, BY_NAME, await zone(KEY)));
  assert.deepEqual([receipt?.key?.how, receipt?.key?.from], ["dnssec", "trust-record"]);
});

test("GMR-05: no other key than the published one of that name is taken, and a pinned one is not replaced", async () => {
  const other = publicKey(TEST_KEYS.p256);
  const wrong = `${kid}._gmp.${ORG}. IN TXT "v=GMP1; k=ecdsa-p256-sha256; p=${other.key}"`;
  assert.match(await after(good, NOBODY, wrong), /^CAUTION/);
  assert.match(await after(good, BY_NAME, wrong), /^ALERT/);
  assert.equal((await verdictOf(good, knowing())).wants.filter((want) => want.kind === "gmp-key").length, 0);
  assert.equal(await after(good, NOBODY), await told(good, NOBODY));
});

test("GMR-09: a key that its zone revoked stands for nothing, whatever was made with it", async () => {
  for (const bytes of [good, changed]) {
    assert.equal(await after(bytes, NOBODY, REVOKED), "CAUTION KEY_COMPROMISED");
    assert.equal(await after(bytes, BY_NAME, REVOKED), "ALERT KEY_COMPROMISED");
  }
  const { receipt, summary, trustable } = await verdictOf(good, await learned(good, NOBODY, await zone(REVOKED)));
  assert.deepEqual([receipt?.key, summary.unchanged.code, trustable], [undefined, "bad_key", undefined]);
});

test("GMR-13: a zone that says stamp=all makes unstamped mail an alarm, and only when it is proven", async () => {
  assert.match(await told(mail(), NOBODY), /^NONE/);
  assert.equal(await after(mail(), NOBODY, STAMP_ALL), "ALERT STAMP_REQUIRED");
  assert.equal(await after(mail(), NOBODY, STAMP_ALL.replace("all", "some")), "NONE");
  assert.equal(await after(mail(), NOBODY, STAMP_ALL.replace("all", "ALL")), "NONE");
  assert.equal(await after(mail(), NOBODY), "NONE");
  // A clean stamp under a key of the same zone meets the requirement (G31).
  const both = withLookUps(NOBODY, [
    await lookedUp({ kind: "gmp-policy", domain: ORG }, NOBODY.now, await zone(STAMP_ALL)),
    await lookedUp({ kind: "gmp-key", org_id: ORG, kid }, NOBODY.now, await zone(KEY)),
  ]);
  assert.equal(await told(good, both), "INTACT");
  assert.match(await told(changed, both), /^ALERT/);
});

test("DNS-09: mail of a domain whose past somebody serves is CAUTION, and mail of others is not", async () => {
  assert.equal(await told(good, knowing({ dnsRollbacks: [ORG] })), "CAUTION DNS_ROLLBACK");
  assert.equal(await told(good, knowing({ dnsRollbacks: ["example.net"] })), "VERIFIED");
  assert.equal(await told(mail(), knowing({ trust: [], dnsRollbacks: [`mail.${ORG}`] })), "CAUTION DNS_ROLLBACK");
});

const CERTIFIER = "vouch.example";
const vouched = (types: readonly string[], certifier = CERTIFIER): readonly Vouch[] => [
  { domain: ORG, certifier, types },
];

test("RFC 5518, G30: a listed certifier can vouch for a proven sender, and moves no badge", async () => {
  const lines = [KEY, `${ORG}._vouch.${CERTIFIER}. IN TXT "ALL"`];
  const listed = { ...NOBODY, certifiers: [CERTIFIER] };
  const known = await learned(good, listed, await zone(...lines));
  const twice = await learned(good, known, await zone(...lines));
  assert.deepEqual(twice.vouches, [{ domain: ORG, certifier: CERTIFIER, types: ["all"] }]);
  const { badge, gmp, axes, summary, lines: said } = await verdictOf(good, twice);
  assert.deepEqual([badge, gmp, axes.trust], ["INTACT", "UNTRUSTED", "known-key"]);
  assert.deepEqual(summary.trust, { code: "trust_vouched", params: { org: ORG, certifier: CERTIFIER } });
  assert.deepEqual(
    said.filter(({ system }) => system === "message").map(({ code, params }) => [code, params]),
    [["vouched", { domain: ORG, certifier: CERTIFIER }]],
  );
});

test("RFC 5518, G30: nobody vouches who was not listed, or for kinds only, or for a sender who is not proven", async () => {
  const trustOf = async (bytes: Uint8Array, changes: Partial<Knowledge>) => {
    const { summary, lines, wants } = await verdictOf(bytes, { ...NOBODY, ...changes });
    const codes = lines.filter(({ system }) => system === "message").map(({ code }) => code);
    return [summary.trust.code, codes.join(" "), wants.filter(({ kind }) => kind === "vouch").length];
  };
  const { keys } = await learned(good, NOBODY, await zone(KEY));
  const certifiers = [CERTIFIER];
  assert.deepEqual(await trustOf(good, { keys, vouches: vouched(["all"]) }), ["trust_not_yet", "", 0]);
  const other = { keys, certifiers, vouches: vouched(["all"], "other.example") };
  assert.deepEqual(await trustOf(good, other), ["trust_not_yet", "", 1]);
  const kinds = { keys, certifiers, vouches: vouched(["list", "transaction"]) };
  assert.deepEqual(await trustOf(good, kinds), ["trust_not_yet", "vouched-types", 0]);
  // The same message without a proven key, changed, or only claiming to be from there.
  const all = { certifiers, vouches: vouched(["all"]) };
  assert.deepEqual(await trustOf(good, all), ["trust_nobody", "", 0]);
  assert.deepEqual(await trustOf(changed, { ...all, keys }), ["trust_not_yet_changed", "", 0]);
  assert.deepEqual(await trustOf(mail(), all), ["trust_nobody", "", 0]);
  const many = Array.from({ length: 9 }, (_item, n) => `c${n}.example`);
  assert.deepEqual(await trustOf(good, { keys, certifiers: many }), ["trust_not_yet", "", 4]);
});

test("RFC 5518: who vouches for a domain that the reader's server confirms stands in a line", async () => {
  const bytes = delivered(mail(), `dmarc=pass header.from=${ORG}`);
  const knowledge = knowingServer({ trust: [], certifiers: [CERTIFIER], vouches: vouched(["all"]) });
  const { badge, lines } = await verdictOf(bytes, knowledge);
  assert.equal(badge, "TRANSPORT");
  assert.ok(lines.some(({ code }) => code === "vouched"));
});
