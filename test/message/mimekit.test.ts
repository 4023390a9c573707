import { test } from "node:test";
import type { Part } from "../../core/message/message.ts";
import { readMessage } from "../../core/message/reader.ts";
import { needsCorpus } from "../corpus.ts";
import { corpusText } from "./corpus-mails.ts";
import { octets } from "./mail.ts";
import { judge, type Outcome } from "./outcomes.ts";

/** A part in MimeKit's list of offsets; all count from the beginning of the mailbox. */
interface Offsets {
  readonly mimeType: string;
  readonly beginOffset: number;
  readonly headersEndOffset: number;
  readonly endOffset: number;
  readonly children?: readonly Offsets[];
}

interface MessageOffsets {
  readonly beginOffset: number;
  readonly endOffset: number;
  readonly body: Offsets;
}

function difference(part: Part, expected: Offsets, base: number): string | undefined {
  const children = expected.children ?? [];
  const ours = [`${part.type}/${part.subtype}`, part.start, part.bodyStart, part.bodyEnd, part.children.length];
  const { mimeType, beginOffset, headersEndOffset, endOffset } = expected;
  const theirs = [mimeType, beginOffset - base, headersEndOffset - base, endOffset - base, children.length];
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) return `${part.path}: ${ours} / ${theirs}`;
  for (const [index, child] of part.children.entries()) {
    const other = children[index];
    const found = other === undefined ? "missing" : difference(child, other, base);
    if (found !== undefined) return found;
  }
  return undefined;
}

test("MIME-16: types and offsets of every part equal those of MimeKit", needsCorpus(), () => {
  const folder = "mime/mimekit/mbox";
  const list: readonly MessageOffsets[] = JSON.parse(corpusText(`${folder}/issue1189.dos-offsets.json`));
  const mailbox = corpusText(`${folder}/issue1189.mbox.txt`).replace(/\r?\n/g, "\r\n");
  const outcomes = list.map(({ beginOffset, endOffset, body }): Outcome => {
    const text = mailbox.slice(beginOffset, endOffset);
    return {
      key: text,
      name: `message at ${beginOffset}`,
      difference: difference(readMessage(octets(text)).root, body, beginOffset),
    };
  });
  judge("mimekit", outcomes);
});
