import { test } from "node:test";
import { fileName, isAttachment } from "../../core/message/attachment.ts";
import { displayHeader } from "../../core/message/display.ts";
import { decodedLeaf } from "../../core/message/leaf.ts";
import type { Message } from "../../core/message/message.ts";
import { readMessage } from "../../core/message/reader.ts";
import { needsCorpus } from "../corpus.ts";
import { corpusMails } from "./corpus-mails.ts";
import { decodingEngine } from "./engine.ts";
import { codes } from "./mail.ts";
import { judge, type Outcome } from "./outcomes.ts";

/** Thunderbird's test mails say in their names what they are made of: `29-_HTML+embedded-image_+attachment.eml`. */
function namedPieces(file: string): string[] {
  const name = file.replace(/^.*\/\d+-|\.eml$/g, "");
  return name.split("+").map((piece) => piece.replace(/_/g, "").replace("HMTL", "HTML"));
}

function pieces({ leaves }: Message): string[] {
  return leaves.map((leaf) => {
    if (leaf.type === "text" && !isAttachment(leaf)) return leaf.subtype === "html" ? "HTML" : "plaintext";
    return leaf.fields.some(({ lowerName }) => lowerName === "content-id") ? "embedded-image" : "attachment";
  });
}

test("MIME-16: Thunderbird's thirty shapes of mail have the pieces their names say", needsCorpus(), () => {
  const mails = corpusMails("mime/thunderbird-mailnews").filter(({ file }) => /\/\d\d-[^/]*$/.test(file));
  const outcomes = mails.map(({ file, bytes }): Outcome => {
    const [ours, theirs] = [pieces(readMessage(bytes)), namedPieces(file)].map((list) => list.join(" "));
    return { key: bytes, name: file, difference: ours === theirs ? undefined : `${ours} / ${theirs}` };
  });
  judge("thunderbird-mailnews", outcomes);
});

/** The archive that most mails of the suite carry is found by its beginning and end. */
const ARCHIVE = /^PK\x03\x04.*eicar\.comPK\x05\x06.{18}$/s;

/** Whether the mail gives what its suite hides in it: an archive, or a name. */
function isUncovered(message: Message, subject: string): boolean {
  // One mail of the suite names an image, as a control.
  const name = subject.includes("fname-cdisp.png") ? "file.png" : "file.zip";
  if (subject.includes("fname")) return message.leaves.some((leaf) => fileName(leaf) === name);
  return message.leaves.some((leaf) => {
    // Some write its one LF as a line end of the mail, which is CRLF after decoding (RFC 2045 s6.7).
    const content = Buffer.from(decodedLeaf(message, leaf, decodingEngine))
      .toString("latin1")
      .replaceAll("\r\n", "\n");
    return ARCHIVE.test(content) && content.length === 186 && fileName(leaf) === "eicar.zip";
  });
}

test(
  "MIME-05, MIME-06, MIME-08, MIME-12: what mime-is-broken hides is found, or the mail is ambiguous",
  needsCorpus(),
  () => {
    const byLevel = new Map<string, Outcome[]>();
    for (const { file, bytes } of corpusMails("attack-mail/mime-is-broken")) {
      const message = readMessage(bytes);
      const subject = displayHeader(message, "subject");
      const level = /\[(\d)\]/.exec(subject)?.[1] ?? "none";
      const difference = isUncovered(message, subject) ? undefined : subject;
      // Mails of validity 2 and 3 must give it, whatever else is said about them.
      const announced = Number(level) < 2 && codes(message).length > 0;
      byLevel.set(level, [...(byLevel.get(level) ?? []), { key: bytes, name: file, difference, announced }]);
    }
    for (const [level, outcomes] of [...byLevel].sort()) judge(`mime-is-broken-${level}`, outcomes);
  },
);
