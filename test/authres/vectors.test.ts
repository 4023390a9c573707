import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { ar, BORDER, check, FOREIGN, MX, type Setting } from "./build.ts";

/**
 * The published vectors. `WRITE_VECTORS=1 node test/run.mjs unit authres/vectors` writes the file anew; without it these
 * tests fail on any drift between file and code.
 */
const FILE = "docs/vectors/authres.json";

const PASS = "dmarc=pass header.from=bank.example";
const enforce = "policy.map-mode=enforce policy.map-anchor=dnssec dns.sec=yes";
const below = { ...MX, placement: "below" } as const;
const M365 = { borderHosts: ["outlook.example"], placement: "above", profile: "microsoft365" } as const;
const M365_FIELDS = [
  "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=bank.example; dkim=pass (signature was verified) header.d=bank.example;dmarc=pass action=none header.from=bank.example;compauth=pass reason=100",
  "Received: from a by b.outlook.example; Sun, 22 Nov 2026 01:00:00 +0000",
];

interface Case {
  readonly id: string;
  readonly rules: readonly string[];
  readonly fields: readonly string[];
  readonly setting?: Setting;
  /** `transport REASON … | line …`, written by hand. */
  readonly told: string;
}

const one = (id: string, rules: string, fields: readonly string[], told: string, setting?: Setting): Case => ({
  id,
  rules: rules.split(" "),
  fields,
  told,
  ...(setting && { setting }),
});
const says = (id: string, rules: string, results: string, told: string) =>
  one(id, rules, [ar(results), BORDER, FOREIGN], told);

const signedBy = (tags: string) => `DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=a; ${tags}; bh=AA==; b=AA==`;
const hidden = "Received: from a (HELO by mx.example) by relay.example; Sun, 22 Nov 2026 01:00:00 +0000";

const CASES: readonly Case[] = [
  says("dmarc-pass", "T30 T33 T34", PASS, "pass | pass"),
  says("dmarc-fail", "T33", "dmarc=fail header.from=bank.example", "fail TRANSPORT_FAIL | fail"),
  says("forwarded", "T33", "spf=fail smtp.mailfrom=a@bank.example", "fail TRANSPORT_RELAYED | fail"),
  one(
    "list",
    "T33",
    [
      ar("dmarc=fail header.from=bank.example; spf=pass smtp.mailfrom=b@lists.example"),
      BORDER,
      "List-Id: Choir <choir.lists.example>",
    ],
    "fail TRANSPORT_RELAYED | fail",
  ),
  says("dmarc-decides", "T33", `${PASS}; spf=fail smtp.mailfrom=bank.example`, "pass | pass fail"),
  says("dmarc-other-from", "T32", "dmarc=pass header.from=evil.example", "other-domain AR_OTHER_DOMAIN |"),
  says("dkim-unaligned", "T32", "dkim=pass header.d=evil.example", "none |"),
  says("aligned-subdomain", "T55", "spf=pass smtp.mailfrom=a@mail.bank.example", "pass | pass"),
  says("nobody-named", "T34", "dmarc=pass", "none | AR_NO_IDENTITY"),
  says("none", "T33", "none", "none |"),
  says("not-checked", "T33", "spf=temperror smtp.mailfrom=bank.example", "none | not-checked"),
  says("arc", "T33", "arc=pass; dmarc=fail header.from=bank.example", "fail TRANSPORT_FAIL | arc fail"),
  says("irregular", "T36", `${PASS}; dkim=pass header.d=a.example header.d=b.example`, "none | AR_IRREGULAR"),
  says("trailing-semicolon", "T36", `${PASS};`, "pass | pass"),
  says("weak-dkim", "T37", `${PASS}; dkim=pass header.d=bank.example header.a=rsa-sha1`, "none | pass DKIM_PARTIAL"),
  says("map-enforce", "T07 T61", `map=pass smtp.mailfrom=bank.example ${enforce}`, "pass | gateway"),
  says("map-testing", "T07", "map=pass smtp.mailfrom=bank.example policy.map-mode=testing", "none | testing"),
  says("map-fail", "U33", `map=fail smtp.mailfrom=bank.example ${enforce}`, "fail TRANSPORT_FAIL |"),
  says(
    "map-fail-and-spf",
    "U33",
    `spf=fail smtp.mailfrom=bank.example; map=fail smtp.mailfrom=bank.example ${enforce}`,
    "fail TRANSPORT_FAIL | fail",
  ),
  says(
    "fail-beside-other-from",
    "T32",
    "dmarc=fail header.from=bank.example; dmarc=pass header.from=evil.example",
    "fail AR_OTHER_DOMAIN TRANSPORT_FAIL | fail",
  ),
  says("local-part-with-equals", "T36", "spf=pass smtp.mailfrom=SRS0=a=b=c@bank.example", "pass | pass"),
  says("method-version-2", "T36", "spf/2=pass smtp.mailfrom=bank.example", "none | AR_IRREGULAR"),
  says(
    "list-is-not-enough",
    "T33",
    "dmarc=fail header.from=bank.example policy.dmarc=reject",
    "fail TRANSPORT_FAIL | fail",
  ),
  says("public-suffix", "T55", "spf=pass smtp.mailfrom=example", "none |"),
  one(
    "partial-by-length",
    "T37",
    [ar("dkim=pass header.d=bank.example header.s=a"), BORDER, signedBy("l=3; h=from:subject")],
    "none | DKIM_PARTIAL",
  ),
  one(
    "another-selector",
    "T37",
    [ar("dkim=pass header.d=bank.example header.s=b"), BORDER, signedBy("l=3; h=from:subject")],
    "pass | pass",
  ),
  says("mtls-fail", "U33", "mtls=fail smtp.mailfrom=bank.example", "none |"),
  one("other-id", "T35", [ar(PASS, "mx.evil.example"), BORDER], "none |"),
  one("id-in-other-case", "T35", [ar(PASS, "MX.Example"), BORDER], "pass | pass"),
  one("quoted-id", "T35", [ar(PASS, '"mx.example"'), BORDER], "none |"),
  one("below-the-border", "T30", [BORDER, ar(PASS)], "none |"),
  one("no-border", "T30", [ar(PASS), FOREIGN], "none |"),
  one("border-in-a-comment", "T30", [hidden, ar(PASS), BORDER], "none |"),
  one("placement-below", "T30", [BORDER, ar(PASS), FOREIGN], "pass | pass", { authserv: [below] }),
  one("two-together", "T31", [ar(PASS), ar("spf=pass smtp.mailfrom=bank.example"), BORDER], "pass | pass pass"),
  one("one-forged-below", "T31 U31", [ar(PASS), BORDER, ar(PASS)], "conflict AR_CONFLICT |"),
  one("not-configured", "T30", [ar(PASS), BORDER], "none | not-configured", { authserv: [] }),
  one("out-of-a-file", "T58", [ar(PASS), BORDER], "none | AR_NOT_FROM_ACCOUNT", { origin: "file" }),
  one("microsoft365", "T35 U35", M365_FIELDS, "pass | pass pass pass", { authserv: [M365] }),
  one(
    "microsoft365-other-form",
    "U35",
    M365_FIELDS.map((field) => field.replace("; dkim", ";dkim")),
    "none |",
    {
      authserv: [M365],
    },
  ),
  one("microsoft365-not-chosen", "T35", M365_FIELDS, "none |", {
    authserv: [{ authservId: "x", borderHosts: M365.borderHosts, placement: "above" }],
  }),
];

const computed = {
  about:
    "Vectors of docs/protocols/authentication-results.md. From is info@bank.example; fields stand above it in this order.",
  vectors: CASES.map(({ id, rules, fields, setting = {} }) => {
    const { transport, reasons, lines } = check(fields, setting);
    const { authserv = [MX], origin = "account" } = setting;
    const codes = (items: readonly { readonly code: string }[]) => items.map(({ code }) => code);
    return { id, rules, fields, authserv, origin, expect: { transport, reasons: codes(reasons), lines: codes(lines) } };
  }),
};
if (process.env.WRITE_VECTORS === "1") writeFileSync(FILE, `${JSON.stringify(computed, null, 1)}\n`);
const published: unknown = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : undefined;

test("every vector says what was written down by hand", () => {
  for (const [index, { id, expect }] of computed.vectors.entries())
    assert.equal(
      `${[expect.transport, ...expect.reasons].join(" ")} | ${expect.lines.join(" ")}`.trim(),
      CASES[index]?.told,
      id,
    );
  assert.equal(new Set(CASES.map(({ id }) => id)).size, CASES.length);
});

test("the published vectors are the computed ones", () => {
  assert.deepEqual(published, JSON.parse(JSON.stringify(computed)));
});

test("every rule of the description has a vector", () => {
  const covered = new Set(CASES.flatMap(({ rules }) => rules));
  const rules = ["T30", "T31", "T32", "T33", "T34", "T35", "T36", "T37", "T55", "T58", "T61", "U31", "U33", "U35"];
  assert.deepEqual(
    rules.filter((rule) => !covered.has(rule)),
    [],
  );
});
