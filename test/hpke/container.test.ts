import assert from "node:assert/strict";
import { test } from "node:test";
import { strictBase64Url, toBase64Url } from "../../core/canonical/encoding.ts";
import { authenticated } from "../../core/hpke/aad.ts";
import { recipientInfo } from "../../core/hpke/content.ts";
import { sealContent } from "../../core/hpke/seal.ts";
import { encryptTo } from "../../core/hpke/suite.ts";
import {
  ALICE,
  BOB,
  BOB_OLD,
  base64UrlJson,
  drawing,
  inner,
  jweOf,
  mail,
  opened,
  outcome,
  outside,
  people,
  sealed,
  text,
  withJwe,
} from "./support.ts";

const SMALL_ORDER = [
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  `ec${"ff".repeat(30)}7f`,
  `ed${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`,
];

test("E2E-08: an encapsulated key of small order is an error, in both spellings of its top bit", async () => {
  const bytes = await sealed(mail(), { keys: [BOB.key] });
  for (const hex of SMALL_ORDER)
    for (const top of [0, 0x80]) {
      const ek = Uint8Array.from(Buffer.from(hex, "hex"));
      ek[31] = (ek[31] ?? 0) | top;
      const jwe = jweOf(bytes);
      const [entry] = Array.isArray(jwe.recipients) ? jwe.recipients : [];
      const changed = { ...jwe, recipients: [{ ...entry, header: { kid: BOB.key.kid, ek: toBase64Url(ek) } }] };
      assert.equal(await outcome(withJwe(bytes, changed)), "refused cannot-open", hex);
    }
});

test("E2E-09: another suite, mode, serialisation or unknown member is unsupported, never half read", async () => {
  const bytes = await sealed();
  const jwe = jweOf(bytes);
  const header = (changes: object) => ({
    ...jwe,
    protected: base64UrlJson({ alg: "HPKE-4-KE", enc: "A256GCM", ...changes }),
  });
  const [entry] = Array.isArray(jwe.recipients) ? jwe.recipients : [];
  const { tag: _, ...untagged } = jwe;
  const strange: readonly (string | Readonly<Record<string, unknown>>)[] = [
    header({ alg: "HPKE-0-KE" }),
    header({ alg: "HPKE-4" }),
    header({ alg: "dir" }),
    header({ enc: "A128GCM" }),
    header({ zip: "DEF" }),
    header({ crit: ["b64"] }),
    header({ psk_id: "AAAA" }),
    header({ typ: "JWE" }),
    { ...jwe, unprotected: {} },
    { ...jwe, recipients: [] },
    { ...jwe, recipients: [{ ...entry, header: { ...entry.header, psk_id: "AAAA" } }] },
    { ...jwe, recipients: [{ ...entry, header: { ...entry.header, alg: "HPKE-4-KE" } }] },
    { ...jwe, iv: "AAAA" },
    untagged,
    JSON.stringify(jwe).replace('"iv":', '"iv":"AAAAAAAAAAAAAAAA","iv":'),
    JSON.stringify(jwe).replace('"ciphertext":', '"ciphertext":"","ciphertext":'),
    `${jwe.protected}.x.x.x.x`,
    "[]",
    "",
  ];
  for (const one of strange) {
    const changed = withJwe(bytes, one);
    assert.equal(await outcome(changed), "refused unsupported", JSON.stringify(one).slice(0, 200));
    assert.equal(await outside(changed), "UNCHECKED SEALED_UNSUPPORTED | unsupported | unsupported");
  }
});

test("E2E-09: two entries of one name are two readings", async () => {
  const bytes = await sealed();
  const jwe = jweOf(bytes);
  const [entry] = Array.isArray(jwe.recipients) ? jwe.recipients : [];
  assert.equal(await outcome(withJwe(bytes, { ...jwe, recipients: [entry, entry] })), "refused ambiguous");
});

test("E2E-10: content cut short, swapped, repeated or longer is no content: nothing of it is shown", async () => {
  const bytes = await sealed(mail({}, "0123456789abcdef".repeat(64)));
  const jwe = jweOf(bytes);
  const content = strictBase64Url(String(jwe.ciphertext)) ?? assert.fail();
  const blocks = [content.subarray(0, 16), content.subarray(16, 32), content.subarray(32)];
  const [first = content, second = content, rest = content] = blocks;
  const mutations = [
    [first, second],
    [second, first, rest],
    [first, first, second, rest],
    [first, second, rest, first],
  ];
  for (const parts of mutations) {
    const ciphertext = Buffer.concat(parts).toString("base64url");
    assert.equal(await outcome(withJwe(bytes, { ...jwe, ciphertext })), "refused cannot-open");
  }
  const tag = toBase64Url((strictBase64Url(String(jwe.tag)) ?? assert.fail()).map((octet) => octet ^ 1));
  assert.equal(await outcome(withJwe(bytes, { ...jwe, tag })), "refused cannot-open");
});

test("E2E-14: every failure behind the outside gives one and the same answer", async () => {
  const bytes = await sealed();
  const jwe = jweOf(bytes);
  const entries: readonly unknown[] = Array.isArray(jwe.recipients) ? jwe.recipients : [];
  const noise = toBase64Url(drawing("noise")(48));
  const failures = [
    // No key here; a key that is not the one; damaged key, content, and content that is no protected message.
    await opened(bytes, []),
    await opened(bytes, [BOB_OLD]),
    await opened(withJwe(bytes, { ...jwe, recipients: [{ ...Object(entries[0]), encrypted_key: noise }] })),
    await opened(withJwe(bytes, { ...jwe, ciphertext: noise })),
    await opened(withJwe(bytes, { ...jwe, ciphertext: "!" })),
    await opened(withJwe(bytes, text(await notProtected()))),
  ];
  for (const failure of failures) assert.deepEqual(failure, { state: "refused", code: "cannot-open" });
});

async function notProtected(): Promise<Uint8Array> {
  const jwe = await sealContent(mail(), people(mail()), [BOB.key], drawing("plain"));
  return jwe instanceof Uint8Array ? jwe : assert.fail();
}

test("HPKE-4 (one recipient) is read, up to a size", async () => {
  const outer = await sealed(mail(), { keys: [BOB.key] });
  const { aad } = jweOf(outer);
  const protectedHeader = base64UrlJson({ alg: "HPKE-4", kid: BOB.key.kid });
  const context = { info: new Uint8Array(0), aad: authenticated(protectedHeader, String(aad)) };
  const { enc, ciphertext } = await encryptTo(BOB.key, context, inner(), drawing("one"));
  const jwe = { protected: protectedHeader, aad, encrypted_key: toBase64Url(enc), ciphertext: toBase64Url(ciphertext) };
  assert.equal(await outcome(withJwe(outer, jwe)), "opened");
  assert.equal(await outside(withJwe(outer, jwe)), "NONE | for-you | none");
  const long = withJwe(outer, { ...jwe, ciphertext: "A".repeat(6_000_000) });
  assert.equal(await outcome(long), "refused too-large");
  assert.equal(await outside(long), "UNCHECKED SEALED_TOO_LARGE | unsupported | unsupported");
  assert.equal(recipientInfo("k").length, 14 + 1 + 7 + 1 + 1);
  assert.equal(await outcome(withJwe(outer, jwe), [ALICE]), "refused cannot-open");
});
