import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { publicJwk, type SealingKey } from "../../core/hpke/key.ts";
import { generateSecretKey } from "../../core/hpke/key-set.ts";
import { mapKeyText } from "../../core/hpke/published.ts";
import { keepCertificates } from "../../extension/ipp/certificates.ts";
import { makeSealingKey } from "../../extension/sealed/keys.ts";
import { forgetRecipientKey, listRecipientKeys } from "../../extension/sealed/recipient-store.ts";
import { planFor, takeInFound, takeInKey } from "../../extension/sealed/recipients.ts";
import { sealDraft } from "../../extension/sealed/seal-draft.ts";
import { STAMPED } from "../gmp/support.ts";
import { TEST_KEYS } from "../gmp/test-keys.ts";
import { ALICE, BOB, CAROL } from "../hpke/support.ts";
import { certificateOf } from "../ipp/certificates.ts";
import { emptyInstallation } from "./empty-installation.ts";

const NOW = STAMPED;
const MINE = BOB.address;
const THEIRS = ALICE.address;

/** The keys of {@link THEIRS}, in one line each. */
async function known(...to: readonly string[]): Promise<string> {
  const { kind, keys } = await planFor(MINE, to.length === 0 ? [THEIRS] : to, NOW);
  const each = keys.map((one) =>
    one.state === "ready"
      ? `${one.how} ${one.key.kid}`
      : one.state === "unproven"
        ? `unproven ${one.key.kid}`
        : "missing",
  );
  return [kind, ...each].join(" | ");
}

const pub = (encryption?: SealingKey, key = TEST_KEYS.ed25519) =>
  certificateOf(THEIRS, key, NOW + 86_400, encryption?.octets);

const draft = (to: string) => ({
  from: MINE,
  to: [to],
  cc: [],
  subject: "",
  text: "x",
  attachments: [],
  date: NOW,
  thread: [],
});

describe("keys of recipients", () => {
  beforeEach(async () => {
    await emptyInstallation();
    await makeSealingKey(MINE, "x25519", undefined, NOW);
  });

  test("the second certificate of a proven place is a key; a first one alone is none", async () => {
    assert.equal(await known(), "x25519 | missing");
    await keepCertificates({ address: THEIRS, pub: await pub(), anchor: "dnssec", at: NOW });
    assert.equal(await known(), "x25519 | missing");
    await keepCertificates({ address: THEIRS, pub: await pub(ALICE.key), anchor: "dnssec", at: NOW });
    assert.equal(await known(), `x25519 | certificate ${ALICE.key.kid}`);
    assert.ok((await sealDraft(draft(THEIRS))) instanceof Uint8Array);
  });

  test("X5-01: another signing key brings no other key to seal to until the user decides", async () => {
    await keepCertificates({ address: THEIRS, pub: await pub(ALICE.key), anchor: "dnssec", at: NOW });
    await keepCertificates({ address: THEIRS, pub: await pub(CAROL.key, TEST_KEYS.next), anchor: "dnssec", at: NOW });
    assert.equal(await known(), `x25519 | certificate ${ALICE.key.kid}`);
  });

  test("a certificate from a place that nothing proves is shown, and used only after the user took it in", async () => {
    await keepCertificates({ address: THEIRS, pub: await pub(ALICE.key), anchor: "unanchored", at: NOW });
    assert.equal(await known(), `x25519 | unproven ${ALICE.key.kid}`);
    assert.deepEqual(await sealDraft(draft(THEIRS)), { fault: "missing", addresses: [THEIRS] });
    await takeInFound(THEIRS, ALICE.key, NOW);
    assert.equal(await known(), `x25519 | user ${ALICE.key.kid}`);
    assert.ok((await sealDraft(draft(THEIRS))) instanceof Uint8Array);
    // What the user took in is not moved by an unproven place, and gives way to a proven one.
    await keepCertificates({ address: THEIRS, pub: await pub(CAROL.key), anchor: "unanchored", at: NOW });
    assert.equal(await known(), `x25519 | user ${ALICE.key.kid}`);
    await keepCertificates({ address: THEIRS, pub: await pub(CAROL.key), anchor: "dnssec", at: NOW });
    assert.equal(await known(), `x25519 | certificate ${CAROL.key.kid}`);
  });

  test("keys are taken in from every form in which they are handed over, and from none of somebody else's", async () => {
    const forms = [
      `${THEIRS} ${mapKeyText(ALICE.key)}`,
      ` ${mapKeyText(ALICE.key)}\n`,
      JSON.stringify({ ...publicJwk(ALICE.key), address: THEIRS }),
      JSON.stringify(publicJwk(ALICE.key)),
      await pub(ALICE.key),
    ];
    for (const form of forms) {
      assert.ok(await takeInKey(THEIRS, form, NOW), form);
      assert.equal(await known(), `x25519 | user ${ALICE.key.kid}`);
      await forgetRecipientKey({ address: THEIRS, kind: "x25519" });
    }
    const others = [
      `eve@example.org ${mapKeyText(ALICE.key)}`,
      JSON.stringify({ ...publicJwk(ALICE.key), address: "eve@example.org" }),
      await certificateOf("eve@example.org", TEST_KEYS.ed25519, NOW + 86_400, ALICE.key.octets),
      await pub(),
      mapKeyText(ALICE.key).replace("hpke", "envelope"),
      "",
      "{}",
    ];
    for (const form of others) assert.equal(await takeInKey(THEIRS, form, NOW), false, form);
    assert.deepEqual(await listRecipientKeys(), []);
  });

  test("X-Wing is used where the sender and every recipient has such a key, and nowhere else", async () => {
    const hybrid = async (address: string) => await generateSecretKey("x-wing", address, NOW);
    const [theirs, carols] = [await hybrid(THEIRS), await hybrid(CAROL.address)];
    const take = ({ address, key }: typeof theirs) => takeInKey(address, `${address} ${mapKeyText(key)}`, NOW);
    await take(ALICE);
    await take(theirs);
    assert.equal(await known(), `x25519 | user ${ALICE.key.kid}`);
    await makeSealingKey(MINE, "x-wing", undefined, NOW);
    assert.equal(await known(), `x-wing | user ${theirs.key.kid}`);
    assert.equal((await planFor(MINE, [THEIRS, CAROL.address], NOW)).wantsHybrid, true);
    await take(CAROL);
    assert.equal(await known(THEIRS, CAROL.address), `x25519 | user ${ALICE.key.kid} | user ${CAROL.key.kid}`);
    await take(carols);
    assert.equal(await known(THEIRS, CAROL.address), `x-wing | user ${theirs.key.kid} | user ${carols.key.kid}`);
    const jwe = await sealDraft({ ...draft(THEIRS), cc: [CAROL.address] });
    assert.ok(jwe instanceof Uint8Array, JSON.stringify(jwe));
    const { protected: header, recipients } = JSON.parse(new TextDecoder().decode(jwe));
    assert.equal(JSON.parse(Buffer.from(header, "base64url").toString()).alg, "HPKE-10-KE");
    assert.equal(recipients.length, 3);
  });
});
