import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { AEAD_ChaCha20Poly1305 } from "@panva/hpke-noble";
import * as panva from "hpke";
import { Aead, CipherSuite, Kdf, Kem } from "hpke-js";
import { strictBase64Url } from "../../core/canonical/encoding.ts";
import { authenticated } from "../../core/hpke/aad.ts";
import { decryptContent } from "../../core/hpke/content.ts";
import { type OpeningKey, openingKey, readJwk, sealingKey } from "../../core/hpke/key.ts";
import { membersOf } from "../../core/hpke/members.ts";
import { decryptWith, encryptTo } from "../../core/hpke/suite.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { hpkeOpen, openJwe } from "./independent.ts";
import { BOB, drawing, inner, jweOf, mail, octets, sealed, text, usable } from "./support.ts";

const hex = (text: unknown) => Uint8Array.from(Buffer.from(String(text), "hex"));
const url = (text: unknown) => strictBase64Url(String(text)) ?? assert.fail(String(text));

/** RFC 9180 appendix A, mode base of DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. */
function rfc9180() {
  const all: unknown = JSON.parse(readFileSync(join(CORPUS, "crypto-vectors/hpke/rfc9180-vectors.json"), "utf8"));
  assert.ok(Array.isArray(all));
  return all.filter(({ mode, kem_id, kdf_id, aead_id }) => `${mode} ${kem_id} ${kdf_id} ${aead_id}` === "0 32 1 3");
}

test("RFC 9180: the suite of HPKE-4 gives the vector's enc and ciphertext, and opens it", needsCorpus(), async () => {
  const vectors = rfc9180();
  assert.ok(vectors.length > 0);
  for (const vector of vectors) {
    const [first] = vector.encryptions;
    const context = { info: hex(vector.info), aad: hex(first.aad) };
    const key = (await sealingKey("x25519", hex(vector.pkRm))) ?? assert.fail();
    const made = await encryptTo(key, context, hex(first.pt), () => hex(vector.ikmE));
    assert.equal(Buffer.from(made.enc).toString("hex"), vector.enc);
    assert.equal(Buffer.from(made.ciphertext).toString("hex"), first.ct);
    const secret = (await openingKey("x25519", hex(vector.skRm), key, "")) ?? assert.fail();
    const opened = await decryptWith(secret, made, context);
    assert.equal(Buffer.from(opened ?? []).toString("hex"), first.pt);
    const again = hpkeOpen(hex(vector.skRm), hex(vector.enc), context.info, context.aad, hex(first.ct));
    assert.equal(again.toString("hex"), first.pt, "the second opinion");
  }
});

/** The examples of the two drafts; their sources stand in the file. */
const DRAFTS: readonly Readonly<Record<string, unknown>>[] = JSON.parse(
  readFileSync("test/hpke/jose-drafts.json", "utf8"),
);

async function example(alg: string) {
  const { jwk, jwe } = DRAFTS.find((one) => one.alg === alg) ?? assert.fail();
  const members = new Map([...membersOf(jwk)].filter(([name]) => name !== "d" && name !== "priv"));
  const key = (await readJwk(members)) ?? assert.fail("the kid of the example is no thumbprint");
  const secret = url(membersOf(jwk).get(key.kind === "x25519" ? "d" : "priv"));
  const opener: OpeningKey = (await openingKey(key.kind, secret, key, "")) ?? assert.fail();
  const parts = membersOf(jwe);
  const header = membersOf(JSON.parse(text(url(parts.get("protected")))));
  const aad = authenticated(String(parts.get("protected")), String(parts.get("aad")));
  return { opener, header, aad, octets: (name: string) => url(parts.get(name)) };
}

const PLAINTEXT = /^You can trust us to stick with you through thick and thin/;
const NOTHING = new Uint8Array(0);

test("JOSE-HPKE draft: Integrated Encryption, HPKE-4", async () => {
  const { opener, aad, octets: of } = await example("HPKE-4");
  const sealedText = { enc: of("encrypted_key"), ciphertext: of("ciphertext") };
  assert.match(text((await decryptWith(opener, sealedText, { info: NOTHING, aad })) ?? NOTHING), PLAINTEXT);
});

test("JOSE-HPKE drafts: Key Encryption, HPKE-4-KE and the hybrid HPKE-10-KE", async () => {
  for (const alg of ["HPKE-4-KE", "HPKE-10-KE"]) {
    const { opener, header, aad, octets: of } = await example(alg);
    // Without extra info, and with everything in the protected header: ours differs in just these two points (T25, T26).
    const info = octets("JOSE-HPKE rcpt\xffA256GCM\xff");
    const entry = { enc: url(header.get("ek")), ciphertext: of("encrypted_key") };
    const contentKey = (await decryptWith(opener, entry, { info, aad: NOTHING })) ?? assert.fail(alg);
    const content = { iv: of("iv"), ciphertext: of("ciphertext"), tag: of("tag") };
    assert.match(text((await decryptContent(content, contentKey, aad)) ?? NOTHING), PLAINTEXT);
  }
});

test("a reader that shares no line with this one opens what is sealed here", async () => {
  for (const form of ["encrypted", "attachment"] as const) {
    const bytes = await sealed(mail(), { form });
    assert.equal(openJwe(jweOf(bytes), BOB.key.kid, BOB.secret).toString("latin1"), text(inner()));
  }
});

test("two other HPKE programs and this one open each other's ciphertexts", async () => {
  const context = { info: octets("info"), aad: octets("aad") };
  const [key] = await usable(BOB);
  assert.ok(key?.kind === "x25519");
  const made = await encryptTo(BOB.key, context, octets("text"), drawing("made"));
  const buffer = (of: Uint8Array) => Uint8Array.from(of).buffer;

  const script = new CipherSuite({ kem: Kem.DhkemX25519HkdfSha256, kdf: Kdf.HkdfSha256, aead: Aead.Chacha20Poly1305 });
  const recipientKey = await script.kem.importKey("raw", buffer(BOB.secret), false);
  const info = buffer(context.info);
  const opened = await script.open(
    { recipientKey, enc: buffer(made.enc), info },
    buffer(made.ciphertext),
    buffer(context.aad),
  );
  assert.equal(Buffer.from(opened).toString(), "text");
  const recipientPublicKey = await script.kem.importKey("raw", buffer(BOB.key.octets), true);
  const theirs = await script.seal({ recipientPublicKey, info }, buffer(octets("theirs")), buffer(context.aad));
  const answer = { enc: new Uint8Array(theirs.enc), ciphertext: new Uint8Array(theirs.ct) };
  assert.equal(text((await decryptWith(key, answer, context)) ?? NOTHING), "theirs");

  const third = new panva.CipherSuite(panva.KEM_DHKEM_X25519_HKDF_SHA256, panva.KDF_HKDF_SHA256, AEAD_ChaCha20Poly1305);
  const { encapsulatedSecret, ciphertext } = await third.Seal(
    await third.DeserializePublicKey(BOB.key.octets),
    octets("third"),
    context,
  );
  assert.equal(text((await decryptWith(key, { enc: encapsulatedSecret, ciphertext }, context)) ?? NOTHING), "third");
  const back = await third.Open(key.pair, made.enc, made.ciphertext, context);
  assert.equal(text(back), "text");
});
