import assert from "node:assert/strict";
import { after, test } from "node:test";
import { readButton, rowOf, selectRows } from "../world/badge-button.ts";
import { BARE_ID, installBareAddOn } from "../world/bare-addon.ts";
import { deliver } from "../world/lmtp.ts";
import { startMailClient } from "../world/mail-client.ts";
import { photograph } from "../world/screenshots.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";

const world = createWorld("world");
after(() => world.end());

const message = (n: number) =>
  Buffer.from(
    `From: Alice <alice@example.org>\r\nTo: bob@example.org\r\nSubject: Number ${n}\r\nDate: Sun, 22 Nov 2026 10:00:0${n} +0000\r\nMessage-ID: <n${n}@example.org>\r\n\r\nText ${n}\r\n`,
  );

test("a bare add-on reads what the server holds, octet for octet in number, and its title can be read back", async () => {
  const client = await startMailClient(world, { messages: [message(1), message(2)], policies: {} });
  const { marionette } = client;
  await installBareAddOn(world, marionette);
  await selectRows(marionette, [await rowOf(marionette, "n2@example.org")]);
  const button = await until("the title", async () => {
    const now = await readButton(marionette, BARE_ID);
    return now?.title.startsWith("read") && now;
  });
  assert.equal(button.subject, "Number 2");
  assert.match(button.title, new RegExp(`^read ${message(2).length} of`));
  await deliver(client.dovecot.lmtpPort, "bob@example.org", message(3));
  await until("new mail by IMAP IDLE", async () => (await rowOf(marionette, "n3@example.org")) >= 0);
  photograph(client.display, "world");
  console.log(button, client.startedIn);
});
