import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import type { Knowledge, SenderCertificates } from "../../core/knowledge.ts";
import type { Result } from "../../core/result.ts";
import { verify } from "../../core/verify.ts";
import { knowing, mail, octets, STAMPED, stamped, text } from "../gmp/support.ts";
import { TEST_KEYS } from "../gmp/test-keys.ts";
import { certificateOf } from "./certificates.ts";
import { signDeclaration } from "./sign-anyway.ts";
import { DECLARED, declared, TOKEN } from "./support.ts";

const ALICE = "alice@example.org";

/** Bob's knowledge, with a certificate and without any trust record. */
function knows(certificate: Partial<SenderCertificates> & { readonly pub: string }, more: Partial<Knowledge> = {}) {
  const entry: SenderCertificates = { address: ALICE, anchor: "dnssec", since: STAMPED, ...certificate };
  return knowing({ trust: [], senderCertificates: [entry], ...more });
}

const check = (bytes: Uint8Array, knowledge: Knowledge): Promise<Result> => verify(bytes, knowledge, nobleEngine);
const codes = (result: Result) => result.reasons.map(({ code }) => code);
const lines = (result: Result) => result.lines.filter(({ system }) => system === "ipp").map(({ code }) => code);

test("a declaration that its address signed is shown with the address and its nature, and moves no badge", async () => {
  const plain = await check(mail(), knows({ pub: await certificateOf() }));
  const result = await check(await declared(), knows({ pub: await certificateOf() }));
  assert.equal(result.badge, plain.badge);
  assert.equal(result.axes.nature, "signed");
  assert.deepEqual(lines(result), ["signed"]);
  assert.equal(result.declaration?.result, "signed");
  assert.equal(result.declaration?.coveredBy, "ipp");
  assert.deepEqual(lines(await check(await declared(), knows({ pub: await certificateOf(), anchor: "unanchored" }))), [
    "signed-unanchored",
  ]);
});

test("IPP-01: a declaration that nobody vouches for is only what the sender says", async () => {
  for (const bytes of [
    await declared(),
    await declared(mail(), { nature: "personal" }),
    octets(`IPP-Declaration: nature=personal\r\n${text(mail())}`),
  ]) {
    const result = await check(bytes, knowing({ trust: [] }));
    assert.notEqual(result.axes.nature, "signed");
    assert.equal(result.declaration?.coveredBy, undefined);
    assert.equal(result.badge, (await check(mail(), knowing({ trust: [] }))).badge);
    assert.ok(["no-key", "malformed"].includes(lines(result)[0] ?? ""));
  }
});

test("IPP-02: two declarations leave the nature open", async () => {
  const once = text(await declared());
  const field = once.slice(0, once.indexOf("\r\nFrom:") + 2);
  const result = await check(octets(field + once), knows({ pub: await certificateOf() }));
  assert.equal(result.axes.nature, "none");
  assert.ok(codes(result).includes("IPP_AMBIG"));
  assert.equal(result.declaration, undefined);
});

test("IPP-03: a declaration put on another message is bound to none", async () => {
  const knowledge = knows({ pub: await certificateOf() });
  const once = text(await declared());
  const field = once.slice(0, once.indexOf("\r\nFrom:") + 2);
  const others = [
    ["Message-ID", { "Message-ID": "<4712@example.org>" }, undefined, "bad-signature"],
    ["To", { To: "Carol <carol@example.net>" }, undefined, "bad-signature"],
    ["Date", { Date: "Sun, 22 Nov 2026 20:01:40 +0000" }, undefined, "bad-signature"],
    ["Subject", { Subject: "Invoice 4712" }, undefined, "bad-signature"],
    ["body", {}, "Other text.\r\n", "body-changed"],
  ] as const;
  for (const [what, changes, body, expected] of others) {
    const result = await check(octets(field + text(mail(changes, body))), knowledge);
    assert.equal(result.declaration?.result, expected, what);
    assert.equal(result.axes.nature, "claimed", what);
    assert.equal(result.declaration?.coveredBy, undefined, what);
  }
});

test("IPP-03: a declaration that does not cover From, Date and Message-ID is unbound, whoever signed it", async () => {
  for (const names of [
    ["from", "date"],
    ["from", "message-id"],
    ["date", "message-id", "subject"],
  ]) {
    const result = await check(
      await signDeclaration(mail(), { h: names.join(":") }),
      knows({ pub: await certificateOf() }),
    );
    assert.equal(result.declaration?.result, "unbound", names.join(":"));
    assert.ok(codes(result).includes("NATURE_UNBOUND"));
  }
});

test("IPP-04: one address signed, another is shown: CAUTION", async () => {
  const certificate = { address: "mallory@example.org", pub: await certificateOf("mallory@example.org") };
  const result = await check(await signDeclaration(mail(), { l: "mallory" }), knows(certificate));
  assert.equal(result.declaration?.result, "unbound");
  assert.equal(result.badge, "CAUTION");
  assert.ok(codes(result).includes("IPP_IDENTITY"));
});

test("X5-01: another key than the one met first is CAUTION, and the old one still signs", async () => {
  const [first, second] = [await certificateOf(), await certificateOf(ALICE, TEST_KEYS.p256)];
  const both = { pub: first, changedTo: { pub: second, at: STAMPED + 10 } };
  const changed = await check(await declared(mail(), {}, TEST_KEYS.p256), knows(both));
  assert.equal(changed.badge, "CAUTION");
  assert.ok(codes(changed).includes("IPP_KEY_CHANGED"));
  const old = await check(await declared(), knows(both));
  assert.deepEqual([old.declaration?.result, codes(old).includes("IPP_KEY_CHANGED")], ["signed", false]);
});

test("X5-06: a certificate that was not valid when it signed, or when the message came, is no key", async () => {
  for (const notAfter of [STAMPED - 10, STAMPED + 60]) {
    const result = await check(
      await declared(),
      knows({ pub: await certificateOf(ALICE, TEST_KEYS.ed25519, notAfter) }),
    );
    assert.equal(result.declaration?.result, "no-key");
  }
});

test("a declaration counts from ten minutes before its time to its end", async () => {
  const at = async (firstSeen: number) =>
    (
      await check(
        await declared(),
        knows({ pub: await certificateOf(ALICE, TEST_KEYS.ed25519, STAMPED + 40 * 86_400) }, { firstSeen }),
      )
    ).declaration?.result;
  assert.equal(await at(STAMPED - 600), "signed");
  assert.equal(await at(STAMPED - 601), "expired");
  assert.equal(await at(DECLARED.expires), "signed");
  assert.equal(await at(DECLARED.expires + 1), "expired");
});

test("REP-04: a token is used only where a signature of the shown sender covers it", async () => {
  // A stamp covers the declaration inside it, whether or not the declaration's own key is known (G60).
  const inside = await check(await stamped(await declared()), knowing());
  assert.equal(inside.badge, "VERIFIED");
  assert.deepEqual([inside.declaration?.coveredBy, inside.declaration?.token], ["gmp", TOKEN]);
  // Somebody who may stamp for his own domain plants the token of a stranger.
  const planted = await stamped(await signDeclaration(mail(), { d: "victim.example", l: "alice" }));
  assert.equal((await check(planted, knowing())).declaration?.coveredBy, undefined);
  // Put on top of a stamped message, the stamp no longer fits.
  const top = octets(text(await declared()).replace(text(mail()), text(await stamped(mail()))));
  assert.equal((await check(top, knowing())).declaration?.coveredBy, undefined);
  assert.equal((await check(await declared(), knowing({ trust: [] }))).declaration?.coveredBy, undefined);
});

test("what is missing is asked for at the sender's own domain, and only for the address shown", async () => {
  const bytes = await declared(mail({ From: "alice@mail.example.org" }));
  const wants = async (ippAnchors: Knowledge["ippAnchors"] = []) =>
    (await check(bytes, knowing({ trust: [], ippAnchors }))).wants.filter(({ kind }) => kind.startsWith("ipp"));
  assert.deepEqual(await wants(), [{ kind: "ipp-anchor", domain: "mail.example.org" }]);
  const none = { domain: "mail.example.org", state: "secure" } as const;
  assert.deepEqual(await wants([none]), [{ kind: "ipp-anchor", domain: "example.org" }]);
  assert.deepEqual(await wants([none, { domain: "example.org", state: "secure", url: "https://ipp.example.org/" }]), [
    { kind: "ipp-certificate", address: "alice@mail.example.org", base: "https://ipp.example.org/" },
  ]);
  assert.deepEqual(await wants([none, { domain: "example.org", state: "secure" }]), []);
});
