import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { type StampOptions, stamp } from "../../core/gmp/make.ts";
import { edit, mail, mailWithAttachments, OPTIONS, octets, STAMPED, stamped, text, verdict } from "./support.ts";
import { stampKey, TEST_KEYS } from "./test-keys.ts";

async function refused(bytes: Uint8Array, options: Partial<StampOptions> = {}, key = stampKey(TEST_KEYS.ed25519)) {
  const made = await stamp(bytes, { ...OPTIONS, ...options }, key, nobleEngine);
  return made instanceof Uint8Array ? "stamped" : `${made.fault} ${made.detail}`.trim();
}

test("wrong options are named", async () => {
  assert.equal(await refused(mail(), { orgId: "Example.org" }), "option org_id");
  assert.equal(await refused(mail(), { rid: "short" }), "option rid");
  assert.equal(await refused(mail(), { verifyUrl: "http://example.org/" }), "option verify_url");
  assert.equal(await refused(mail(), { verifyUrl: `https://example.org/${"x".repeat(900)}` }), "option verify_url");
  assert.equal(await refused(mail(), { policyId: "a;b" }), "option policy_id");
  assert.equal(await refused(mail(), { senderId: "Alice <a@example.org>" }), "option sender_id");
  for (const time of [Number.NaN, 0.5, 0, 1e12, -1]) assert.equal(await refused(mail(), { time }), "option ts");
  assert.equal(await refused(mail(), {}, { ...stampKey(TEST_KEYS.ed25519), kid: "A" }), "option kid");
});

test("a key that cannot sign is said, not thrown", async () => {
  const broken = { ...stampKey(TEST_KEYS.ed25519), privateKey: octets("no key") };
  assert.equal(await refused(mail(), {}, broken), "key ed25519");
});

test("messages that could not be VALID are refused", async () => {
  assert.equal(await refused(mail({ From: undefined })), "from sender_id");
  assert.equal(await refused(mail({ From: "a@example.org, b@example.org" })), "from 2");
  assert.equal(await refused(mail({ From: '"odd name"@example.org' })), "from sender_id");
  assert.equal(await refused(mail({ "X-Note ": "a" })), "ambiguous AMBIG_HEADER_SYNTAX");
  assert.equal(await refused(mail({ To: "a@b.example, <" })), "ambiguous AMBIG_ADDRESS");
  assert.equal(await refused(mail({ Date: undefined })), "date 2026-11-21T20:01:43Z");
  assert.equal(await refused(mail(), { time: STAMPED + 86_400 * 2 }), "date 2026-11-23T20:01:43Z");
  assert.equal(await refused(mail({}, "----BEGIN GUARDMAIL RECEIPT----\r\n")), "footer-present");
  const many = Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`X-${n}`, "1"]));
  assert.equal(await refused(mail(many)), "limit E_TOO_MANY_FIELDS");
});

test("a message that carries GuardMail fields is refused, or freed of them on request", async () => {
  const bytes = await stamped(mail());
  assert.equal(await refused(bytes), "stamped-already X-GuardMail-Stamp");
  assert.equal(await refused(mail({ "X-GuardMail-Status": "VALID" })), "stamped-already X-GuardMail-Status");
  assert.equal(await refused(mail({ "Old-GuardMail-Stamp": "x" })), "stamped-already Old-GuardMail-Stamp");
  const marked = edit(bytes, "From:", "X-GuardMail-Status: VALID\r\nFrom:");
  const again = await stamped(marked, { replace: true });
  assert.equal(await verdict(again), "VALID valid");
  assert.equal(text(again).match(/guardmail-/gi)?.length, 1);
});

test("a footer is refused where it would break a signature or cannot be read", async () => {
  const footer = { footer: true };
  const signed = mail(
    { "Content-Type": 'multipart/signed; protocol="application/pgp-signature"; micalg=pgp-sha256; boundary="s"' },
    "--s\r\nContent-Type: text/plain\r\n\r\nHi\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--s--\r\n",
  );
  assert.equal(await refused(signed, footer), "footer-impossible");
  assert.equal(await refused(signed), "stamped");
  const picture = mail({ "Content-Type": "image/png" }, "x");
  assert.equal(await refused(picture, footer), "footer-impossible");
  const wide = mail({ "Content-Type": "text/plain; charset=UTF-16" }, "x");
  assert.equal(await refused(wide, footer), "footer-impossible");
  assert.equal(await refused(mailWithAttachments(), footer), "stamped");
});

test("bare line feeds become CRLF before anything is hashed (G01)", async () => {
  const unix = octets(text(mailWithAttachments()).replaceAll("\r\n", "\n"));
  const bytes = await stamped(unix);
  assert.equal(await verdict(bytes), "VALID valid");
  assert.ok(!/(?<!\r)\n/.test(text(bytes)));
});

test("a declaration that stands in the message is covered (G60)", async () => {
  const bytes = await stamped(mail({ "IPP-Declaration": "v=IPP1; d=example.org; l=alice; nature=transaction" }));
  assert.equal(await verdict(bytes), "VALID valid");
  assert.match(await verdict(edit(bytes, "nature=transaction", "nature=personal")), /^TAMPERED tampered HDR/);
});
