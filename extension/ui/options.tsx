import type { ArrivalMode } from "../arrival/stored.ts";
import { listSeenServers } from "../background/seen-servers.ts";
import * as state from "../background/state.ts";
import { browser } from "../browser.ts";
import { setUserPolicy, usePublished } from "../ipp/policies.ts";
import { lookupsShown } from "../lookups/shown.ts";
import { watchPolicy } from "../policy/watch.ts";
import { reportsShown } from "../reports/shown.ts";
import { removeReport } from "../reports/store.ts";
import { takeSettings } from "../saved/take.ts";
import { client } from "../this-client.ts";
import { auditActions, auditShown, saveSettings } from "./audit-actions.ts";
import { lookupActions } from "./lookup-actions.ts";
import type { OptionsActions, OptionsData } from "./options/model.ts";
import { OptionsPage } from "./options/options-page.tsx";
import { showPage } from "./page.ts";
import { policyStatus, triedPolicy } from "./policy-status.ts";
import { askParts, saveStored, takeBackReport } from "./report-actions.ts";
import { sealingActions, sealingShown } from "./sealing-actions.ts";

async function load(): Promise<OptionsData> {
  const [trust, keys, ledger, stamped, history, { latestSeen }, settings, accounts, seenServers, lookups] =
    await Promise.all([
      state.listTrust(),
      state.listKeys(),
      state.listLedger(),
      state.listStamped(),
      state.listHistory(),
      state.clockwork(),
      state.getSettings(),
      client.accounts(),
      listSeenServers(),
      lookupsShown(),
    ]);
  const addresses = accounts.flatMap((account) => account.addresses);
  return {
    trust,
    keys,
    ledger,
    stamped,
    history,
    clock: { latestSeen, now: Math.floor(Date.now() / 1000) },
    settings,
    policy: await policyStatus(),
    accounts,
    seenServers,
    lookups,
    reports: await reportsShown(addresses, askParts()),
    audit: await auditShown(),
    sealing: await sealingShown(),
    ...(client.sites === undefined ? {} : { webmails: await client.sites.enabled() }),
    ...(client.tags === undefined ? {} : { mayTag: await client.tags.may() }),
    version: browser.runtime.getManifest().version,
  };
}

async function refresh(): Promise<void> {
  showPage("options_page_title", <OptionsPage data={await load()} actions={actions} />);
}

/** Stores, tells the background, and shows what is stored now. */
const storing =
  <A extends readonly unknown[]>(store: (...given: A) => Promise<unknown>) =>
  async (...given: A): Promise<void> => {
    await store(...given);
    await client.announceChange();
    await refresh();
  };

const actions: OptionsActions = {
  putTrust: storing(async (records) => {
    for (const record of records) await state.putTrust(record);
  }),
  removeTrust: storing(state.removeTrust),
  removeKey: storing(state.removeKey),
  clearLedger: storing(state.clearLedger),
  removeStamped: storing(state.removeStamped),
  clearHistory: storing(state.clearHistory),
  resetClock: storing(state.resetClock),
  keepHistory: storing((keepHistory) => state.setSettings({ keepHistory })),
  setServers: storing(async (accountId, servers) => {
    const { authserv } = await state.getSettings();
    await state.setSettings({ authserv: { ...authserv, [accountId]: servers } });
  }),
  setMt2Authorities: storing((mt2Authorities) => state.setSettings({ mt2Authorities })),
  disableSite: storing(async (origin) => client.sites?.disable(origin)),
  setMark: storing((mark) => state.setSettings({ mark })),
  lookups: lookupActions,
  sealing: sealingActions,
  reports: {
    useDomain: storing(async (domain, use) => {
      const { ippDomains } = await state.getSettings();
      await state.setSettings({
        ippDomains: [...ippDomains.filter((known) => known !== domain), ...(use ? [domain] : [])],
      });
    }),
    tellSenders: storing((tellSenders) => state.setSettings({ tellSenders })),
    takeBack: storing(takeBackReport),
    remove: storing(removeReport),
    save: saveStored,
    setPolicy: storing(setUserPolicy),
    usePublished: storing(usePublished),
  },
  chooseArrival: async (mode) => {
    if (mode !== "off" && !(await client.tags?.allow())) return false;
    await storing((arrival: ArrivalMode) => state.setSettings({ arrival }))(mode);
    return true;
  },
  audit: {
    ...auditActions,
    allow: async (receiver) => {
      const allowed = await auditActions.allow(receiver);
      await refresh();
      return allowed;
    },
    withdraw: async (receiver) => {
      await auditActions.withdraw(receiver);
      await refresh();
    },
  },
  saveSettings,
  takeSettings: storing(async (saved) => takeSettings(saved, await client.accounts(), Math.floor(Date.now() / 1000))),
  openSweep: async () => {
    await browser.tabs.create({ url: browser.runtime.getURL("ui/sweep.html") });
  },
  refresh,
  tryPolicy: triedPolicy,
  copy: (text) => navigator.clipboard.writeText(text),
  openFirstRun: async () => {
    await browser.tabs.create({ url: browser.runtime.getURL("ui/first-run.html") });
  },
  readText: async (path) => (await fetch(browser.runtime.getURL(path))).text(),
};

await refresh();
watchPolicy(refresh);
