import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import type { ClientMx, DnsState } from "../../core/knowledge.ts";
import { mail, text } from "../gmp/support.ts";
import { delivered, knowingServer, SERVER, verdictOf } from "../verify/support.ts";

/**
 * The published vectors. `WRITE_VECTORS=1 node test/run.mjs unit mtls/vectors` writes the file anew; without it these
 * tests fail on any drift between file and code.
 */
const FILE = "docs/vectors/mtls.json";

const clientMx = (state: DnsState, present = true, domain = "example.org"): ClientMx => ({ domain, state, present });
const YES = [clientMx("secure")];

interface Case {
  readonly id: string;
  readonly rules: readonly string[];
  /** What the reader's server says; absent for no field. */
  readonly results?: string;
  readonly clientMx: readonly ClientMx[];
  /** `BADGE REASON … | line … | want …`, written by hand. */
  readonly told: string;
}

const one = (
  id: string,
  rules: string,
  results: string | undefined,
  told: string,
  known: readonly ClientMx[] = [],
) => ({
  id,
  rules: rules.split(" "),
  ...(results !== undefined && { results }),
  clientMx: known,
  told,
});

const PASS = "mtls=pass smtp.mailfrom=alice@example.org";
const FAIL = "mtls=fail smtp.mailfrom=alice@example.org";
const CASES: readonly Case[] = [
  one("pass", "T33 T34", PASS, "TRANSPORT | pass |"),
  one("pass-host", "T34", `${PASS} smtp.mtls-host=out.example.org dns.sec=yes`, "TRANSPORT | pass-host |"),
  one("pass-host-no-name", "T34", `${PASS} smtp.mtls-host=out..example`, "TRANSPORT | pass |"),
  one("pass-subdomain", "T55", "mtls=pass smtp.mailfrom=bounce.example.org", "TRANSPORT | pass |"),
  one("pass-other-domain", "MTLS-02", "mtls=pass smtp.mailfrom=evil.example", "NONE | |"),
  one("null-sender", "MTLS-04", 'mtls=pass smtp.mailfrom=""', "NONE | |"),
  one("helo-only", "MTLS-04", "mtls=pass smtp.helo=example.org", "NONE | |"),
  one("forwarder", "MTLS-04", "mtls=pass smtp.mailfrom=SRS0=x=y=example.org=a@forwarder.example", "NONE | |"),
  one("other-word", "MTLS-05", "mtls=temperror smtp.mailfrom=example.org", "NONE | |"),
  one("fail", "T33 U33", FAIL, "NONE | fail | client-mx"),
  one("fail-opted-in", "T33 T59", FAIL, "CAUTION MTLS_FAIL | fail |", YES),
  one("fail-opted-in-passes", "T33", `${FAIL}; dmarc=pass header.from=example.org`, "CAUTION MTLS_FAIL | fail |", YES),
  one("fail-no-records", "T59", FAIL, "NONE | fail |", [clientMx("secure", false)]),
  one("fail-insecure", "T59", FAIL, "NONE | fail |", [clientMx("insecure")]),
  one("fail-bogus", "T59", FAIL, "NONE | fail |", [clientMx("bogus")]),
  one("fail-indeterminate", "T60", FAIL, "NONE | fail | client-mx", [clientMx("indeterminate")]),
  one("opted-in-alone", "MTLS-01", undefined, "NONE | opted-in |", YES),
  one("opted-in-and-pass", "MTLS-01", PASS, "TRANSPORT | pass |", YES),
];

async function compute() {
  const vectors = await Promise.all(
    CASES.map(async ({ told: _, ...vector }) => {
      const known = knowingServer({ trust: [], clientMx: vector.clientMx });
      const found = await verdictOf(delivered(mail(), vector.results), known);
      const reasons = found.reasons.filter(({ effect }) => effect !== "note").map(({ code }) => code);
      const lines = found.lines.filter(({ system }) => system === "mtls").map(({ code }) => code);
      const wants = found.wants.filter(({ kind }) => kind === "client-mx").map(({ kind }) => kind);
      return { ...vector, expect: { badge: found.badge, reasons, lines, wants } };
    }),
  );
  return {
    about: `Vectors of docs/protocols/mtls.md. The message was delivered by ${SERVER}, which the account believes; results stand in its Authentication-Results field, and without them there is none.`,
    message: text(mail()),
    vectors,
  };
}

test("every vector says what was written down by hand, and the file holds what is computed", async () => {
  const computed = await compute();
  for (const [place, { id, expect }] of computed.vectors.entries())
    assert.equal(
      [[expect.badge, ...expect.reasons].join(" "), expect.lines.join(" "), expect.wants.join(" ")]
        .join(" | ")
        .replace(/ +/g, " ")
        .trim(),
      CASES[place]?.told.replace(/ +/g, " ").trim(),
      id,
    );
  if (process.env.WRITE_VECTORS === "1") writeFileSync(FILE, `${JSON.stringify(computed, null, 1)}\n`);
  const published: unknown = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : undefined;
  assert.deepEqual(published, JSON.parse(JSON.stringify(computed)));
});
