import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { NATURES } from "../../core/ipp/grammar.ts";
import { findDeclaration } from "../../core/ipp/parse.ts";
import { feedbackTypeOf, REPORT_CODES } from "../../core/ipp/report-codes.ts";
import { signingInput } from "../../core/ipp/signing-input.ts";
import { readMessage } from "../../core/message/reader.ts";
import { LINES } from "../../core/verdict/line-codes.ts";
import { REASONS } from "../../core/verdict/reasons.ts";
import { text } from "../gmp/support.ts";
import { declared } from "./support.ts";

const DOC = readFileSync("docs/protocols/ipp.md", "utf8");
const shows = (what: string) => assert.ok(DOC.includes(what), what);

test("the worked example of the documentation is what the code makes", async () => {
  const bytes = await declared();
  const message = readMessage(bytes);
  const found = findDeclaration(message);
  assert.ok(found.kind === "declaration");
  shows(text(bytes).slice(0, text(bytes).indexOf("\r\nFrom:")).replaceAll("\r\n", "\n"));
  shows(text(signingInput(message, found.declaration)).replaceAll("\r\n", "\n"));
});

test("every rule, reason, line, nature and code of IPP is named in the documentation", () => {
  const rules = "G22 G46 G47 G48 G50 G51 G52 G60 H19 H22 H25".split(" ");
  const rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12].map((n) => `IPP-${String(n).padStart(2, "0")}`);
  const reasons = Object.keys(REASONS).filter((code) => /^(?:IPP|NATURE)_/.test(code));
  const lines = Object.keys(LINES).filter((code) => code.startsWith("ipp_"));
  const codes = REPORT_CODES.map((code) => `\`${code}\` ${feedbackTypeOf(code)}`);
  const squeezed = DOC.replace(/\s+/g, " ");
  assert.deepEqual(
    [...rules, ...rows, ...reasons, ...lines, ...NATURES, ...codes].filter((word) => !squeezed.includes(word)),
    [],
  );
});
