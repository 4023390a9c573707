import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, type MailClient, startMailClient } from "../world/mail-client.ts";
import { clickIn } from "../world/mouse.ts";
import { grow, stored } from "../world/state.ts";
import { tabOpened } from "../world/tabs.ts";
import { sleep, until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { answerDoorhanger } from "./lookup-world.ts";

// A whole folder is judged in the background: with bounded memory, while the client stays usable, through pauses and stops.

/** Messages in the folder; the full 10 000 take too long for every run, and are asked for by SWEEP_MESSAGES. */
const MESSAGES = Number(process.env.SWEEP_MESSAGES ?? 1000);
/** Every so many messages one is an ALERT. */
const EVERY = 50;

const world = createWorld("sweep");
after(() => world.end());

const PAGE = { view: "tab", page: "ui/sweep.html" } as const;
let client: MailClient;

before(async () => {
  const samples = await makeSamples();
  const alert = samples.find(({ file }) => file.startsWith("alert-account"))?.bytes;
  assert.ok(alert);
  const plain = (n: number) =>
    Buffer.from(
      `From: Kim <kim@neighbour.example>\r\nTo: robin@home.example\r\nSubject: letter ${n}\r\nMessage-ID: <${n}@neighbour.example>\r\nDate: Fri, 20 Nov 2026 15:05:00 +0000\r\n\r\nA short letter.\r\n`,
    );
  const messages = Array.from({ length: MESSAGES }, (_, n) => (n % EVERY === 0 ? alert : plain(n)));
  client = await startMailClient(world, { messages });
  await grow(client.marionette, KNOWLEDGE);
});

/** Resident memory of all processes of this Thunderbird, in megabytes, and of the extension's process alone. */
const memory = (): Promise<number> =>
  client.marionette.run(async () => {
    const info = await ChromeUtils.requestProcInfo();
    const all = [info.memory, ...info.children.map((child: { memory: number }) => child.memory)];
    return Math.round(all.reduce((sum: number, one: number) => sum + one, 0) / 1e6);
  });

/** How long the main thread makes a click wait, in milliseconds. */
const wait = (): Promise<number> =>
  client.marionette.run(async () => {
    const before = performance.now();
    await new Promise((done) => Services.tm.dispatchToMainThread({ run: () => done(undefined) }));
    return performance.now() - before;
  });

const sweep = async () =>
  (await stored(client.marionette, "sweep"))[0] as
    | { state: string; checked: number; tagged: Record<string, number> }
    | undefined;
const checked = async () => (await sweep())?.checked ?? 0;

test(`a folder of ${MESSAGES} messages is swept after a click`, async () => {
  await inExtension(client.marionette, ID, { view: "background" }, async () => {
    await browser.tabs.create({ url: browser.runtime.getURL("ui/sweep.html") });
  });
  await tabOpened(client.marionette, "ui/sweep.html");
  const choice = await inExtension(client.marionette, ID, PAGE, () => {
    const select = document.querySelector("select");
    return [...(select?.options ?? [])].map(({ textContent }) => textContent);
  });
  console.log(choice);
  await clickIn(client.marionette, client.display, PAGE, '[data-action="sweep-begin"]');
  const started = Date.now();
  await until(
    "the first messages",
    async () => {
      await answerDoorhanger(client.marionette, "allow");
      return (await checked()) > 0;
    },
    { timeout: 180_000 },
  );
  const first = await memory();
  const waits: number[] = [];
  let most = 0;
  await until(
    "half of it",
    async () => {
      waits.push(await wait());
      most = Math.max(most, await memory());
      await sleep(500);
      return (await checked()) >= MESSAGES / 2;
    },
    { timeout: 1_500_000 },
  );
  await until(
    "the end",
    async () => {
      waits.push(await wait());
      most = Math.max(most, await memory());
      await sleep(500);
      return (await sweep())?.state === "done";
    },
    { timeout: 1_500_000 },
  );
  const took = (Date.now() - started) / 1000;
  waits.sort((a, b) => a - b);
  console.log(
    `${MESSAGES} messages in ${took} s; memory ${first} MB at first, ${most} MB at most; main thread waits median ${waits[waits.length >> 1]} ms, worst ${waits.at(-1)} ms`,
  );
  assert.deepEqual((await sweep())?.tagged, { ALERT: Math.ceil(MESSAGES / EVERY) });
});
