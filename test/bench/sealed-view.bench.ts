import { settled } from "../e2e/look.ts";
import { keyWithBackup, PASSPHRASE, restoreInOptions, sealedTo } from "../e2e/sealed-mail.ts";
import { rowsByArrival, selectRows, subjectOf } from "../world/badge-button.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, type MailClient, startMailClient, USER } from "../world/mail-client.ts";
import { closeExtras } from "../world/open-message.ts";
import { tabOpened } from "../world/tabs.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { type Bench, median, ratio, report, round } from "./measure.ts";

// In the real Thunderbird: from the address of the sealed view to its text on the screen, stage by stage, beside what
// nobody can do without: one read of the message, and the platform's own cipher over as many octets. Begins when the
// button has its verdict, as a reader's click does.

const SIZES = [
  { name: "10 KB", octets: 10 * 1024, times: 6 },
  { name: "25 MB", octets: 25 * 1024 * 1024, times: 5 },
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

/** Marks of the page, in their order. */
const STAGES = ["asked", "read", "opened", "checked", "shown"] as const;
type Times = Readonly<Record<(typeof STAGES)[number] | "bare read" | "bare cipher", number>>;

const PAGE = { view: "tab", page: "ui/sealed.html" } as const;

/** Milliseconds from the start of the page to its text; then, in the same page, the two that it is compared with. */
async function shownAfter(client: MailClient, row: number, octets: number): Promise<Times> {
  const { marionette } = client;
  await selectRows(marionette, [row]);
  await settled(client, await subjectOf(marionette, row));
  const id = await inExtension(marionette, ID, { view: "background" }, async () => {
    const [tab] = await messenger.tabs.query({ active: true, currentWindow: true });
    const shown = await messenger.mailTabs.getSelectedMessages(tab?.id);
    const [message] = "messages" in shown ? shown.messages : [];
    await browser.tabs.create({ url: browser.runtime.getURL(`ui/sealed.html?message=${message?.id}`) });
    return message?.id ?? 0;
  });
  await tabOpened(marionette, PAGE.page);
  const marks = await until(
    "the text",
    () =>
      inExtension(marionette, ID, PAGE, () => {
        if (document.querySelector("main[data-state=opened]") === null) return false;
        const marks = performance.getEntriesByType("mark").map(({ name, startTime }) => [name, startTime] as const);
        return marks.some(([name]) => name === "shown") && marks;
      }),
    { timeout: 120_000 },
  );
  const bare = await inExtension(marionette, ID, PAGE, bareTimes, id, octets);
  await closeExtras(marionette);
  const at = new Map(marks);
  const times = STAGES.map((stage, n) => [stage, (at.get(stage) ?? Number.NaN) - (at.get(STAGES[n - 1] ?? "") ?? 0)]);
  return { ...Object.fromEntries(times), ...bare };
}

/** Runs in the page. */
async function bareTimes(id: number, octets: number) {
  const start = performance.now();
  await messenger.messages.getRaw(id, { data_format: "BinaryString", decrypt: false });
  const read = performance.now() - start;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const parameters = { name: "AES-GCM", iv: new Uint8Array(12) };
  const sealed = await crypto.subtle.encrypt(parameters, key, new Uint8Array(octets));
  const began = performance.now();
  await crypto.subtle.decrypt(parameters, key, sealed);
  return { "bare read": read, "bare cipher": performance.now() - began };
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
      const found: Times[] = [];
      // The first of each size only warms up.
      for (let i = 0; i <= times; i++) found.push(await shownAfter(client, row, octets));
      const of = (what: keyof Times) => found.slice(1).map((one) => one[what]);
      const sums = (names: readonly (keyof Times)[]) =>
        found.slice(1).map((one) => names.reduce((sum, what) => sum + one[what], 0));
      const bare = ["bare read", "bare cipher"] as const;
      rows.push({
        message: name,
        ...Object.fromEntries([...STAGES, ...bare].map((what) => [what, round(median(of(what)))])),
        "text after ms": round(median(sums(STAGES))),
        "against both": ratio(sums(STAGES), sums(bare)),
      });
    }
    return { name: "Thunderbird: from opening a sealed message to its text on the screen (ms)", rows };
  } finally {
    await world.end();
  }
});
