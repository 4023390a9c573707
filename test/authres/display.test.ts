import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { readForDisplay } from "../../core/authres/display.ts";
import { parseAuthenticationResults } from "../../core/authres/parse.ts";
import { unfoldedValue } from "../../core/message/display.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { mail } from "../gmp/support.ts";
import { delivered, knowingServer, SERVER, verdictOf } from "../verify/support.ts";
import { messageOf } from "./build.ts";

/** `server: method=result about; …` */
function told(value: string): string {
  const { server, results } = readForDisplay(value);
  return `${server}: ${results.map(({ method, result, about }) => `${method}=${result} ${about}`.trim()).join("; ")}`;
}

test("what the strict parser refuses can still be read by a person", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["mx.example; dkim=pass header.d=a.example header.d=b.example", "mx.example: dkim=pass a.example"],
    [
      "mx.example 1; spf=pass smtp.mailfrom=<a@b.example>;; dmarc=PASS",
      "mx.example: spf=pass <a@b.example>; dmarc=pass",
    ],
    ["spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=b.example; dkim=none", ": spf=pass b.example; dkim=none"],
    ['"mx.example" (a (nested) comment); none', "mx.example: "],
    ["mx.example; dkim=pass (never closed; dmarc=pass", "mx.example: dkim=pass"],
    ['mx.example; spf=pass smtp.mailfrom="a; dmarc=pass"@b.example', "mx.example: spf=pass a; dmarc=pass"],
    ["", ": "],
  ];
  for (const [value, expected] of cases) assert.equal(told(value), expected, value);
});

interface CorpusEntry {
  readonly value: string;
  readonly field: string;
  readonly parsers: Readonly<
    Record<string, { authserv_id?: string; results?: readonly { method: string; result: string }[] }>
  >;
}

test(
  "corpus: equal to the strict parser where that reads, and to an outside one nearly everywhere else",
  needsCorpus(),
  (t) => {
    const entries: CorpusEntry[] = JSON.parse(readFileSync(join(CORPUS, "authres/headers.json"), "utf8"));
    const words = (results: readonly { readonly method: string; readonly result: string }[]) =>
      results.map(({ method, result }) => `${method}=${result}`.toLowerCase()).sort();
    const counts = { "as strict": 0, "as an outside parser": 0, "read by no other": 0, "read in another way": 0 };
    for (const { value, field: name, parsers } of entries) {
      // Of intermediaries' fields, which begin with another member, nothing is shown (AR-11).
      if (name !== "Authentication-Results") continue;
      const message = messageOf([`Authentication-Results: ${value}`]);
      const field = message.fields.find(({ lowerName }) => lowerName === "authentication-results");
      if (field === undefined) continue;
      const text = unfoldedValue(message, field);
      const shown = readForDisplay(text);
      const strict = parseAuthenticationResults(text);
      if (strict !== undefined) {
        assert.equal(shown.server, strict.authservId, value);
        assert.deepEqual(words(shown.results), words(strict.results), value);
        counts["as strict"]++;
        continue;
      }
      const outside = Object.values(parsers).filter(({ results }) => results !== undefined);
      const same = outside.some(
        ({ authserv_id, results = [] }) =>
          authserv_id === shown.server && JSON.stringify(words(results)) === JSON.stringify(words(shown.results)),
      );
      if (outside.length === 0) counts["read by no other"]++;
      else if (same) counts["as an outside parser"]++;
      else counts["read in another way"]++;
    }
    t.diagnostic(JSON.stringify(counts));
    assert.ok(counts["as strict"] >= 90, JSON.stringify(counts));
    assert.ok(counts["read in another way"] <= 10, JSON.stringify(counts));
  },
);

test("AR-03, AR-05: what is only readable is shown beside the verdict and never moves it", async () => {
  const own = knowingServer({ trust: [] });
  const plain = await verdictOf(delivered(mail()), own);
  const forged = [
    `dmarc=pass header.from=example.org; dmarc=pass header.from=example.org x`,
    `dkim=pass header.d=example.org header.d=example.org`,
    `spf=pass smtp.mailfrom=<alice@example.org>`,
  ];
  for (const results of forged) {
    const { badge, axes, unbelieved } = await verdictOf(delivered(mail(), results), own);
    assert.deepEqual([badge, axes], [plain.badge, plain.axes], results);
    assert.deepEqual([unbelieved?.length, unbelieved?.[0]?.server], [1, SERVER], results);
  }
  const believed = await verdictOf(delivered(mail(), "dmarc=pass header.from=example.org"), own);
  assert.deepEqual([believed.badge, believed.unbelieved], ["TRANSPORT", undefined]);
});

test("DOS-04: any text is read, in time, and no more than a screen holds is kept", () => {
  const pieces = ["mx", ";", "=", ".", "dkim", "pass", " ", '"', "(", ")", "\\", "@", "/", "1", "none", "\0"];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (parts) => {
      assert.ok(readForDisplay(parts.join("")).results.length <= 20);
    }),
    { numRuns: 2000 },
  );
  for (const part of ["(", '"', "\\", ";", "a.b=c ", "a=b;", 'a.a="', " ", "- "])
    assert.ok(readForDisplay(`mx; dkim=pass ${part.repeat(100_000)}`).results.length <= 20);
});
