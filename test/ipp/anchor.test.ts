import assert from "node:assert/strict";
import { test } from "node:test";
import { anchorNames, findAnchor } from "../../core/ipp/anchor.ts";
import type { IppAnchor } from "../../core/knowledge.ts";

const at = (domain: string, url?: string): IppAnchor => ({ domain, state: "secure", ...(url && { url }) });
const HERE = "https://ipp.mail.example.co.uk/";
const ABOVE = "https://ipp.example.co.uk/";

test("IPP-12: two names are asked at most, the exact one and the registrable one", () => {
  assert.deepEqual(anchorNames("a.b.mail.example.co.uk"), ["a.b.mail.example.co.uk", "example.co.uk"]);
  assert.deepEqual(anchorNames("example.co.uk"), ["example.co.uk"]);
  assert.deepEqual(anchorNames("co.uk"), ["co.uk"]);
});

test("the exact name speaks first, and what is above it counts only where it provably has nothing", () => {
  const find = (...known: readonly IppAnchor[]) => findAnchor("mail.example.co.uk", known);
  const [exact, above] = [at("mail.example.co.uk", HERE), at("example.co.uk", ABOVE)];
  assert.deepEqual(find(above, exact), { kind: "found", url: HERE, state: "secure" });
  assert.deepEqual(find(above), { kind: "unknown", domain: "mail.example.co.uk" });
  assert.deepEqual(find(at("mail.example.co.uk"), above), { kind: "found", url: ABOVE, state: "secure" });
  assert.deepEqual(find(at("mail.example.co.uk")), { kind: "unknown", domain: "example.co.uk" });
  assert.deepEqual(find(at("mail.example.co.uk"), at("example.co.uk")), { kind: "none" });
  assert.deepEqual(find(at("co.uk", "https://evil.example/"), at("other.example", ABOVE)), {
    kind: "unknown",
    domain: "mail.example.co.uk",
  });
});
