import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { isToken } from "../../core/ipp/grammar.ts";
import { issueToken, readIssuedToken } from "../../core/ipp/issued-token.ts";

const SECRET = new Uint8Array(32).fill(1);
const OTHER = new Uint8Array(40).fill(2);
const RANDOM = new Uint8Array(16).fill(3);
const SUBJECT = { address: "alice@example.org", expires: 1_800_000_000 };

test("an issued token is a token, made as it is described", () => {
  const token = issueToken(SECRET, SUBJECT, RANDOM);
  assert.ok(isToken(token));
  const head = Buffer.concat([RANDOM, Buffer.from("6b49d200", "hex")]);
  const code = createHmac("sha256", SECRET).update("countersign-token/1\nalice@example.org\n").update(head).digest();
  assert.equal(token, Buffer.concat([head, code.subarray(0, 16)]).toString("base64url"));
});

test("only its issuer recognises it, for its address, under the present secret or an older one", () => {
  const token = issueToken(SECRET, SUBJECT, RANDOM);
  assert.deepEqual(readIssuedToken([SECRET], SUBJECT.address, token), { expires: SUBJECT.expires });
  assert.deepEqual(readIssuedToken([OTHER, SECRET], SUBJECT.address, token), { expires: SUBJECT.expires });
  assert.equal(readIssuedToken([OTHER], SUBJECT.address, token), undefined);
  assert.equal(readIssuedToken([], SUBJECT.address, token), undefined);
  assert.equal(readIssuedToken([SECRET], "alicia@example.org", token), undefined);
});

test("no other text is an issued token", () => {
  const token = issueToken(SECRET, SUBJECT, RANDOM);
  const octets = Buffer.from(token, "base64url");
  for (let i = 0; i < octets.length; i++) {
    const changed = Buffer.from(octets);
    changed[i] = (changed[i] ?? 0) ^ 1;
    assert.equal(readIssuedToken([SECRET], SUBJECT.address, changed.toString("base64url")), undefined, `octet ${i}`);
  }
  fc.assert(fc.property(fc.string(), (text) => readIssuedToken([SECRET], SUBJECT.address, text) === undefined));
});

test("a weak secret makes no token", () => {
  assert.throws(() => issueToken(new Uint8Array(31), SUBJECT, RANDOM), RangeError);
  assert.throws(() => issueToken(SECRET, SUBJECT, new Uint8Array(15)), RangeError);
  assert.throws(() => issueToken(SECRET, { ...SUBJECT, expires: 2 ** 32 }, RANDOM), RangeError);
});
