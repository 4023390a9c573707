import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { aliasUrl, decodeAlias, encodeAlias } from "../../core/ipp/alias.ts";

const BASE = "https://mail.example.org:8443/ipp/";

test("IPP-08: a local part is one path segment or none, whatever it holds", () => {
  const aliases = [
    ["alice", "alice"],
    ["alice+news", "alice%2Bnews"],
    ["a/../b", "a%2F..%2Fb"],
    ["..%2fadmin", "..%252fadmin"],
    ["%2e%2e", "%252e%252e"],
    ["a?b", "a%3Fb"],
    ["a#b", "a%23b"],
    ["a\\b", "a%5Cb"],
    ["a:b@c", "a%3Ab%40c"],
    ["...", "..."],
    ['"a b"', "%22a%20b%22"],
    ["jürgen", "j%C3%BCrgen"],
    ["~", "~"],
  ] as const;
  for (const [localPart, alias] of aliases) {
    assert.equal(encodeAlias(localPart), alias);
    assert.equal(aliasUrl(BASE, localPart, ".pub"), `${BASE}${alias}.pub`);
  }
  for (const bad of [".", "..", "", "x".repeat(65)]) assert.equal(aliasUrl(BASE, bad, ".pub"), undefined);
});

test("IPP-08: the URL is the base and one segment for every local part", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40, unit: "binary" }), (localPart) => {
      const url = aliasUrl(BASE, localPart, ".pol");
      if (url === undefined) return;
      assert.equal(new URL(url).origin, "https://mail.example.org:8443");
      assert.equal(new URL(url).pathname.split("/").length, 3);
      assert.equal(new URL(url).search + new URL(url).hash, "");
    }),
  );
});

test("an alias is decoded once, and gives the local part back", () => {
  assert.equal(decodeAlias("alic%65"), "alice");
  assert.equal(decodeAlias("%2541"), "%41");
  for (const bad of ["", "a b", "a+b", "%4", "%zz", "%ff", "a/b", "ä"]) assert.equal(decodeAlias(bad), undefined, bad);
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 16, unit: "grapheme" }), (localPart) => {
      const alias = encodeAlias(localPart);
      if (alias !== undefined) assert.equal(decodeAlias(alias), localPart);
    }),
  );
});
