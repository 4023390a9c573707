import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { certificateKey, certificatePrint, decidedCertificates, metCertificates } from "../../core/ipp/pinned.ts";
import type { SenderCertificates } from "../../core/knowledge.ts";
import { verify } from "../../core/verify.ts";
import { knowing, STAMPED } from "../gmp/support.ts";
import { TEST_KEYS, type TestKey } from "../gmp/test-keys.ts";
import { certificateOf } from "./certificates.ts";
import { declared } from "./support.ts";

const ADDRESS = "alice@example.org";

async function met(pub: string, before?: SenderCertificates, anchor: SenderCertificates["anchor"] = "dnssec") {
  return metCertificates(before, { address: ADDRESS, pub, anchor, at: STAMPED + 5 });
}

async function first(): Promise<SenderCertificates> {
  const pinned = await met(await certificateOf());
  assert.ok(pinned !== undefined);
  return pinned;
}

test("X5-01: another key is kept beside the first until the user decides, and the same key renews", async () => {
  const pinned = await first();
  assert.equal(pinned.since, STAMPED + 5);
  const renewed = await certificateOf(ADDRESS, TEST_KEYS.ed25519, STAMPED + 60 * 86_400);
  assert.deepEqual(await met(renewed, pinned), { ...pinned, pub: renewed });
  const other = await certificateOf(ADDRESS, TEST_KEYS.p256);
  const changed = await met(other, pinned);
  assert.deepEqual(changed, { ...pinned, changedTo: { pub: other, at: STAMPED + 5 } });
  assert.deepEqual(await met(pinned.pub, changed), pinned, "the first key is published again");
});

test("X5-01: old keeps the first key for good, new takes the other", async () => {
  const pinned = await first();
  const other = await certificateOf(ADDRESS, TEST_KEYS.p256);
  const changed = await met(other, pinned);
  assert.ok(changed !== undefined);
  const kept = await decidedCertificates(changed, "old", STAMPED + 9);
  assert.deepEqual([kept.pub, kept.changedTo, kept.refused?.length], [pinned.pub, undefined, 1]);
  assert.deepEqual(await met(other, kept), kept, "asked once");
  const taken = await decidedCertificates(changed, "new", STAMPED + 9);
  assert.deepEqual(taken, { address: ADDRESS, pub: other, anchor: "dnssec", since: STAMPED + 9 });
});

test("X5-01: a second certificate for encryption loosens no pin, and the first key stays one for stamps", async () => {
  const withEncryption = (key: TestKey) =>
    certificateOf(
      ADDRESS,
      key,
      STAMPED + 30 * 86_400,
      Uint8Array.from({ length: 32 }, () => 9),
    );
  const pinned = await met(await withEncryption(TEST_KEYS.ed25519));
  assert.ok(pinned !== undefined);
  const other = await withEncryption(TEST_KEYS.p256);
  assert.deepEqual(await met(other, pinned), { ...pinned, changedTo: { pub: other, at: STAMPED + 5 } });
  assert.notEqual(await certificateKey(pinned), undefined);
  assert.match((await certificatePrint(pinned.pub, ADDRESS)) ?? "", /^[0-9a-f]{64}$/);
});

test("X5-01: what an unsigned zone leads to does not move what a signed one proved", async () => {
  const pinned = await first();
  const other = await certificateOf(ADDRESS, TEST_KEYS.p256);
  assert.deepEqual(await met(other, pinned, "unanchored"), pinned);
});

test("a certificate of somebody else, or none at all, pins nothing", async () => {
  assert.equal(await met(await certificateOf("bob@example.org")), undefined);
  for (const pub of ["", "<form>Room number</form>"]) assert.equal(await met(pub), undefined);
  assert.equal(await met(await certificateOf(ADDRESS, TEST_KEYS.ed25519, STAMPED)), undefined, "it has ended");
});

test("a pinned certificate is a key for the stamps of its own address (G52)", async () => {
  const pinned = await first();
  const key = await certificateKey(pinned);
  assert.deepEqual([key?.org_id, key?.address, key?.proof.how], ["example.org", ADDRESS, "certificate"]);
  assert.match(key?.kid ?? "", /^[0-9a-f]{16}$/);
  assert.match((await certificatePrint(pinned.pub, ADDRESS)) ?? "", /^[0-9a-f]{64}$/);
});

test("X5-01: a signature by the other key asks for caution, and one that no known key made asks for the file again", async () => {
  const pinned = await first();
  const changed = await met(await certificateOf(ADDRESS, TEST_KEYS.p256), pinned);
  assert.ok(changed !== undefined);
  const bytes = await declared(undefined, {}, TEST_KEYS.p256);
  const ippAnchors = [{ domain: "example.org", state: "secure", url: "https://ipp.example.org/" }] as const;
  const judged = async (entry: SenderCertificates) =>
    verify(bytes, knowing({ senderCertificates: [entry], ippAnchors }), nobleEngine);
  const { badge, reasons, wants } = await judged(changed);
  assert.deepEqual([badge, reasons.map(({ code }) => code)], ["CAUTION", ["IPP_KEY_CHANGED"]]);
  assert.ok(!wants.some(({ kind }) => kind === "ipp-certificate"));
  assert.ok((await judged(pinned)).wants.some(({ kind }) => kind === "ipp-certificate"));
});
