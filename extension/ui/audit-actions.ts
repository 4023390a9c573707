import { auditDocument, auditEntries } from "../audit/log.ts";
import { settingsFile } from "../background/settings-file.ts";
import { clockwork } from "../background/state.ts";
import { browser } from "../browser.ts";
import { client } from "../this-client.ts";
import { saveFile } from "./save-file.ts";

const JSON_TYPE = "application/json";

/** Saves the activity log where the user says. */
export async function saveAudit(): Promise<void> {
  const [entries, { installId }] = await Promise.all([auditEntries(), clockwork()]);
  const { version } = browser.runtime.getManifest();
  const made = auditDocument(entries, installId, version, Math.floor(Date.now() / 1000));
  saveFile("countersign-log.json", JSON.stringify(made, null, 2), JSON_TYPE);
}

/** Saves the user's own settings, likewise. */
export async function saveSettings(): Promise<void> {
  saveFile("countersign-settings.json", await settingsFile(await client.accounts()), JSON_TYPE);
}
