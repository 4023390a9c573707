import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { octetLines } from "../../core/cli/octets.ts";
import { countersign, folderFor } from "./command.ts";

const MAILBOX = "test/samples/mailbox";
const explain = (name: string, ...words: string[]) =>
  countersign(["explain", "--knowledge", `${MAILBOX}/knowledge.json`, ...words, `${MAILBOX}/${name}.eml`]);

test("explain shows every octet that was hashed: read back from the text, they have the hashes of the stamp", async () => {
  const { code, text } = await explain("verified-invoice-with-attachment-de");
  assert.equal(code, 0);
  for (const unit of ["hdr_hash", "body_hash", "att_hash"]) {
    const step = text.split(/\n\n/).find((part) => part.includes(`. ${unit}: `)) ?? "";
    const octets = [...step.matchAll(/^ {3}\| (.*)$/gm)].map(([, line = ""]) => unescaped(line)).join("");
    const hash = createHash("sha3-256").update(octets, "latin1").digest("hex");
    assert.match(step, new RegExp(`stamped +${hash} +equal`), unit);
    assert.match(text, new RegExp(`${unit} = ${hash}`));
  }
  assert.match(text, /VALID, badge VERIFIED\n/);
});

/** Takes the form of {@link octetLines} back. */
function unescaped(line: string): string {
  const names: Readonly<Record<string, string>> = { r: "\r", n: "\n", t: "\t", "\\": "\\" };
  return line.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_, hex, name) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (names[name] ?? ""),
  );
}

test("the readable form of octets loses nothing", () => {
  const all = Uint8Array.from({ length: 512 }, (_, i) => i % 256);
  const lines = octetLines(all, "").split("\n").slice(0, -1);
  assert.equal(lines.map(unescaped).join(""), Buffer.from(all).toString("latin1"));
  assert.match(lines.join(""), /^[ -~]*$/);
});

test("--write gives the octets of each step as files", async (t) => {
  const folder = `${folderFor(t)}/steps`;
  const { code } = await explain("verified-invoice-with-attachment-de", "--brief", "--write", folder);
  assert.equal(code, 0);
  assert.deepEqual(readdirSync(folder).sort(), ["attachments.bin", "body.bin", "header.bin", "signed.bin"]);
  const stamp = readFileSync(`${MAILBOX}/verified-invoice-with-attachment-de.eml`, "latin1");
  const hash = createHash("sha3-256")
    .update(readFileSync(`${folder}/body.bin`))
    .digest("hex");
  assert.ok(stamp.includes(`body_hash=${hash}`));
  assert.match((await explain("verified-fr", "--write", folder)).err, /FILE_UNWRITABLE/);
});

test("explain names what differs, what is missing and what is ambiguous", async () => {
  const changed = await explain("alert-account-number-changed", "--brief");
  assert.match(changed.text, /body_hash: .*\n.*\n.*\n +stamped +[0-9a-f]{64} +DIFFERENT/);
  assert.doesNotMatch(changed.text, / \| /);
  assert.match((await explain("none-neighbour")).text, /there is none, and nothing that resembles one/);
  assert.match((await explain("none-unknown-organisation")).text, /no key of rowingclub\.example named 2026a is known/);
  const broken = `X-GuardMail-Stamp: v=1; v=1\nX-GuardMail-Stamp : v=1\n\nx`;
  const { text } = await countersign(["explain", "-"], { input: broken });
  assert.match(text, /broken: [A-Z_]+/);
  assert.match(text, /ambiguous: AMBIG_/);
});

test("explain wants one message", async () => {
  const several = await countersign(["explain", MAILBOX]);
  assert.deepEqual([several.code, /NO_MESSAGE/.test(several.err)], [2, true]);
  const mailbox = "From a\nA: 1\n\nx\n\nFrom b\nA: 2\n\ny\n";
  const two = await countersign(["explain", "-"], { input: mailbox });
  assert.deepEqual([two.code, /holds more than one message/.test(two.err)], [2, true]);
});
