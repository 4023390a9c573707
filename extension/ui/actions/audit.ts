import { readRemoteUrl } from "../../../core/index.ts";
import { auditDocument, auditEntries } from "../../audit/log.ts";
import { AUDIT_DATA, deliverNow } from "../../audit/service.ts";
import { browser } from "../../browser.ts";
import { database } from "../../database.ts";
import { allow, isAllowed, withdraw } from "../../lookups/permission.ts";
import { settingsFile } from "../../saved/write.ts";
import { clockwork } from "../../state/clockwork.ts";
import { effectiveSettings } from "../../state/settings.ts";
import { client } from "../../this-client.ts";
import { saveFile } from "./save-file.ts";

const JSON_TYPE = "application/json";

/** How things stand with the place that gets the activity log. */
export interface AuditShown {
  /** The user allowed the host that the organisation named. */
  readonly allowed: boolean;
  /** The last attempt was not taken. */
  readonly waiting: boolean;
}

/** What the options page can do about the activity log. */
export interface AuditActions {
  /** Saves the log where the user says. */
  save(): Promise<void>;
  /** Asks for contact with the receiver; resolves to whether it was allowed. Called right in the handler of a click. */
  allow(receiver: string): Promise<boolean>;
  withdraw(receiver: string): Promise<void>;
}

/** How it stands now. */
export async function auditShown(): Promise<AuditShown> {
  const read = readRemoteUrl((await effectiveSettings()).auditWebhook.value);
  const state = await (await database()).get("webhook", "state");
  return { allowed: "url" in read && (await isAllowed(read.url, AUDIT_DATA)), waiting: (state?.attempts ?? 0) > 0 };
}

/** The real actions. */
export const auditActions: AuditActions = {
  async save() {
    const [entries, { installId }] = await Promise.all([auditEntries(), clockwork()]);
    const { version } = browser.runtime.getManifest();
    const made = auditDocument(entries, installId, version, Math.floor(Date.now() / 1000));
    saveFile("countersign-log.json", JSON.stringify(made, null, 2), JSON_TYPE);
  },
  async allow(receiver) {
    const read = readRemoteUrl(receiver);
    if (!("url" in read) || !(await allow(read.url, AUDIT_DATA))) return false;
    await deliverNow();
    return true;
  },
  async withdraw(receiver) {
    const read = readRemoteUrl(receiver);
    if ("url" in read) await withdraw(read.url);
  },
};

/** Saves the user's own settings, likewise. */
export async function saveSettings(): Promise<void> {
  saveFile("countersign-settings.json", await settingsFile(await client.accounts()), JSON_TYPE);
}
