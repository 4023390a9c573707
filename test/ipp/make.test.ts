import assert from "node:assert/strict";
import { test } from "node:test";
import { toBase64 } from "../../core/canonical/encoding.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { verifySignature } from "../../core/crypto/signature.ts";
import { declare } from "../../core/ipp/make.ts";
import { findDeclaration } from "../../core/ipp/parse.ts";
import { signingInput } from "../../core/ipp/signing-input.ts";
import { readMessage } from "../../core/message/reader.ts";
import { mail, octets, text } from "../gmp/support.ts";
import { publicKey, stampKey, TEST_KEYS } from "../gmp/test-keys.ts";
import { DECLARED, declared } from "./support.ts";

test("what is declared is what a reader finds, under each algorithm", async () => {
  for (const key of [TEST_KEYS.ed25519, TEST_KEYS.p256, TEST_KEYS.rsa]) {
    const message = readMessage(await declared(mail(), {}, key));
    const found = findDeclaration(message);
    assert.equal(found.kind, "declaration");
    if (found.kind !== "declaration") return;
    const { declaration } = found;
    assert.equal(`${declaration.localPart}@${declaration.domain}`, "alice@example.org");
    const known = Buffer.from(publicKey(key).key, "base64");
    assert.ok(await verifySignature(declaration.alg, known, signingInput(message, declaration), declaration.signature));
  }
});

test("the signing input is the covered fields, the last instance first, and the field itself without its signature", async () => {
  const bytes = await declared(mail({ Cc: "Carol  <carol@example.net>" }), { alsoCovered: ["x-none"] });
  const message = readMessage(bytes);
  const found = findDeclaration(message);
  assert.ok(found.kind === "declaration");
  const { declaration } = found;
  const own = declaration.text
    .replace(/b=[^=]*$/, "b=")
    .replace(/b=[A-Za-z0-9+/=\r\n ]+$/, "b=")
    .replace(/\s+/g, "");
  assert.equal(
    text(signingInput(message, declaration)),
    "from:Alice Example <alice@example.org>\r\nto:Bob <bob@example.net>\r\ncc:Carol <carol@example.net>\r\n" +
      "subject:Invoice 4711\r\ndate:Sat, 21 Nov 2026 20:01:40 +0000\r\nmessage-id:<4711@example.org>\r\n" +
      `ipp-declaration:${own}`,
  );
});

test("bh is SHA3-256 of the relaxed body", async () => {
  const message = readMessage(await declared(mail({}, "a  b \r\n\r\n\r\n")));
  const found = findDeclaration(message);
  const state = nobleEngine.sha3_256();
  state.update(octets("a b\r\n"));
  assert.equal(found.kind === "declaration" && toBase64(found.declaration.bodyHash), toBase64(state.digest()));
});

test("lines stay below 79 characters", async () => {
  const made = text(await declared(mail(), {}, TEST_KEYS.rsa));
  for (const line of made.slice(0, made.indexOf("\r\nFrom:")).split("\r\n")) assert.ok(line.length < 79, line);
});

test("what no reader could call signed is refused with its reason", async () => {
  const fault = async (bytes: Uint8Array, changes: Partial<typeof DECLARED> = {}) => {
    const made = await declare(bytes, { ...DECLARED, ...changes }, stampKey(TEST_KEYS.ed25519), nobleEngine);
    return made instanceof Uint8Array ? "made" : made.fault;
  };
  assert.equal(await fault(mail(), { nature: "invoice" }), "option");
  assert.equal(await fault(mail(), { token: "short" }), "option");
  assert.equal(await fault(mail(), { expires: DECLARED.created }), "option");
  assert.equal(await fault(mail({ From: "a@example.org, b@example.org" })), "from");
  assert.equal(await fault(mail({ Date: undefined })), "missing-field");
  assert.equal(await fault(mail({ "Message-ID": undefined })), "missing-field");
  assert.equal(await fault(await declared()), "declared-already");
  assert.equal(await fault(mail({ "X-GuardMail-Stamp": "v=1" })), "stamped-already");
  assert.equal(await fault(octets(`Subject: two\r\n${text(mail())}`)), "ambiguous");
});
