import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { normalised } from "../../core/canonical/normalise.ts";
import { hidesText } from "../../core/display/hidden-text.ts";
import { toALabel } from "../../core/message/domain.ts";
import { readRemoteUrl } from "../../core/trust/remote-host.ts";
import { isSameMessage } from "../../extension/webmail/same-message.ts";
import { octets } from "../gmp/support.ts";
import { verdictOf } from "../verify/support.ts";

/** A megabyte of marks in the order that takes longest to mend. */
const MARKS = "\u0301\u0316".repeat(260_000);

test("text as people write it is normalised as ever", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom("NFC", "NFKC"), (text, form) => {
      assert.equal(normalised(text, form), text.normalize(form));
    }),
  );
  assert.equal(normalised(`a${"\u0316".repeat(30)}\u0301b`, "NFC"), `a${"\u0316".repeat(30)}b`);
});

test("DOS-04: endless marks are put in order once, wherever they stand in a message", async () => {
  for (const marks of [MARKS, "\uff9e\u0301".repeat(260_000)])
    assert.ok(normalised(`a${marks}`, "NFKC").length < 60, "a run of them");
  assert.equal(toALabel(`a${MARKS}.example`), undefined);
  assert.ok("fault" in readRemoteUrl(`https://a${MARKS}.example/`));
  assert.equal(hidesText(`<p>Hello</p>${`<p>a${MARKS}`}`), false);
  const encoded = new TextEncoder().encode(MARKS);
  const mark = Buffer.from(encoded).toString("latin1");
  const message = octets(
    `From: a@a${mark}.example\r\nTo: b@b${mark}.example\r\nReply-To: "${mark}" <c@c${mark}.example>\r\nSubject: ${mark}\r\n\r\nHello\r\n`,
  );
  const result = await verdictOf(message);
  assert.equal(
    result.reasons.some(({ code }) => code === "E_INTERNAL"),
    false,
  );
  assert.equal(isSameMessage({ subject: `a${MARKS}` }, { ...result, subject: `a${MARKS}` }), true);
});
