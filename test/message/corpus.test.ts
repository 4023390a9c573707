import assert from "node:assert/strict";
import { test } from "node:test";
import { readFrom, readMailboxes } from "../../core/message/address.ts";
import { fileName, isAttachment } from "../../core/message/attachment.ts";
import { parseDate } from "../../core/message/date.ts";
import { displayHeader } from "../../core/message/display.ts";
import { decodeText } from "../../core/message/leaf.ts";
import { readMessage } from "../../core/message/reader.ts";
import { needsCorpus } from "../corpus.ts";
import { corpusMails } from "./corpus-mails.ts";
import { decodingEngine } from "./engine.ts";

/** Everything a host asks of a message, as text. */
function everything(bytes: Uint8Array): string {
  const message = readMessage(bytes);
  return JSON.stringify([
    message.ambiguities,
    message.limit,
    message.leaves.map((leaf) => [
      leaf.path,
      leaf.bodyStart,
      leaf.bodyEnd,
      fileName(leaf),
      isAttachment(leaf),
      decodeText(message, leaf, decodingEngine),
    ]),
    readFrom(message),
    ["to", "cc", "sender", "reply-to"].map((name) => readMailboxes(message, name)),
    displayHeader(message, "subject"),
    parseDate(displayHeader(message, "date")),
  ]);
}

test(
  "MIME-16: every mail of the corpus is read without an exception, twice the same, within the budgets",
  needsCorpus(),
  () => {
    let mails = 0;
    for (const folder of ["mime", "attack-mail", "dkim-arc"])
      for (const { file, bytes } of corpusMails(folder)) {
        const before = bytes.slice();
        assert.equal(everything(bytes), everything(bytes), file);
        assert.deepEqual(bytes, before, `${file} was changed`);
        assert.equal(readMessage(bytes).limit, undefined, file);
        mails++;
      }
    assert.ok(mails > 1200, `${mails}`);
  },
);

test("MIME-16: LF and CRLF copies of a corpus mail give the same tree", needsCorpus(), () => {
  for (const { file, bytes } of corpusMails("mime")) {
    const text = Buffer.from(bytes).toString("latin1");
    if (/\r(?!\n)/.test(text)) continue;
    const unix = text.replaceAll("\r\n", "\n");
    const [lf, crlf] = [unix, unix.replaceAll("\n", "\r\n")].map((copy) => readMessage(Buffer.from(copy, "latin1")));
    assert.deepEqual(lf?.root, crlf?.root, file);
  }
});

test("decision 30: no structural doubt about more than 1 in 20 of the ordinary mails of 2002", needsCorpus(), () => {
  const mails = corpusMails("mime/spamassassin-public-corpus").filter(({ file }) => file.includes("ham"));
  const doubted = mails.filter(({ bytes }) => {
    const message = readMessage(bytes);
    return message.ambiguities.length + readFrom(message).ambiguities.length > 0;
  });
  console.log(`ordinary mail of 2002: ${doubted.length} of ${mails.length} ambiguous`);
  // Mailing list software of that time wrote its footer behind the closing delimiter (EXTRA_BYTES).
  for (const { file, bytes } of doubted)
    assert.deepEqual(
      readMessage(bytes).ambiguities.map(({ code }) => code),
      ["EXTRA_BYTES"],
      file,
    );
  assert.ok(doubted.length * 20 <= mails.length);
});
