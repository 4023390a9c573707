import type { ArrivalMode } from "../arrival/stored.ts";
import { browser } from "../browser.ts";
import { forgetCertificates, listCertificates } from "../ipp/certificates.ts";
import { setUserPolicy, usePublished } from "../ipp/policies.ts";
import { lookupsShown } from "../lookups/shown.ts";
import { watchPolicy } from "../policy/watch.ts";
import { reportsShown } from "../reports/shown.ts";
import { removeReport } from "../reports/store.ts";
import { takeSettings } from "../saved/take.ts";
import { clockwork, resetClock } from "../state/clockwork.ts";
import { clearHistory, listHistory } from "../state/history.ts";
import { listKeys, removeKey } from "../state/known-keys.ts";
import { clearLedger, listLedger } from "../state/ledger.ts";
import { listSeenServers } from "../state/seen-servers.ts";
import { editSettings, getSettings, setSettings } from "../state/settings.ts";
import { listStamped, removeStamped } from "../state/stamped.ts";
import { listTrust, putTrust, removeTrust } from "../state/trust.ts";
import { client } from "../this-client.ts";
import { auditActions, auditShown, saveSettings } from "./actions/audit.ts";
import { lookupActions } from "./actions/lookups.ts";
import { policyStatus, triedPolicy } from "./actions/policy-status.ts";
import { askParts, saveStored, takeBackReport } from "./actions/report.ts";
import { sealingActions, sealingShown } from "./actions/sealing-keys.ts";
import type { OptionsActions, OptionsData } from "./options/model.ts";
import { OptionsPage } from "./options/options-page.tsx";
import { showPage } from "./parts/page.ts";

async function load(): Promise<OptionsData> {
  const [
    trust,
    keys,
    certificates,
    ledger,
    stamped,
    history,
    { latestSeen },
    settings,
    accounts,
    seenServers,
    lookups,
  ] = await Promise.all([
    listTrust(),
    listKeys(),
    listCertificates(),
    listLedger(),
    listStamped(),
    listHistory(),
    clockwork(),
    getSettings(),
    client.accounts(),
    listSeenServers(),
    lookupsShown(),
  ]);
  const addresses = accounts.flatMap((account) => account.addresses);
  return {
    trust,
    keys,
    certificates,
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
    for (const record of records) await putTrust(record);
  }),
  removeTrust: storing(removeTrust),
  removeKey: storing(removeKey),
  forgetCertificates: storing(forgetCertificates),
  clearLedger: storing(clearLedger),
  removeStamped: storing(removeStamped),
  clearHistory: storing(clearHistory),
  resetClock: storing(resetClock),
  keepHistory: storing((keepHistory) => setSettings({ keepHistory })),
  setMinimumLevel: storing((minimumLevel) => setSettings({ minimumLevel })),
  setServers: storing((accountId, servers) =>
    editSettings(({ authserv }) => ({ authserv: { ...authserv, [accountId]: servers } })),
  ),
  setMt2Authorities: storing((mt2Authorities) => setSettings({ mt2Authorities })),
  disableSite: storing(async (origin) => client.sites?.disable(origin)),
  setMark: storing((mark) => setSettings({ mark })),
  lookups: lookupActions,
  sealing: sealingActions,
  reports: {
    useDomain: storing((domain, use) =>
      editSettings(({ ippDomains }) => ({
        ippDomains: [...ippDomains.filter((known) => known !== domain), ...(use ? [domain] : [])],
      })),
    ),
    tellSenders: storing((tellSenders) => setSettings({ tellSenders })),
    takeBack: storing(takeBackReport),
    remove: storing(removeReport),
    save: saveStored,
    setPolicy: storing(setUserPolicy),
    usePublished: storing(usePublished),
  },
  chooseArrival: async (mode) => {
    if (mode !== "off" && !(await client.tags?.allow())) return false;
    await storing((arrival: ArrivalMode) => setSettings({ arrival }))(mode);
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
