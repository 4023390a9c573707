import assert from "node:assert/strict";
import { test } from "node:test";
import { readFrom, readMailboxes } from "../../core/message/address.ts";
import { readMessage } from "../../core/message/reader.ts";
import { needsCorpus } from "../corpus.ts";
import { corpusBytes, corpusText } from "./corpus-mails.ts";
import { octets, read } from "./mail.ts";
import { judge, type Outcome } from "./outcomes.ts";

/** Whether anything about who wrote the message is in doubt. */
function doubtful(message: ReturnType<typeof read>): boolean {
  return message.ambiguities.length + readFrom(message).ambiguities.length > 0;
}

test(
  "ID-03, ID-04, ID-05, ID-06, ID-07: the malformed From fields of EmailTestTools give one plain sender or are ambiguous",
  needsCorpus(),
  () => {
    const list: readonly string[] = JSON.parse(corpusText("attack-mail/emailtesttools/from-header-fuzz.json"));
    const outcomes = list.map((header): Outcome => {
      const message = read(`${header.replace(/(?:\r\n)?$/, "\r\n")}To: b@reader.example\r\n\r\nHello.\r\n`);
      // Without any doubt there is one field, and all of it is one address, with a name or without.
      const plain = /^From:[ ]?(?:[a-z]*[ ]?<([a-z]+@[a-z.0-9]+)>|([a-z]+@[a-z.0-9]+))\r\n$/i.exec(header);
      const [mailbox] = readFrom(message).mailboxes;
      const same = plain !== null && mailbox?.addrSpec === (plain[1] ?? plain[2]);
      return {
        key: header,
        name: JSON.stringify(header),
        difference: same ? undefined : "not plain",
        announced: doubtful(message),
      };
    });
    judge("emailtesttools", outcomes);
  },
);

test("ID-07: no Mailsploit payload reads as the address it shows", needsCorpus(), () => {
  const index: readonly { readonly file: string; readonly spoofed: string; readonly real_sender_domain: string }[] =
    JSON.parse(corpusText("attack-mail/mailsploit/index.json"));
  for (const { file, spoofed, real_sender_domain: domain } of index) {
    const message = readMessage(corpusBytes(`attack-mail/mailsploit/${file}`));
    const { mailboxes, ambiguities } = readFrom(message);
    assert.equal(ambiguities.length, 1, file);
    assert.deepEqual(
      mailboxes.map((mailbox) => mailbox.domain),
      [domain],
      file,
    );
    assert.ok(
      mailboxes.every(({ addrSpec }) => addrSpec !== spoofed),
      file,
    );
  }
});

test(
  "ID-05, ID-06, MIME-02: espoofer's From tricks are ambiguous, its other mails name the address they carry",
  needsCorpus(),
  () => {
    const files = [
      "server_a8",
      "server_a9",
      "server_a10",
      "server_a11",
      "server_a12",
      "server_a13",
      "server_a16",
      "server_a17",
      "client_a1",
    ];
    const cases: readonly { readonly file: string; readonly spoofed: string }[] = JSON.parse(
      corpusText("attack-mail/espoofer/envelopes.json"),
    );
    for (const { file, spoofed } of cases) {
      const message = readMessage(corpusBytes(`attack-mail/espoofer/${file}`));
      const trick = files.includes(file.replace(".eml", ""));
      if (trick) assert.ok(doubtful(message), file);
      else
        assert.deepEqual(
          readFrom(message).mailboxes.map(({ addrSpec }) => addrSpec),
          [spoofed],
          file,
        );
    }
  },
);

/** The cases of Jakarta Mail's address list: a field, and its addresses or the exception it gives. */
function jakartaCases(): { readonly field: string; readonly expected: readonly string[] | undefined }[] {
  const text = corpusText("mime/jakarta-mail-internet/jakarta/mail/internet/addrlist");
  const cases = text
    .slice(text.indexOf("\nFrom start"))
    .matchAll(/^To: (.*(?:\n[ \t].*)*)\nExpect: (.*)((?:\n\t.*)*)/gm);
  return [...cases].map(([, field = "", outcome = "", list = ""]) => ({
    field,
    expected: outcome.startsWith("Exception") ? undefined : list.split("\n\t").slice(1),
  }));
}

test("ID-06: Jakarta Mail's address list gives the same addresses or is ambiguous", needsCorpus(), () => {
  const outcomes = jakartaCases().map(({ field, expected }): Outcome => {
    const message = readMessage(octets(`To: ${Buffer.from(field).toString("latin1")}\n\n`));
    const { mailboxes, ambiguities } = readMailboxes(message, "to");
    const spell = (address: string) =>
      address.replace(/[^@]*$/, (domain) => domain.toLowerCase()).replace(/^"([\w.]+)"@/, "$1@");
    const [ours, theirs] = [mailboxes.map(({ addrSpec }) => addrSpec), expected].map((list) =>
      JSON.stringify(list?.map(spell)),
    );
    const announced = ambiguities.length + message.ambiguities.length > 0;
    return {
      key: field,
      name: JSON.stringify(field),
      difference: ours === theirs ? undefined : `${ours} / ${theirs}`,
      announced,
    };
  });
  judge("jakarta-addresses", outcomes);
});
