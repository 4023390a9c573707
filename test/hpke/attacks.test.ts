import assert from "node:assert/strict";
import { test } from "node:test";
import { toBase64Url } from "../../core/canonical/encoding.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { authenticated } from "../../core/hpke/aad.ts";
import { encryptContent } from "../../core/hpke/content.ts";
import { innerKnowledge, openedDigests, openSealed, whoWrote } from "../../core/hpke/open.ts";
import { sealContent } from "../../core/hpke/seal.ts";
import { stamped } from "../gmp/support.ts";
import { told, verdictOf } from "../verify/support.ts";
import {
  BOB,
  BOB_OLD,
  BOB_PRIVATE,
  bobKnows,
  CAROL,
  drawing,
  inner,
  jweOf,
  mail,
  octets,
  opened,
  outcome,
  outside,
  people,
  replaced,
  sealed,
  text,
  usable,
  withJwe,
} from "./support.ts";

test("E2E-01: an anonymous ciphertext opens, moves no badge, and anyone could have written it", async () => {
  const bytes = await sealed(mail(), { keys: [BOB.key] });
  assert.equal(await outside(bytes), "NONE | for-you | none");
  const opening = await opened(bytes);
  assert.ok(opening.state === "opened");
  const result = await verdictOf(opening.inner, innerKnowledge(bobKnows()));
  assert.equal(result.badge, "NONE");
  assert.equal(whoWrote(opening, result), "anyone");
});

test("E2E-01: only a stamp inside says who wrote it", async () => {
  const opening = await opened(await sealed(await stamped(inner()), { keys: [BOB.key] }));
  assert.ok(opening.state === "opened");
  const result = await verdictOf(opening.inner, innerKnowledge(bobKnows()));
  assert.equal(result.badge, "VERIFIED");
  assert.equal(whoWrote(opening, result), "stamped");
});

test("E2E-02: a stamped text to somebody else, sealed anew for the reader, is not addressed to him", async () => {
  // Alice stamped it for Carol; whoever got it puts it under an outer header for Bob.
  const toCarol = await stamped(inner(mail({ To: "carol@example.com" })));
  const outer = mail({ To: "bob@example.net", Subject: "[...]" });
  const jwe = await sealContent(toCarol, people(outer), [BOB.key], drawing("again"));
  assert.ok(jwe instanceof Uint8Array);
  const bytes = withJwe(await sealed(outer), text(jwe));
  assert.equal(await outcome(bytes), "opened | SEALED_NOT_ADDRESSED");
  const opening = await opened(bytes);
  assert.ok(opening.state === "opened");
  const result = await verdictOf(opening.inner, innerKnowledge(bobKnows()));
  assert.match(`${result.badge} ${result.reasons.map(({ code }) => code)}`, /^CAUTION .*NOT_ADDRESSED_TO_YOU/);
  assert.equal(whoWrote(opening, result), "anyone");
});

test("E2E-03: with another From, To or Cc around it, the same ciphertext stays shut", async () => {
  const bytes = await sealed(mail({ Cc: "carol@example.com" }));
  assert.equal(await outcome(bytes), "opened");
  const flips: readonly (readonly [string | RegExp, string])[] = [
    ["alice@example.org>", "alice@example.com>"],
    ["alice@example.org>", "Alice@example.org>"],
    ["bob@example.net>", "bob@example.net>, eve@example.com"],
    ["To: Bob <bob@example.net>", "To: Bob <dave@example.net>"],
    ["Cc: carol@example.com\r\n", ""],
    ["Cc: ", "Bcc: "],
    ["To: Bob <bob@example.net>", "To: us: bob@example.net;"],
  ];
  for (const [from, to] of flips) {
    const flipped = replaced(bytes, from, to);
    assert.equal(await outcome(flipped), "refused altered", to);
    assert.match(await outside(flipped), /^CAUTION SEALED_ALTERED \| refused \| refused$/, to);
  }
  const second = replaced(bytes, /^/, "Cc: eve@example.com\r\n");
  assert.equal(await outcome(second), "refused ambiguous");
  assert.match(await outside(second), /^UNCHECKED SEALED_AMBIGUOUS \| refused \| refused$/);
});

test("E2E-03: names and the order of addresses are nobody's identity, and may change", async () => {
  const bytes = await sealed(mail({ To: "Bob <bob@example.net>, carol@example.com" }));
  const moved = replaced(
    bytes,
    "To: Bob <bob@example.net>, carol@example.com",
    "Cc: carol@example.com\r\nTo: bob@EXAMPLE.net",
  );
  assert.equal(await outcome(moved), "opened");
});

test("E2E-03: another Subject, Date or inner From is a caution for each (T29)", async () => {
  const bytes = await sealed();
  assert.equal(
    await outcome(replaced(bytes, "Subject: [...]", "Subject: Pay now")),
    "opened | SEALED_HEADER_DIFFERS Subject",
  );
  assert.equal(await outcome(replaced(bytes, "Subject: [...]\r\n", "")), "opened | SEALED_HEADER_DIFFERS Subject");
  // The client writes the final Date: a day of difference is none (decision 2).
  assert.equal(await outcome(replaced(bytes, "21 Nov 2026 20:01:40", "22 Nov 2026 20:01:40")), "opened");
  assert.equal(
    await outcome(replaced(bytes, "21 Nov 2026 20:01:40", "22 Nov 2026 20:01:41")),
    "opened | SEALED_HEADER_DIFFERS Date",
  );
  const jwe = await sealContent(inner(mail({ From: "eve@example.org" })), people(mail()), [BOB.key], drawing("eve"));
  assert.ok(jwe instanceof Uint8Array);
  assert.equal(await outcome(withJwe(bytes, text(jwe))), "opened | SEALED_HEADER_DIFFERS From");
});

test("E2E-07: the JWE names the key: no other key of the reader is tried, and a report quotes both texts", async () => {
  const bytes = await sealed();
  const swapped = jweOf(bytes);
  const list = swapped.recipients;
  assert.ok(Array.isArray(list));
  // Bob's entry under the name of his old key: nothing is tried with the one that would open it.
  const renamed = JSON.parse(JSON.stringify(list).replace(BOB.key.kid, BOB_OLD.key.kid));
  assert.equal(await outcome(withJwe(bytes, { ...swapped, recipients: renamed })), "refused cannot-open");
  const opening = await opened(bytes);
  assert.ok(opening.state === "opened");
  const digests = openedDigests(opening, nobleEngine);
  assert.match(`${digests.ciphertext} ${digests.plaintext}`, /^[0-9a-f]{64} [0-9a-f]{64}$/);
  assert.notEqual(digests.ciphertext, digests.plaintext);
});

test("E2E-11: a co-recipient who knows the content key can write another text, and the reader is told so", async () => {
  const bytes = await sealed(mail({ Cc: "carol@example.com" }), { keys: [BOB.key, CAROL.key] });
  const jwe = jweOf(bytes);
  // Carol keeps Bob's entry as it is and needs only the content key, which she has; here it is drawn as Alice drew it.
  const draw = drawing("sealed");
  draw(16);
  const contentKey = draw(32);
  const aad = authenticated(String(jwe.protected), String(jwe.aad));
  const rewritten = inner(mail({ Cc: "carol@example.com" }, "Pay Carol.\r\n"));
  const { iv, ciphertext, tag } = await encryptContent(rewritten, contentKey, new Uint8Array(12), aad);
  const members = { iv: toBase64Url(iv), ciphertext: toBase64Url(ciphertext), tag: toBase64Url(tag) };
  const opening = await opened(withJwe(bytes, { ...jwe, ...members }));
  assert.ok(opening.state === "opened");
  assert.match(text(opening.inner), /Pay Carol/);
  const result = await verdictOf(opening.inner, innerKnowledge(bobKnows()));
  assert.equal(whoWrote(opening, result), "anyone-or-recipient");
  // A stamp would have told.
  const signed = await stamped(inner(mail({ Cc: "carol@example.com" })));
  const forged = octets(text(signed).replace("1 000", "9 000"));
  assert.match(await told(forged, innerKnowledge(bobKnows())), /^ALERT BODY/);
});

test("E2E-16: a message cannot choose a key of another identity of the reader, nor learn that it is there", async () => {
  const bytes = await sealed(mail(), { keys: [BOB_PRIVATE.key] });
  assert.equal(await outcome(bytes, [BOB, BOB_PRIVATE]), "refused cannot-open");
  assert.equal(await outside(bytes), "NONE | sealed | none");
  assert.equal(await outcome(bytes, [BOB_PRIVATE], ["bob@private.example"]), "opened | SEALED_NOT_ADDRESSED");
});

test("E2E-17: a bomb inside is a bomb: the limits of every message hold", async () => {
  const fields = mail(Object.fromEntries(Array.from({ length: 1100 }, (_, n) => [`X-${n}`, "x"])));
  const parts = mail({ "Content-Type": "multipart/mixed; boundary=b" }, "--b\r\n\r\nx\r\n".repeat(10_001));
  for (const bomb of [fields, parts]) {
    const ready = octets(text(bomb).replace(/Content-Type: ([^\r]*)/, 'Content-Type: $1; hp="cipher"'));
    const jwe = await sealContent(ready, people(mail()), [BOB.key], drawing("bomb"));
    assert.ok(jwe instanceof Uint8Array);
    assert.equal(await outcome(withJwe(await sealed(), text(jwe))), "refused cannot-open");
  }
});

test("E2E-06: a captured ciphertext is opened for nobody but on its own, and never by looking at a message", async () => {
  let asked = 0;
  const [key] = await usable(BOB);
  assert.ok(key?.kind === "x25519");
  const counting = {
    ...key,
    get pair() {
      asked += 1;
      return key.pair;
    },
  };
  const bytes = await sealed();
  await verdictOf(bytes, bobKnows());
  // Captured, and sent on by Eve under her own name.
  const captured = replaced(bytes, "alice@example.org>", "eve@example.com>");
  assert.equal((await openSealed(captured, [counting], ["bob@example.net"], nobleEngine)).state, "refused");
  assert.equal(asked, 0, "no key is touched before the outside is found to be right");
  assert.equal((await openSealed(bytes, [counting], ["bob@example.net"], nobleEngine)).state, "opened");
  assert.ok(asked > 0);
});
