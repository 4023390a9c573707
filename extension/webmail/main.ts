import { countVerdict } from "../audit/log.ts";
import { startAudit } from "../audit/service.ts";
import { browser } from "../browser.ts";
import { createBoard } from "../button/board.ts";
import { readTexts, say } from "../button/say.ts";
import type { Checked } from "../check/check.ts";
import { noteShown } from "../check/note-shown.ts";
import { createVerdicts } from "../check/verdicts.ts";
import { startLookups } from "../lookups/service.ts";
import { watchPolicy } from "../policy/watch.ts";
import { startReports } from "../reports/service.ts";
import { clockwork, forgetVerdicts } from "../state/clockwork.ts";
import { getSettings } from "../state/settings.ts";
import { welcome } from "../welcome.ts";
import { createAllowance } from "./allowance.ts";
import { paint } from "./button.ts";
import { createDesk } from "./desk.ts";
import { type Ears, type Heard, hear } from "./hears.ts";
import { createLetters } from "./letters.ts";
import { askAccount, askSite } from "./provider.ts";
import {
  enabledSites,
  forgetSite,
  giveBack,
  learnAddress,
  nameSite,
  originOf,
  registerSites,
  siteOf,
} from "./sites.ts";
import { SOURCES } from "./sources.ts";
import { type PageRequest, readShown, type ToContent } from "./wire.ts";

/*
 * Background of the browsers' packages: a service worker in Chromium, an event page in Firefox. The browser stops it when
 * it is idle and starts it for the next event, so listeners are registered at once and nothing that matters lives in a
 * variable: a page that is still open says again what it shows.
 */
void readTexts();
const allowance = createAllowance();
const desk = createDesk({
  board: createBoard(paint),
  say,
  letters: createLetters(),
  verdicts: createVerdicts(),
  async read(adapter, page, ref, tabId) {
    const source = SOURCES.get(adapter);
    if (source === undefined) return { missing: "E_SOURCE_MISSING" };
    const fetchThere = (request: PageRequest) => tell(tabId, { countersign: "fetch", request });
    return askSite(source, page, ref, { mayAsk: allowance.take, fetchThere });
  },
  mark: async () => (await getSettings()).mark,
  addresses: async (origin) => (await siteOf(origin))?.addresses ?? [],
  // Of a site that is not enabled the browser tells no address.
  isAt: async (tabId, page) =>
    browser.tabs.get(tabId).then(
      ({ url }) => originOf(url) === page.origin,
      () => false,
    ),
  stands,
});
// Nothing is stored about whom the user writes to on a webmail, so nobody counts as written to.
const lookups = startLookups({ corresponded: async () => false, changed: askAll });
const reports = startReports();
startAudit();

const ears: Ears = { ownId: browser.runtime.id, ownUrl: browser.runtime.getURL(""), siteOf };

browser.runtime.onMessage.addListener((message: unknown, sender: browser.runtime.MessageSender) =>
  hear(message, sender, ears).then((heard) => heard && answer(heard)),
);

async function answer(heard: Heard): Promise<unknown> {
  if (heard.by === "site") {
    await knowReader(heard);
    return desk.shown(heard.tabId, heard.page, heard.said);
  }
  const { wish } = heard;
  if (wish.countersign === "again") return desk.again(wish.messageId);
  if (wish.countersign === "check") return checkTab(wish.tabId);
  if (wish.countersign === "look-up") return lookups.now();
  if (wish.countersign === "report") return reports.arm();
  if (wish.countersign === "name") await nameSite(wish.origin);
  if (wish.countersign === "forget") await forgetSite(wish.origin);
  await registerSites();
  await lookups.arm();
  await askAll();
  // The pages are told while they can still be found.
  if (wish.countersign === "forget") await giveBack(wish.origin);
  return undefined;
}

/** Learns who reads on a site, before its first message is judged. */
async function knowReader({ site, page, said }: Extract<Heard, { by: "site" }>): Promise<void> {
  if (site.addresses.length > 0) return;
  const source = said.account === "" && said.messages.length > 0 ? SOURCES.get(said.adapter) : undefined;
  const asked = source && (await askAccount(source, page, allowance.take));
  await learnAddress(page.origin, asked ?? said.account);
}

async function stands(checked: Checked): Promise<void> {
  await noteShown(checked);
  await lookups.offer(checked.result);
  if (checked.skipped === undefined) await countVerdict(checked.result.badge, "shown", checked.knowledge.now);
}

/** What a tab shows now, checked: the tab is asked, whatever is remembered. */
async function checkTab(tabId: number): Promise<readonly Checked[]> {
  const { url } = await browser.tabs.get(tabId);
  if (url === undefined || (await siteOf(url)) === undefined) return [];
  const said = readShown(await tell(tabId, { countersign: "which" }).catch(() => undefined));
  if (said === undefined) return [];
  return desk.check(tabId, new URL(url), said);
}

const tell = (tabId: number, message: ToContent): Promise<unknown> =>
  browser.tabs.sendMessage(tabId, message, { frameId: 0 });

/** Trust or sites changed: every enabled page asks again. */
async function askAll(): Promise<void> {
  for (const { id } of await browser.tabs.query({ url: "https://*/*" }))
    if (id !== undefined) await tell(id, { countersign: "again" }).catch(() => undefined);
}

void lookups.arm();
void reports.arm();
watchPolicy(async () => {
  await forgetVerdicts();
  await lookups.arm();
  await askAll();
});
browser.permissions.onAdded.addListener(() => registerSites());
browser.permissions.onRemoved.addListener(() => registerSites());
browser.runtime.onStartup.addListener(() => registerSites());
browser.runtime.onInstalled.addListener(async ({ reason }) => {
  // What this installation can know of repeated stamps begins now (ST-07).
  await clockwork();
  await registerSites();
  if ((await enabledSites()).length === 0 && reason === "install") await welcome();
});
