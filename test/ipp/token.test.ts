import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { isToken, NATURES } from "../../core/ipp/grammar.ts";
import { issueToken, readIssuedToken } from "../../core/ipp/issued-token.ts";
import { STAMPED } from "../gmp/support.ts";

const SECRET = new Uint8Array(32).fill(7);
const RANDOM = Uint8Array.from({ length: 16 }, (_, i) => i);
const ADDRESS = "alice@example.org";
const SUBJECT = { address: ADDRESS, expires: STAMPED, nature: "list" };

test("REP-04: a token is known again by its maker alone, for its address alone, and says when it ends", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 48 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.integer({ min: 100_000_000, max: 2 ** 32 - 1 }),
      fc.constantFrom(...NATURES),
      (secret, random, expires, nature) => {
        const token = issueToken(secret, { address: ADDRESS, expires, nature }, random);
        assert.ok(isToken(token));
        assert.deepEqual(readIssuedToken([secret], ADDRESS, token), { expires, nature });
        assert.deepEqual(readIssuedToken([SECRET, secret], ADDRESS, token), { expires, nature }, "an older secret");
        assert.equal(readIssuedToken([], ADDRESS, token), undefined);
        assert.equal(readIssuedToken([secret], "bob@example.org", token), undefined);
        assert.equal(readIssuedToken([secret.map((octet) => octet ^ 1)], ADDRESS, token), undefined);
      },
    ),
    { numRuns: 50 },
  );
});

test("REP-04: no changed character of a token is let pass, and no other text", () => {
  const token = issueToken(SECRET, SUBJECT, RANDOM);
  for (let at = 0; at < token.length; at++)
    for (const other of ["A", "z", "-", "="]) {
      const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
      if (changed !== token) assert.equal(readIssuedToken([SECRET], ADDRESS, changed), undefined, changed);
    }
  for (const text of ["", "A", `${token}A`, token.slice(1), "../../etc"])
    assert.equal(readIssuedToken([SECRET], ADDRESS, text), undefined);
});

test("the octets are those of the documentation, computed with Node's HMAC", () => {
  const open = Buffer.concat([RANDOM, Buffer.from(`${STAMPED.toString(16).padStart(8, "0")}03`, "hex")]);
  const code = createHmac("sha256", SECRET).update(`countersign-token/1\n${ADDRESS}\n`).update(open).digest();
  const token = Buffer.concat([open, code.subarray(0, 16)]).toString("base64url");
  assert.equal(issueToken(SECRET, SUBJECT, RANDOM), token);
});

test("of a nature that is not the standard's a token says nothing", () => {
  const token = issueToken(SECRET, { ...SUBJECT, nature: "net.example:adv" }, RANDOM);
  assert.deepEqual(readIssuedToken([SECRET], ADDRESS, token), { expires: STAMPED });
});

test("a weak secret makes no token", () => {
  assert.throws(() => issueToken(new Uint8Array(31), SUBJECT, RANDOM), RangeError);
  assert.throws(() => issueToken(SECRET, SUBJECT, new Uint8Array(15)), RangeError);
  assert.throws(() => issueToken(SECRET, { ...SUBJECT, expires: 2 ** 32 }, RANDOM), RangeError);
});
