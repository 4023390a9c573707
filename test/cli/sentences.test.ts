import assert from "node:assert/strict";
import { test } from "node:test";
import { sayLine } from "../../core/cli/sentences.ts";
import { METHODS } from "../../core/verdict/line-codes.ts";
import { LANGUAGES } from "../../core/words/languages.ts";

test("a method is named in plain words in every language; one that nobody has words for is what the server wrote", () => {
  const line = (method: string) =>
    ({ system: "authres", code: "pass", params: { server: "mx.example", method, domain: "bank.example" } }) as const;
  for (const language of LANGUAGES.keys())
    for (const method of METHODS)
      assert.match(
        sayLine(language, line(method)),
        new RegExp(`${method.replace("smime", "s.mime")} ?[(（].{3,}[)）]`, "i"),
        language,
      );
  assert.match(sayLine("en", line("x-new")), /x-new passed for bank\.example/);
  assert.match(sayLine("en", line("dkim")), /DKIM \(a signature of the domain\) passed/);
});
