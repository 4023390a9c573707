// Runs in the browser: shows screens with the real components. A client is put on `globalThis` before.
import { render } from "preact";
import { LOCKDOWN, NO_POLICY, readPolicy, resolveSettings } from "../../../core/index.ts";
import type { PolicyStatus } from "../../../extension/policy/status.ts";
import type { Reading } from "../../../extension/sealed/reading.ts";
import { CheckPage } from "../../../extension/ui/check/check-page.tsx";
import type { CheckActions, CheckShown } from "../../../extension/ui/check/model.ts";
import { FirstRunPage } from "../../../extension/ui/first/first-run-page.tsx";
import type { OptionsActions } from "../../../extension/ui/options/model.ts";
import { OptionsPage } from "../../../extension/ui/options/options-page.tsx";
import { showPage } from "../../../extension/ui/parts/page.ts";
import type { Actions, Shown } from "../../../extension/ui/popup/model.ts";
import { PopupPage } from "../../../extension/ui/popup/popup-page.tsx";
import { SealPage } from "../../../extension/ui/seal/seal-page.tsx";
import { Writer } from "../../../extension/ui/seal/writer.tsx";
import { SealedPage } from "../../../extension/ui/sealed/sealed-page.tsx";
import { type SweepActions, SweepPage } from "../../../extension/ui/sweep/sweep-page.tsx";
import { t } from "../../../extension/ui/text/texts.ts";
import { ViewPage } from "../../../extension/ui/view/view-page.tsx";
import { optionsLookups, popupLookups } from "./lookups.ts";
import { optionsReports, popupReports } from "./reports.ts";
import type { CheckData, CheckedData, Screen, SealedData } from "./screen.ts";
import { optionsSealing, popupSealed, sealActions, sealedActions, writerActions } from "./sealing.ts";

declare global {
  function showScreen(screen: Screen): void;
  /** Actions that were called on this screen, in order. */
  var galleryCalls: string[];
  /** Keys of texts that were asked for and do not exist. */
  var galleryMissing: string[];
}

const call = async (name: string) => {
  globalThis.galleryCalls.push(name);
};

const withBytes = ({ hasBytes, ...rest }: CheckedData) => ({ ...rest, bytes: new Uint8Array(hasBytes ? 1 : 0) });

/** An opened message with attachments of their sizes. */
function withOctets({ reading }: SealedData): Reading {
  if (reading.state !== "opened") return reading;
  const parts = reading.inside.parts.map((part) =>
    part.kind === "attachment" ? { ...part, octets: () => new Uint8Array(part.size) } : part,
  );
  return { ...reading, inside: { ...reading.inside, parts } };
}

/** What the administrator decided on the screen that is shown. */
const NOTHING_DECIDED: PolicyStatus = {
  state: "none",
  faults: [],
  readAt: 0,
  serial: 0,
  effective: resolveSettings(NO_POLICY, {}),
  byAdministrator: false,
  client: "thunderbird",
  id: "countersign@countersign.example",
  live: false,
};
let decided = NOTHING_DECIDED;

/** Of the screen that is shown: its reports are remembered until the next one. */
let shownReports = popupReports(call, undefined);

const popupActions = (shown: Shown): Actions => ({
  trust: async (_, pin) => {
    await call(`trust ${pin}`);
    return () => call("back");
  },
  recheck: async () => {
    await call("recheck");
    popup(shown);
  },
  copyDiagnostics: () => call("copy-diagnostics"),
  openVerifiedView: () => call("verified-view"),
  openOptions: () => call("options"),
  policy: async () => decided,
  lookups: popupLookups(call, { why: "off" }),
  reports: shownReports,
  sealed: popupSealed(call),
  openCheck: () => call("check"),
  changeSite: async (origin, on) => {
    await call(`changeSite ${origin} ${on}`);
    return on;
  },
});

const popup = (shown: Shown) => showPage("popup_title", <PopupPage shown={shown} actions={popupActions(shown)} />);

const optionsActions: OptionsActions = {
  putTrust: (records) => call(`putTrust ${JSON.stringify(records)}`),
  removeTrust: (org) => call(`removeTrust ${org}`),
  removeKey: (org, kid) => call(`removeKey ${org} ${kid}`),
  forgetCertificates: (address) => call(`forgetCertificates ${address}`),
  clearLedger: () => call("clearLedger"),
  removeStamped: (domain) => call(`removeStamped ${domain}`),
  clearHistory: () => call("clearHistory"),
  resetClock: () => call("resetClock"),
  keepHistory: (keep) => call(`keepHistory ${keep}`),
  setMinimumLevel: (level) => call(`setMinimumLevel ${level}`),
  setMt2Authorities: (authorities) => call(`setMt2Authorities ${authorities.join(" ")}`),
  setServers: (account, servers) => call(`setServers ${account} ${JSON.stringify(servers)}`),
  disableSite: (origin) => call(`disableSite ${origin}`),
  setMark: (mark) => call(`setMark ${mark}`),
  lookups: optionsLookups(call),
  sealing: optionsSealing(call),
  reports: optionsReports(call),
  chooseArrival: async (mode) => {
    await call(`chooseArrival ${mode}`);
    return mode !== "all";
  },
  openSweep: () => call("openSweep"),
  audit: {
    save: () => call("saveAudit"),
    allow: async (receiver) => {
      await call(`allowAudit ${receiver}`);
      return false;
    },
    withdraw: (receiver) => call(`withdrawAudit ${receiver}`),
  },
  saveSettings: () => call("saveSettings"),
  takeSettings: (saved) => call(`takeSettings ${JSON.stringify(saved)}`),
  refresh: () => call("refresh"),
  tryPolicy: async (json) => {
    await call("tryPolicy");
    const { policy = LOCKDOWN, faults } = readPolicy(json);
    const effective = resolveSettings(policy, {});
    return {
      state: "read",
      faults,
      readAt: 0,
      serial: 0,
      effective,
      byAdministrator: true,
      client: "thunderbird",
      id: "countersign@countersign.example",
      live: true,
    };
  },
  copy: () => call("copy"),
  openFirstRun: () => call("openFirstRun"),
  readText: async (path) => `${path}\n`,
};

const sweepActions: SweepActions = {
  begin: async (folders) => {
    await call(`begin ${folders.map(({ path }) => path).join(", ")}`);
    return true;
  },
  pause: () => call("pause"),
  resume: () => call("resume"),
  forget: () => call("forget"),
};

const checkActions: Actions & CheckActions = {
  ...popupActions({ state: "checking" }),
  check: (given) => call(`check ${given.map(({ name }) => name).join(", ")}`),
  own: (address) => call(`own ${address}`),
};

const withAllBytes = (shown: CheckData): CheckShown =>
  shown.state === "checked"
    ? { ...shown, files: shown.files.map(({ name, message }) => ({ name, message: withBytes(message) })) }
    : shown;

globalThis.showScreen = (screen) => {
  globalThis.galleryCalls = [];
  render(null, document.body);
  decided = ("policy" in screen && screen.policy) || NOTHING_DECIDED;
  shownReports = popupReports(call, "reports" in screen ? screen.reports : undefined);
  document.body.className = screen.page === "popup" || screen.page === "seal" ? "popup" : "page";
  if (screen.page === "popup")
    popup(screen.state === "checked" ? { ...screen, messages: screen.messages.map(withBytes) } : screen);
  else if (screen.page === "check")
    showPage("check_title", <CheckPage shown={withAllBytes(screen.shown)} actions={checkActions} />);
  else if (screen.page === "options")
    showPage("options_page_title", <OptionsPage data={screen.data} actions={optionsActions} />);
  else if (screen.page === "sweep")
    showPage("sweep_page_title", <SweepPage shown={screen.shown} actions={sweepActions} />);
  else if (screen.page === "sealed")
    showPage("sealed_title", <SealedPage reading={withOctets(screen)} actions={sealedActions(call, screen)} />);
  else if (screen.page === "seal")
    showPage("seal_title", <SealPage shown={screen.shown} actions={sealActions(call)} />);
  else if (screen.page === "seal-write")
    showPage(
      "writer_title",
      <main>
        <h1>{t("writer_title")}</h1>
        <Writer start={screen.start} actions={writerActions(call, screen)} />
      </main>,
    );
  else if (screen.page === "first-run")
    showPage(
      "first_title",
      <FirstRunPage
        settings={screen.settings}
        policy={screen.policy}
        actions={{
          keepHistory: (keep) => call(`keepHistory ${keep}`),
          lookups: optionsLookups(call),
          refresh: () => call("refresh"),
          openOptions: () => call("options"),
          done: () => call("done"),
        }}
      />,
    );
  else showPage("view_title", <ViewPage message={withBytes(screen.message)} contents={screen.contents} />);
};
