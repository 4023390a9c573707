import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { aligned, inScope, isBelow, registrableDomain } from "../../core/trust/scope.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";

/** Rules that the list of 2026-08-19 and the program's own snapshot hold differently; reviewed (decision 27). */
const KNOWN_DIFFERENCES: ReadonlySet<string> = new Set();

test("T55: registrable domains as in the public suffix list's own tests", needsCorpus(), () => {
  const text = readFileSync(join(CORPUS, "idn-psl/psl/test_psl.txt"), "utf8");
  const cases = [...text.matchAll(/^checkPublicSuffix\('([^']+)', (?:'([^']+)'|null)\);/gm)];
  assert.ok(cases.length > 30);
  for (const [, domain = "", expected] of cases) {
    // Upper case, U-labels and leading dots never reach this function: domains are lower-case A-labels (G34).
    if (/[^a-z0-9.-]|^\./.test(domain) || KNOWN_DIFFERENCES.has(domain)) continue;
    assert.equal(registrableDomain(domain), expected, domain);
  }
});

test("T55: a suffix, a provider's suffix and an address literal have no registrable domain", () => {
  for (const name of ["com", "co.uk", "github.io", "", "192.0.2.1", "[192.0.2.1]", "a..com", ".com", "com."])
    assert.equal(registrableDomain(name), undefined, name);
  assert.equal(registrableDomain("mail.example.org"), "example.org");
  assert.equal(registrableDomain("a.b.unlisted"), "b.unlisted");
});

test("T55: alignment is equality or one registrable domain, and a suffix aligns with itself only", () => {
  assert.ok(aligned("mail.example.org", "example.org"));
  assert.ok(aligned("a.example.org", "b.example.org"));
  assert.ok(aligned("github.io", "github.io"));
  for (const [a, b] of [
    ["example.org", "example.com"],
    ["alice.github.io", "mallory.github.io"],
    ["alice.github.io", "github.io"],
    ["bank.co.uk", "evil.co.uk"],
    ["co.uk", "bank.co.uk"],
    ["", ""],
    ["192.0.2.1", "198.51.100.1"],
  ] as const)
    assert.ok(!aligned(a, b), `${a} ${b}`);
});

test("G32: a record covers listed names, and names below them only with includeSubdomains", () => {
  const exact = { domains: ["example.org"] };
  const below = { domains: ["example.org"], includeSubdomains: true };
  assert.ok(inScope("example.org", exact));
  assert.ok(!inScope("mail.example.org", exact));
  assert.ok(inScope("mail.example.org", below));
  assert.ok(inScope("a.b.example.org", below));
  for (const other of ["evilexample.org", "org", "example.org.evil.test", "example.com", ""])
    assert.ok(!inScope(other, below), other);
  assert.ok(!isBelow("example.org", ""));
});

test("GMR-08: a scope that reaches over a suffix of a provider does not cover the provider's customers", () => {
  const record = { domains: ["amazonaws.com"], includeSubdomains: true };
  assert.ok(inScope("mail.amazonaws.com", record));
  assert.ok(!inScope("mallory.s3.amazonaws.com", record));
});
