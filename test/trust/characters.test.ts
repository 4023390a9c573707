import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hides, shownText } from "../../core/trust/characters.ts";

test("ID-13, MIME-12: what turns or hides text is written out", () => {
  assert.equal(shownText("invoice\u202Efdp.exe", 80), "invoice\\u202Efdp.exe");
  assert.equal(shownText("a\u0000b\u0007c", 80), "a\\u0000b\\u0007c");
  assert.equal(shownText("x\u{E0041}", 80), "x\\uE0041");
  assert.equal(shownText("\uD800x", 80), "\\uD800x");
});

test("ID-08: blanks are collapsed, whatever they are", () => {
  assert.equal(shownText("  Bank \u00A0\u2003\u3000\r\n\t of \u1680 X ", 80), "Bank of X");
});

test("GMR-25: the length is limited and no character is cut in half", () => {
  assert.equal(shownText("x".repeat(100), 10), `${"x".repeat(9)}…`);
  assert.equal(shownText("x".repeat(10), 10), "x".repeat(10));
  assert.equal(shownText(`${"x".repeat(8)}\u{1F600}y`, 10), `${"x".repeat(8)}…`);
  assert.ok(shownText("\u202E".repeat(1_000_000), 80).length <= 80);
});

test("ordinary writing is shown as it stands", () => {
  for (const text of ["Müller", "山田 太郎", "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}", "علی\u200Cرضا", "\u2764\uFE0F"])
    assert.equal(shownText(text, 80), text);
  // Marks that only order their surroundings are not needed inside an isolated element.
  assert.equal(shownText("שלום\u200F", 80), "שלום");
});

test("ID-13: shown text hides nothing, is never longer than allowed, and showing it again changes nothing", () => {
  const nasty = fc.string({ unit: "binary", maxLength: 60 });
  fc.assert(
    fc.property(nasty, fc.integer({ min: 2, max: 60 }), (text, max) => {
      const shown = shownText(text, max);
      assert.ok(shown.length <= max);
      assert.ok(!hides(shown), JSON.stringify(shown));
      assert.equal(shownText(shown, max), shown);
    }),
    { numRuns: 2000 },
  );
});
