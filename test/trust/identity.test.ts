import assert from "node:assert/strict";
import { test } from "node:test";
import { isOwnAddress } from "../../core/trust/identity.ts";
import { aligned, inScope } from "../../core/trust/scope.ts";

test("G35: identities are compared with ASCII case folded", () => {
  assert.ok(isOwnAddress("Alice@example.org", ["alice@EXAMPLE.org"]));
  assert.ok(!isOwnAddress("alice@example.org", ["alice@example.com", "bob@example.org"]));
  assert.ok(!isOwnAddress("alice@example.org", []));
});

test("ID-11: the Kelvin sign is not k, and no other letter folds into ASCII", () => {
  assert.ok(!isOwnAddress("ban\u212A@example.org", ["bank@example.org"]));
  assert.ok(!isOwnAddress("bank@example.org", ["BAN\u212A@example.org"]));
});

test("ID-15, H26: plus tags count only for an identity that says so", () => {
  assert.ok(!isOwnAddress("alice+shop@example.org", ["alice@example.org"]));
  assert.ok(isOwnAddress("alice+shop@example.org", ["alice+*@example.org"]));
  assert.ok(isOwnAddress("alice@example.org", ["alice+*@example.org"]));
  assert.ok(isOwnAddress("Alice+Shop+more@example.org", ["alice+*@example.org"]));
  for (const other of [
    "alicex+shop@example.org",
    "alice-shop@example.org",
    "alice+shop@example.com",
    "alicexshop@example.org",
  ])
    assert.ok(!isOwnAddress(other, ["alice+*@example.org"]), other);
});

test("ID-12: a soft hyphen, a NUL or another form of the same letter makes another identity", () => {
  for (const other of ["bo\u00ADb@example.net", "bob\0@example.net", "bob@exam\u00ADple.net", "bob@example.net\u200B"])
    assert.ok(!isOwnAddress(other, ["bob@example.net"]), JSON.stringify(other));
  assert.ok(!isOwnAddress("b\u00F6b@example.net", ["bo\u0308b@example.net"]));
  const record = { domains: ["example.net"], includeSubdomains: true };
  for (const other of ["exam\u00ADple.net", "example.net\0", "\0.example.net", "a.exam\u00ADple.net"]) {
    assert.ok(!inScope(other, record), JSON.stringify(other));
    assert.ok(!aligned(other, "example.net"), JSON.stringify(other));
  }
});

test("ID-14: what is no address is nobody's", () => {
  for (const text of ["", "@example.org", "alice", "alice@"]) {
    assert.ok(!isOwnAddress(text, ["alice@example.org", "@example.org", "alice", ""]), text);
  }
});
