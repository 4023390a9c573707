import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { generateSecretKey, usableKey } from "../../core/hpke/key-set.ts";
import { openSealed } from "../../core/hpke/open.ts";
import { readMessage } from "../../core/message/reader.ts";
import { mailWithAttachments } from "../gmp/support.ts";
import {
  ALICE,
  BOB,
  BOB_OLD,
  CAROL,
  inner,
  jweOf,
  mail,
  OWN,
  octets,
  opened,
  outcome,
  sealed,
  text,
} from "./support.ts";

test("what is sealed in either form is opened, octet for octet", async () => {
  for (const form of ["encrypted", "attachment"] as const)
    for (const bytes of [
      mail(),
      mailWithAttachments(),
      mail({ "Content-Type": undefined, "MIME-Version": undefined }),
    ]) {
      const opening = await opened(await sealed(bytes, { form }));
      assert.ok(opening.state === "opened");
      assert.equal(text(opening.inner), text(inner(bytes)));
      assert.deepEqual(opening.reasons, []);
      assert.equal(opening.recipients, 2);
      assert.equal(opening.kid, BOB.key.kid);
    }
});

test("outside stand the people, the date and nothing of the content", async () => {
  const bytes = text(await sealed(mail({ "X-Secret": "canary-1", Keywords: "canary-2" }, "canary-3\r\n")));
  assert.doesNotMatch(bytes, /canary|Invoice/);
  assert.match(bytes, /^From: Alice Example <alice@example\.org>\r\n/);
  assert.match(bytes, /\r\nSubject: \[\.\.\.\]\r\n/);
  assert.match(bytes, /\r\nDate: Sat, 21 Nov 2026 20:01:40 \+0000\r\n/);
});

test("the inner message says what stands outside (RFC 9788)", () => {
  const lines = text(inner()).split("\r\n");
  assert.deepEqual(
    lines.filter((line) => line.startsWith("HP-Outer")),
    [
      "HP-Outer: From: Alice Example <alice@example.org>",
      "HP-Outer: To: Bob <bob@example.net>",
      "HP-Outer: Date: Sat, 21 Nov 2026 20:01:40 +0000",
      "HP-Outer: Message-ID: <4711@example.org>",
      "HP-Outer: Subject: [...]",
    ],
  );
  assert.ok(lines.includes(' hp="cipher"'));
  assert.equal(text(inner(inner())), text(inner()), "a message that is ready stays as it is");
});

test("every recipient opens it, the sender's own copy included, and old keys still read", async () => {
  const bytes = await sealed(mail({ Cc: "carol@example.com" }), { keys: [BOB_OLD.key, CAROL.key, ALICE.key] });
  assert.equal(await outcome(bytes), "opened");
  assert.equal(await outcome(bytes, [CAROL], ["carol@example.com"]), "opened");
  // The copy in Sent: Alice is no recipient of what she wrote.
  assert.equal(await outcome(bytes, [ALICE], ["alice@example.org"]), "opened | SEALED_NOT_ADDRESSED");
});

test("1 to 100 recipients, keys counted once (decision 19)", async () => {
  const many = await Promise.all(Array.from({ length: 100 }, () => generateSecretKey("x25519", "bob@example.net", 0)));
  const keys = many.map(({ key }) => key);
  const [last] = many.slice(-1);
  assert.equal(await outcome(await sealed(mail(), { keys }), last === undefined ? [] : [last]), "opened");
  const twice = await sealed(mail(), { keys: [BOB.key, BOB.key] });
  assert.equal(Object.values(jweOf(twice).recipients ?? {}).length, 1);
  await assert.rejects(sealed(mail(), { keys: [...keys, BOB.key] }), /too-many-recipients/);
  await assert.rejects(sealed(mail(), { keys: [] }), /no-recipient/);
});

test("the second profile, X-Wing: sealed to such keys only, and opened with their seed", async () => {
  const key = await generateSecretKey("x-wing", "bob@example.net", 0);
  const bytes = await sealed(mail(), { keys: [key.key] });
  assert.match(Buffer.from(String(jweOf(bytes).protected), "base64url").toString(), /"HPKE-10-KE"/);
  assert.equal(await outcome(bytes, [key]), "opened");
  await assert.rejects(sealed(mail(), { keys: [key.key, BOB.key] }), /mixed-keys/);
});

test("a private key that cannot be exported opens too", async () => {
  const key = (await usableKey(BOB)) ?? assert.fail();
  assert.ok(key.kind === "x25519" && !key.pair.privateKey.extractable);
  await assert.rejects(crypto.subtle.exportKey("jwk", key.pair.privateKey));
  assert.equal((await openSealed(await sealed(), [key], OWN, nobleEngine)).state, "opened");
});

test("what cannot be sealed in one meaning is not sealed", async () => {
  const refusals: readonly (readonly [Uint8Array, RegExp])[] = [
    [mail({ Bcc: "dave@example.com" }), /"bcc"/],
    [mail({ To: "friends: bob@example.net;" }), /"people"/],
    [mail({ From: "alice@example.org, eve@example.org" }), /"people"/],
    [octets(`To: carol@example.com\r\n${text(mail())}`), /"ambiguous"/],
    [mail({ "Content-Type": "text/plain; charset=(utf-8" }), /"(ambiguous|content-type)"/],
  ];
  for (const [bytes, why] of refusals) await assert.rejects(sealed(bytes), why, text(bytes).slice(0, 80));
});

test("any text comes back", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 2000 }),
      fc.constantFrom("encrypted", "attachment"),
      async (body, form) => {
        const lines = Buffer.from(body).toString("base64").replace(/.{60}/g, "$&\r\n");
        const bytes = mail({ "Content-Transfer-Encoding": "base64" }, `${lines}\r\n`);
        const opening = await opened(await sealed(bytes, { form }));
        assert.ok(opening.state === "opened");
        assert.equal(readMessage(opening.inner).ambiguities.length, 0);
        assert.ok(text(opening.inner).endsWith(`\r\n\r\n${lines}\r\n`));
      },
    ),
    { numRuns: 25 },
  );
});

test("whatever is changed, nothing throws, and what still opens is the text that was sealed", async () => {
  const bytes = await sealed(mail(), { keys: [BOB.key], form: "encrypted" });
  const change = fc.record({
    at: fc.nat(bytes.length - 1),
    octet: fc.integer({ min: 0, max: 255 }),
    cut: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      let changed = Uint8Array.from(bytes);
      for (const { at, octet, cut } of changes)
        if (cut) changed = Uint8Array.from([...changed.subarray(0, at), ...changed.subarray(at + 1)]);
        else changed[at] = octet;
      const opening = await opened(changed);
      if (opening.state === "opened") assert.equal(text(opening.inner), text(inner()));
    }),
    { numRuns: 150 },
  );
});
