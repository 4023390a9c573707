import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { median } from "../bench/measure.ts";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { rowsByArrival, subjectOf } from "../world/badge-button.ts";
import { inExtension } from "../world/extension-page.ts";
import { INBOX, openFolder } from "../world/folders.ts";
import { ID, type MailClient, startMailClient, USER } from "../world/mail-client.ts";
import { clickIn } from "../world/mouse.ts";
import { grow, stored } from "../world/state.ts";
import { tabOpened } from "../world/tabs.ts";
import { timeToBadge } from "../world/time-to-badge.ts";
import { sleep, until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { answerDoorhanger } from "./lookup-world.ts";

// A mailbox with a large folder is judged in the background: through a pause, a restart and the end of the program, with
// bounded memory, while people go on reading.

/** Messages in the inbox. */
const MESSAGES = Number(process.env.SWEEP_MESSAGES ?? 10_000);
/** Messages in another folder, the first of them an ALERT, as is the one in the trash, which no mailbox's sweep takes. */
const FILED = 3;
const ALL = MESSAGES + FILED;
/** Every so many messages one is an ALERT. */
const EVERY = 50;
/** Pairs of messages that are read beside the sweep: each costs as much as dozens that are swept. */
const PAIRS = 20;
/** Longer than a sweep of that many takes where seven others use the machine. */
const PATIENCE = { timeout: MESSAGES * 150, every: 200 };

const world = createWorld("sweep");
after(() => world.end());

const PAGE = { view: "tab", page: "ui/sweep.html" } as const;
let client: MailClient;
/** From a selection to its badge while nothing else is done, in milliseconds. */
let usual: readonly number[];

const plain = (n: number) =>
  Buffer.from(
    `From: Kim <kim@neighbour.example>\r\nTo: robin@home.example\r\nSubject: letter ${n}\r\nMessage-ID: <${n}@neighbour.example>\r\nDate: Fri, 20 Nov 2026 15:05:00 +0000\r\n\r\nA short letter.\r\n`,
  );

before(async () => {
  const alert = (await makeSamples()).find(({ file }) => file.startsWith("alert-account"))?.bytes;
  assert.ok(alert);
  client = await startMailClient(world, {
    messages: Array.from({ length: MESSAGES }, (_, n) => (n % EVERY === 0 ? alert : plain(n))),
  });
  await grow(client.marionette, KNOWLEDGE);
  client.dovecot.fill([alert, plain(MESSAGES), plain(MESSAGES + 1)], "Filed");
  // Thunderbird lists the folders that somebody subscribed to.
  writeFileSync(join(world.dir, "dovecot", "mail", USER.replace(/@.*/, ""), "subscriptions"), "Filed\n");
  client.dovecot.fill([alert], "Trash");
  await openFolder(client.marionette, { account: "imap", name: "Filed" }, FILED);
  await openFolder(client.marionette, { account: "imap", name: "Trash" });
  await openFolder(client.marionette, INBOX, MESSAGES);
  usual = await reading(6);
});

/** Pairs of messages that were read, from the end of the folder, where the sweep comes last. */
let read = 0;

/** Reads messages, warnings and others by turns, each for the first time; how long each badge took. */
async function reading(pairs: number): Promise<readonly number[]> {
  const rows = await rowsByArrival(client.marionette);
  const times: number[] = [];
  for (const end = read + pairs; read < end; read++)
    for (const place of [0, 1]) {
      const row = rows[MESSAGES - EVERY * (1 + read) + place] ?? 0;
      const subject = await subjectOf(client.marionette, row);
      times.push(await timeToBadge(client, ID, row, subject, place === 0 ? "alert.svg" : "none.svg"));
    }
  return times;
}

/** Resident memory of all processes of this Thunderbird, in megabytes. */
const memory = (): Promise<number> =>
  client.marionette.run(async () => {
    const info = await ChromeUtils.requestProcInfo();
    const all = [info.memory, ...info.children.map((child: { memory: number }) => child.memory)];
    return Math.round(all.reduce((sum: number, one: number) => sum + one, 0) / 1e6);
  });

/** How much longer than told timers of the main thread wait, in milliseconds: half of them at most, and the worst. */
const waits = (): Promise<{ readonly median: number; readonly worst: number }> =>
  client.marionette.run(async () => {
    const win = Services.wm.getMostRecentWindow("mail:3pane");
    const late: number[] = [];
    for (let n = 0; n < 100; n++) {
      const began = win.performance.now();
      await new Promise((done) => win.setTimeout(done, 5));
      late.push(win.performance.now() - began - 5);
    }
    late.sort((a, b) => a - b);
    return { median: late[50] ?? 0, worst: late[99] ?? 0 };
  });

interface Sweep {
  readonly state: string;
  readonly checked: number;
  readonly tagged: Readonly<Record<string, number>>;
}
const sweep = async () => (await stored(client.marionette, "sweep"))[0] as unknown as Sweep | undefined;
const checked = async () => (await sweep())?.checked ?? 0;
const reached = (count: number) => until(`${count} messages`, async () => (await checked()) >= count, PATIENCE);

async function openPage(): Promise<void> {
  await inExtension(client.marionette, ID, { view: "background" }, async () => {
    await browser.tabs.create({ url: browser.runtime.getURL("ui/sweep.html") });
  });
  await tabOpened(client.marionette, PAGE.page);
}

const click = (action: string) => clickIn(client.marionette, client.display, PAGE, `[data-action="sweep-${action}"]`);

test("a sweep begins with a click, stands still while it is paused, and stays paused when the program starts again", async () => {
  await openPage();
  await inExtension(client.marionette, ID, PAGE, () => {
    const [whole] = document.querySelectorAll<HTMLOptionElement>('option[value^="account:"]');
    const folders = whole?.closest("select");
    if (whole && folders) folders.value = whole.value;
    folders?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await click("begin");
  await until("the first messages", async () => {
    await answerDoorhanger(client.marionette, "allow");
    return (await checked()) > 0;
  });
  await click("pause");
  await until("the pause", async () => (await sweep())?.state === "paused");
  // What was begun is finished.
  let stands = await checked();
  await until("the sweep to stand still", async () => {
    const before = stands;
    await sleep(1000);
    stands = await checked();
    return stands === before;
  });
  assert.ok(stands > 0 && stands < MESSAGES, String(stands));
  await client.restart();
  await sleep(2000);
  assert.deepEqual([(await sweep())?.state, await checked()], ["paused", stands]);
  await openPage();
  const shown = await inExtension(client.marionette, ID, PAGE, () => ({
    state: document.querySelector("main")?.dataset.state,
    checked: document.querySelector<HTMLElement>("[data-checked]")?.dataset.checked,
  }));
  assert.deepEqual(shown, { state: "paused", checked: String(stands) });
});

test("it goes on after a click, and by itself where the program was closed in the middle", async () => {
  const paused = await checked();
  await until("the sweep to go on", async () => {
    // A busy machine now and then loses a click; where the first was heard there is no button any more.
    await click("resume").catch(() => undefined);
    return (await sweep())?.state === "running";
  });
  await reached(paused + MESSAGES / 20);
  const before = await checked();
  await client.restart();
  // Nobody opens the page or clicks.
  await reached(before + 1);
  assert.equal((await sweep())?.state, "running");
});

test(`a mailbox of ${ALL} messages is swept once each, without its trash, with bounded memory, while people go on reading`, async () => {
  const [began, from] = [Date.now(), await checked()];
  const during: number[] = [];
  const late: { readonly median: number; readonly worst: number }[] = [];
  // What a program needs that just began is no matter of the sweep.
  const most = { before: 0, after: 0 };
  await until(
    "the end",
    async () => {
      if ((await sweep())?.state === "done") return true;
      late.push(await waits());
      const behind = await checked();
      const half = behind < MESSAGES / 2 ? "before" : "after";
      most[half] = Math.max(most[half], await memory());
      const due = during.length / 2 < PAIRS * (behind / MESSAGES);
      if (due && EVERY * (read + 2) < MESSAGES - behind) during.push(...(await reading(1)));
      return false;
    },
    PATIENCE,
  );
  console.log({
    "messages a second": Math.round(((ALL - from) * 1000) / (Date.now() - began)),
    "memory at most, MB": Math.max(most.before, most.after),
    "memory, second half / first": (most.after / most.before).toFixed(2),
    "badge while idle, ms": Math.round(median(usual)),
    "badge while sweeping / idle": (median(during) / median(usual)).toFixed(2),
    "main thread late, median and worst ms": [
      median(late.map((one) => one.median)),
      Math.max(...late.map((one) => one.worst)),
    ],
  });
  const { state, checked: count, tagged } = (await sweep()) ?? {};
  assert.deepEqual({ state, count, tagged }, { state: "done", count: ALL, tagged: { ALERT: MESSAGES / EVERY + 1 } });
  assert.ok(
    most.after < most.before * 1.3,
    `at most ${most.before} MB in the first half, ${most.after} MB in the second`,
  );
  assert.ok(median(during) < median(usual) * 10, `badge after ${median(during)} ms, usually ${median(usual)} ms`);
  const inLists = await client.marionette.run(() => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const { rootFolder } = MailServices.accounts.getAccount("account1").incomingServer;
    const tagged = (folder: { messages: Iterable<{ getStringProperty(name: string): string }> }) =>
      [...folder.messages].filter((header) => /countersign_alert/.test(header.getStringProperty("keywords"))).length;
    return Object.fromEntries(
      [...rootFolder.descendants].map((folder) => [folder.name.toLowerCase(), tagged(folder)] as const),
    );
  });
  assert.deepEqual([inLists.inbox, inLists.filed, inLists.trash], [MESSAGES / EVERY, 1, 0]);
});
