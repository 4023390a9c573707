import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mapKeyText } from "../../core/hpke/published.ts";
import { letter, plain } from "../samples/mail.ts";
import { rowsByArrival } from "../world/badge-button.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, type MailClient, startMailClient, USER } from "../world/mail-client.ts";
import { clickIn } from "../world/mouse.ts";
import { closeExtras } from "../world/open-message.ts";
import { openPopup, pressInPopup } from "../world/popup-page.ts";
import { startPostfix } from "../world/postfix.ts";
import { tabOpened } from "../world/tabs.ts";
import { until } from "../world/until.ts";
import type { World } from "../world/world.ts";
import { show } from "./look.ts";
import { answerDoorhanger } from "./lookup-world.ts";
import { SEALED, type TabPage } from "./seal-pages.ts";
import { keyWithBackup, PASSPHRASE, restoreInOptions } from "./sealed-mail.ts";

// Two real Thunderbirds with keys for sealed mail, and a real Postfix between them.

export const CAROL = "carol@friends.example";

/** Who writes to Carol under this name has another recipient added by a gateway on the way. */
export const ALTERED = `Carol of the Altered Mill <${CAROL}>`;

/** Everything that a test of sending works with. */
export interface SealWorld {
  readonly robin: MailClient;
  readonly carol: MailClient;
  /** What Carol hands to her correspondents. */
  readonly carolsKey: string;
  /** Messages of a folder on the server of one of them. */
  readonly onServer: (client: MailClient, folder: string) => readonly Buffer[];
}

/** Starts it. Neither of them allowed anything yet. */
export async function startSealWorld(here: World, there: World): Promise<SealWorld> {
  const hello = letter({
    from: "Kim <kim@home.example>",
    to: USER,
    subject: "hello",
    date: "Fri, 20 Nov 2026 10:00:00 +0000",
    id: "hello@home.example",
    content: plain(["Hello."]),
  });
  const carol = await startMailClient(there, { messages: [hello], user: CAROL });
  const rules = join(here.dir, "header-checks");
  writeFileSync(rules, `/^To: .*Altered Mill/ REPLACE To: Carol <${CAROL}>, Eve <eve@friends.example>\n`);
  const postfix = await startPostfix(here, {
    relayPort: carol.dovecot.lmtpPort,
    relay: "lmtp",
    mainCf: `header_checks = regexp:${rules}\n`,
    masterCf: "submission inet n - n - - smtpd\n",
  });
  const robin = await startMailClient(here, {
    messages: [hello],
    prefs: { "mail.smtpserver.smtp1.port": postfix.port },
    managed: { sealedDomains: ["always.example"] },
  });
  const [robins, carols] = [await keyWithBackup(USER), await keyWithBackup(CAROL)];
  for (const [client, { backup }] of [
    [robin, robins],
    [carol, carols],
  ] as const) {
    await show(client, 0);
    assert.match(await restoreInOptions(client, backup, PASSPHRASE), /1/);
    await closeExtras(client.marionette);
  }
  const onServer = (client: MailClient, folder: string): readonly Buffer[] => {
    const base = join(client === robin ? here.dir : there.dir, "dovecot", "mail");
    return readdirSync(base, { recursive: true, encoding: "utf8" })
      .filter((file) => file.includes(folder) && /\/(?:cur|new)\/[^/]+$/.test(`/${file}`))
      .map((file) => readFileSync(join(base, file)));
  };
  return { robin, carol, carolsKey: `${CAROL} ${mapKeyText(carols.secret.key)}`, onServer };
}

/** Opens the n-th message of the shown folder by the popup's button and reads the page. */
export async function openedBy({ marionette, ...client }: MailClient, n: number): Promise<string> {
  await closeExtras(marionette);
  await until(`message ${n}`, async () => (await rowsByArrival(marionette)).length > n);
  await show({ marionette, ...client }, n);
  await openPopup(marionette);
  await pressInPopup(marionette, "open-sealed");
  await tabOpened(marionette, SEALED.page);
  return await until("the message to be opened", () =>
    inExtension(
      marionette,
      ID,
      SEALED,
      () => document.querySelector<HTMLElement>("main[data-state]")?.textContent ?? false,
    ),
  );
}

/** Presses a button with the real mouse, and allows what Thunderbird asks, until `done`. */
export async function allowing(
  { marionette, display }: MailClient,
  page: TabPage,
  selector: string,
  done: () => Promise<boolean>,
): Promise<void> {
  await clickIn(marionette, display, page, selector);
  await until(`what ${selector} does`, async () => {
    await answerDoorhanger(marionette, "allow");
    return done();
  });
}
