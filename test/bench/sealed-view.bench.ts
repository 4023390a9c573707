import { createDecipheriv, randomBytes } from "node:crypto";
import { keyWithBackup, PASSPHRASE, restoreInOptions, sealedTo } from "../e2e/sealed-mail.ts";
import { rowsByArrival, selectRows } from "../world/badge-button.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, type MailClient, startMailClient, USER } from "../world/mail-client.ts";
import { closeExtras } from "../world/open-message.ts";
import { tabOpened } from "../world/tabs.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { type Bench, median, report, round } from "./measure.ts";

// In the real Thunderbird: from the address of the sealed view to its text on the screen, beside what OpenSSL needs to
// decrypt the same octets.

const SIZES = [
  { name: "10 KB", octets: 10 * 1024, times: 6 },
  { name: "25 MB", octets: 25 * 1024 * 1024, times: 3 },
] as const;

/** A short text with an attachment that makes the message as large as it is. */
function letter(octets: number): Uint8Array {
  const head = [
    "From: Carol <carol@friends.example>",
    `To: ${USER}`,
    "Subject: figures",
    "Date: Fri, 20 Nov 2026 06:00:00 +0000",
    `Message-ID: <${octets}@friends.example>`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="m"',
    "",
    "--m",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "The figures are attached.",
    "--m",
    "Content-Type: application/octet-stream",
    "Content-Disposition: attachment; filename=figures.bin",
    "Content-Transfer-Encoding: base64",
    "",
    "",
  ].join("\r\n");
  const line = `${"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0".repeat(3).slice(0, 76)}\r\n`;
  return Buffer.from(`${head}${line.repeat(Math.ceil(octets / line.length))}--m--\r\n`);
}

/** Milliseconds from the start of the page to its text. */
async function shownAfter({ marionette }: MailClient, row: number, view: string): Promise<number> {
  await selectRows(marionette, [row]);
  await inExtension(
    marionette,
    ID,
    { view: "background" },
    async (view: string) => {
      const [tab] = await messenger.tabs.query({ active: true, currentWindow: true });
      const shown = await messenger.mailTabs.getSelectedMessages(tab?.id);
      const [message] = "messages" in shown ? shown.messages : [];
      await browser.tabs.create({ url: browser.runtime.getURL(`ui/${view}.html?message=${message?.id}`) });
    },
    view,
  );
  const page = { view: "tab", page: `ui/${view}.html` } as const;
  await tabOpened(marionette, page.page);
  const time = await until(
    "the text",
    () =>
      inExtension(marionette, ID, page, () => {
        if (document.querySelector("main[data-state=opened]") === null) return false;
        return performance.getEntriesByName("shown")[0]?.startTime ?? false;
      }),
    { timeout: 120_000 },
  );
  await closeExtras(marionette);
  return time;
}

function opensslTime(octets: number): number {
  const bytes = randomBytes(octets);
  const start = performance.now();
  const cipher = createDecipheriv("chacha20-poly1305", randomBytes(32), randomBytes(12), { authTagLength: 16 });
  cipher.update(bytes);
  return performance.now() - start;
}

await report(async (): Promise<Bench> => {
  const world = createWorld("bench-sealed");
  try {
    const { secret, backup } = await keyWithBackup(USER);
    const messages = await Promise.all(SIZES.map(({ octets }) => sealedTo([secret], letter(octets))));
    const client = await startMailClient(world, { messages });
    await selectRows(client.marionette, (await rowsByArrival(client.marionette)).slice(0, 1));
    await restoreInOptions(client, backup, PASSPHRASE);
    await closeExtras(client.marionette);
    const rows = [];
    for (const [n, { name, octets, times }] of SIZES.entries()) {
      const row = (await rowsByArrival(client.marionette))[n] ?? 0;
      const found: number[] = [];
      // The first of each size only warms up.
      for (let i = 0; i <= times; i++) found.push(await shownAfter(client, row, "sealed"));
      rows.push({
        message: name,
        "text shown after ms": round(median(found.slice(1))),
        "openssl decrypt ms": round(median(Array.from({ length: 5 }, () => opensslTime(octets)))),
      });
    }
    return { name: "Thunderbird: from opening a sealed message to its text on the screen", rows };
  } finally {
    await world.end();
  }
});
