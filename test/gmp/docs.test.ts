import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { attachmentRecords, recordOctets } from "../../core/gmp/att-hash.ts";
import { footerLines } from "../../core/gmp/footer.ts";
import { SIGNED_FIELDS, signedFields } from "../../core/gmp/header-hash.ts";
import { findStamp } from "../../core/gmp/parse.ts";
import { signingInput } from "../../core/gmp/signing-input.ts";
import { readMessage } from "../../core/message/reader.ts";
import { mail, mailWithAttachments, stamped, text } from "./support.ts";
import { TEST_KEYS } from "./test-keys.ts";

const DOC = readFileSync("docs/protocols/gmp.md", "utf8");
const words = DOC.replace(/\s+/g, " ");

function shows(octets: string): void {
  assert.ok(DOC.includes(octets.replaceAll("\r\n", "\n").trimEnd()), octets);
}

test("the worked example of the documentation is what the code makes", async () => {
  const bytes = await stamped(mail());
  const whole = text(bytes);
  const message = readMessage(bytes);
  const border = whole.indexOf("\r\nFrom:") + 2;
  shows(whole.slice(0, border));
  shows(whole.slice(border));
  shows(
    signedFields(message)
      .map((field) => text(field.octets))
      .join(""),
  );
  const found = findStamp(message);
  assert.ok(found.kind === "stamp");
  shows(text(signingInput(found.stamp.text, found.stamp.tags)));
  shows(TEST_KEYS.ed25519.key);
  shows(found.stamp.hdrHash);
  shows(found.stamp.bodyHash);
});

test("the documented list of fields and the footer are the code's", () => {
  assert.ok(words.includes(SIGNED_FIELDS.join(" ")));
  const facts = { rid: "<rid>", senderId: "<sender_id>", orgId: "<org_id>", ts: "<ts>", verifyUrl: "<verify_url>" };
  shows(footerLines(facts).join("\r\n"));
});

test("the documented record of an attachment is the code's", async () => {
  const records = await attachmentRecords(readMessage(mailWithAttachments()), "relaxed", nobleEngine);
  const octets = text(recordOctets(records));
  const hex = (from: number, to: number) => Buffer.from(octets.slice(from, to), "latin1").toString("hex").toUpperCase();
  const dump = (DOC.split("Its input begins")[1] ?? "").split("```")[1] ?? "";
  const lengths = [hex(0, 4), hex(4, 8), hex(9, 13)].map((word) => word.replace(/..(?=.)/g, "$& "));
  for (const word of lengths) assert.ok(dump.includes(word), word);
  const digest = hex(115, 147).replace(/..(?=.)/g, "$& ");
  assert.ok(dump.includes(`${digest.slice(0, 11)} ... ${digest.slice(-8)}`), digest);
  assert.ok(octets.slice(13).startsWith('content-type:application/pdf; name="a.pdf"\r\n'));
});

test("every rule is named in the documentation", () => {
  const elsewhere = new Set(["G17"]);
  const numbers = (letter: string, last: number) =>
    Array.from({ length: last }, (_, n) => `${letter}${String(n + 1).padStart(2, "0")}`);
  const missing = [...numbers("G", 60), ...numbers("H", 29)].filter(
    (rule) => !DOC.includes(rule) && !elsewhere.has(rule),
  );
  assert.deepEqual(missing, []);
});
