import assert from "node:assert/strict";
import { test } from "node:test";
import { check, mail, mailWithAttachments, stamped, text, verdict } from "./support.ts";
import { TEST_KEYS } from "./test-keys.ts";

for (const name of ["ed25519", "p256", "rsa"] as const)
  for (const bodyForm of ["relaxed", "simple"] as const)
    test(`a message stamped with ${name} in ${bodyForm} form is VALID`, async () => {
      assert.equal(await verdict(await stamped(mail(), { bodyForm }, TEST_KEYS[name])), "VALID valid");
      assert.equal(await verdict(await stamped(mailWithAttachments(), { bodyForm }, TEST_KEYS[name])), "VALID valid");
    });

test("an unstamped message is NOT_FOUND", async () => {
  assert.equal(await verdict(mail()), "NOT_FOUND not-found");
});

test("the stamp is folded into lines of at most 78 characters and shows what was computed", async () => {
  const bytes = await stamped(mail(), {}, TEST_KEYS.rsa);
  const header = text(bytes).split("\r\n\r\n")[0] ?? "";
  for (const line of header.split("\r\n")) assert.ok(line.length <= 85, line);
  const { receipt } = await check(bytes);
  assert.equal(receipt?.signature, "true");
  assert.equal(receipt?.tags.hdr_hash, receipt?.computed.hdr_hash);
  assert.equal(receipt?.computed.att_hash, "NONE");
});
