import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Button, type Place, readButton, rowOf, selectRows } from "../world/badge-button.ts";
import { BARE_ID, installBareAddOn } from "../world/bare-addon.ts";
import { compose } from "../world/compose.ts";
import { downloadForOffline, INBOX, openFolder } from "../world/folders.ts";
import { deliver } from "../world/lmtp.ts";
import { type MailClient, startMailClient } from "../world/mail-client.ts";
import {
  closeExtras,
  deleteAttachment,
  openAttachment,
  openFile,
  openInTab,
  openInWindow,
} from "../world/open-message.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";

// Shows that the drivers themselves work, with an add-on that only says how many octets it was given.

const world = createWorld("world");
after(() => world.end());

const message = (n: number, body = `Content-Type: text/plain\r\n\r\nText ${n}\r\n`) =>
  Buffer.from(
    `From: Alice <alice@example.org>\r\nTo: robin@home.example\r\nSubject: Number ${n}\r\nDate: Sun, 22 Nov 2026 10:00:0${n} +0000\r\nMessage-ID: <n${n}@example.org>\r\nMIME-Version: 1.0\r\n${body}`,
  );
const withAttached = (n: number, inner: Uint8Array) =>
  message(
    n,
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee there\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename="inner.eml"\r\n\r\n${Buffer.from(inner).toString("latin1")}\r\n--b--\r\n`,
  );
const MESSAGES = [message(1), message(2), withAttached(4, message(5))];

const MBOX = Buffer.concat(
  [8, 9].flatMap((n) => [Buffer.from("From - Sun Nov 22 10:00:00 2026\r\n"), message(n), Buffer.from("\r\n")]),
);

let client: MailClient;
before(async () => {
  client = await startMailClient(world, { messages: MESSAGES, policies: {}, localFolders: { Samples: MBOX } });
  await installBareAddOn(world, client.marionette);
});

const octetsShown = (subject: string, place: Place = "mail"): Promise<number> =>
  until(`octets of ${subject}`, async () => {
    const now: Button | null = await readButton(client.marionette, BARE_ID, place);
    return (
      now?.subject === subject &&
      Number(/^read (\d+) of (.*)$/.exec(now.title)?.[2] === subject && /\d+/.exec(now.title)?.[0])
    );
  });
const show = async (n: number) => selectRows(client.marionette, [await rowOf(client.marionette, `n${n}@example.org`)]);

test("world: a message of the IMAP server is read octet for octet in number", async () => {
  await show(2);
  assert.equal(await octetsShown("Number 2"), message(2).length);
});

test("world: a message opens in a tab, in a window, from a file, and out of another message", async () => {
  await openInTab(client.marionette);
  assert.equal(await octetsShown("Number 2"), message(2).length);
  await closeExtras(client.marionette);
  await openInWindow(client.marionette);
  assert.equal(await octetsShown("Number 2", "window"), message(2).length);
  await closeExtras(client.marionette);
  const file = join(world.dir, "file.eml");
  writeFileSync(file, message(7));
  await openFile(client.marionette, file);
  assert.equal(await octetsShown("Number 7"), message(7).length);
  await closeExtras(client.marionette);
  await show(4);
  assert.equal(await octetsShown("Number 4"), MESSAGES[2]?.length);
  await openAttachment(client.marionette, 0);
  await octetsShown("Number 5");
  await closeExtras(client.marionette);
});

test("world: new mail arrives", async () => {
  await deliver(client.dovecot.lmtpPort, "robin@home.example", message(3));
  await until("new mail by IMAP IDLE", async () => (await rowOf(client.marionette, "n3@example.org")) >= 0);
});

test("world: a reply and a forwarded message leave by SMTP", async () => {
  await show(1);
  await octetsShown("Number 1");
  for (const manner of ["reply", "forward-inline", "forward-attached"] as const) {
    const { raw, to } = await compose(client.marionette, client.sink, manner, "carol@example.org");
    assert.ok(to.some((line) => line.includes("carol@example.org")));
    assert.match(raw.toString("latin1"), /Subject: (?:Re|Fwd): Number 1\r\n/);
  }
});

test("world: an attachment is deleted, a folder is kept offline, an mbox file becomes a local folder", async () => {
  await show(4);
  await octetsShown("Number 4");
  await deleteAttachment(client.marionette, 0);
  await until("the changed copy", async () => {
    await show(4);
    const octets = await octetsShown("Number 4");
    return octets !== MESSAGES[2]?.length && octets;
  });
  assert.ok((await downloadForOffline(client.marionette)) >= 3);
  assert.equal(await openFolder(client.marionette, { account: "local", name: "Samples" }, 2), 2);
  await show(9);
  await octetsShown("Number 9");
  await openFolder(client.marionette, INBOX, 3);
});
