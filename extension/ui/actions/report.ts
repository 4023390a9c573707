import {
  evidenceOctets,
  evidenceOf,
  makeArf,
  makeXarf,
  type ReportCode,
  type Result,
  type SenderCertificates,
  undone,
} from "../../../core/index.ts";
import { browser } from "../../browser.ts";
import type { Checked } from "../../check/check.ts";
import { certificatesOf, decideCertificates } from "../../ipp/certificates.ts";
import { isAllowed } from "../../lookups/permission.ts";
import { askedReport, offerReport, type ReportOffer } from "../../reports/ask.ts";
import type { AskParts } from "../../reports/destination.ts";
import { isExerciseMail, noteExercise } from "../../reports/exercise.ts";
import { type Export, exportOf } from "../../reports/export.ts";
import { moveReport, type Route, type Stored, type StoredReport, storeReport } from "../../reports/store.ts";
import { effectiveSettings } from "../../state/settings.ts";
import { client } from "../../this-client.ts";

/** The two forms in which a report is handed to somebody else. */
export type ExportForm = "arf" | "xarf";

/** What the popup can do about a message's declaration, and about reporting it. */
export interface PopupReports {
  /** The popup was opened by the key for reports. */
  readonly wanted: boolean;
  /** The certificates known for the declaring address. */
  certificates(result: Result): Promise<SenderCertificates | undefined>;
  /** The user's word about a changed key. */
  decide(address: string, choice: "old" | "new"): Promise<void>;
  offer(message: Checked): Promise<ReportOffer | undefined>;
  /** Writes the report down; nothing is sent before the time to take it back has passed. */
  report(message: Checked, code: ReportCode, route: Route): Promise<Stored | "closed">;
  /** Resolves to false when it may have left already. */
  takeBack(id: string): Promise<boolean>;
  /**
   * Saves a report as a file; of the content only what `whole` allows.
   * @returns whether the message carries a mark of an exercise
   */
  save(message: Checked, code: ReportCode, form: ExportForm, whole: boolean): Promise<boolean>;
  /** Opens the options where reports are set up. */
  openChoice(): Promise<void>;
}

const now = () => Math.floor(Date.now() / 1000);

/** What finding out where a report goes needs of this client. */
export const askParts = (): AskParts => ({ now: now(), allowed: isAllowed });

/** Takes a report back; false once it may have left. */
export async function takeBackReport(id: string): Promise<boolean> {
  return (await moveReport(id, undone)) !== undefined;
}

/** A stored report as a file, with the header fields that were in it. */
export async function saveStored(stored: StoredReport, form: ExportForm): Promise<void> {
  const { report, code, address, askedAt } = stored;
  const evidence = { kind: "headers", octets: evidenceOctets(report.fields) } as const;
  await save({ report, code, address, at: askedAt, evidence }, form);
}

async function save(wanted: Export, form: ExportForm): Promise<void> {
  const { organisationName } = await effectiveSettings();
  const { report, arf, xarf } = exportOf(wanted, organisationName.value, browser.runtime.getManifest().version);
  if (form === "arf") return download(makeArf(report, arf), "message/rfc822", "report.eml");
  const json = `${JSON.stringify(makeXarf(report, xarf), null, 2)}\n`;
  download(new TextEncoder().encode(json), "application/json", "report.json");
}

/** Hands a file to the client, which asks where to put it. */
function download(octets: Uint8Array, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(octets)], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The real actions. */
export const popupReports: PopupReports = {
  wanted: location.hash === "#report",
  certificates: async ({ declaration }) => declaration && certificatesOf(declaration.address),
  async decide(address, choice) {
    await decideCertificates(address, choice, now());
    await client.announceChange();
  },
  offer: (message) => offerReport(message, askParts()),
  async report(message, code, route) {
    const asked = await askedReport(message, code, route, askParts());
    if (asked === undefined) return "closed";
    const stored = await storeReport(asked, now(), Math.random());
    if (stored === "stored") await browser.runtime.sendMessage({ countersign: "report" });
    return stored;
  },
  takeBack: takeBackReport,
  async save(message, code, form, whole) {
    const offer = await offerReport(message, askParts());
    if (offer === undefined) return false;
    const { address, content } = offer;
    const evidence = evidenceOf(message.bytes, whole);
    await save({ report: { ...content, code }, code, address, at: now(), evidence }, form);
    const exercise = await isExerciseMail(message.bytes);
    if (exercise) await noteExercise(now());
    return exercise;
  },
  async openChoice() {
    await browser.tabs.create({ url: browser.runtime.getURL("ui/options.html#reports") });
    window.close();
  },
};
