import type { Knowledge, Result } from "../../core/index.ts";
import { browser } from "../browser.ts";

/** One message, checked: everything the popup, the verified view and the diagnostics need. */
export interface Checked {
  /** Thunderbird's number of the message, good for this session only. */
  readonly messageId: number;
  readonly subject: string;
  /** The octets that were checked, Thunderbird's own lines removed; empty when they could not be had. */
  readonly bytes: Uint8Array;
  /** Lower-case hex SHA-256 of `bytes`. */
  readonly digest: string;
  readonly result: Result;
  readonly knowledge: Knowledge;
}

/** Checks what the tab shows now, always anew: one entry per message, none when the tab shows no message. */
export async function checkDisplayed(tabId: number): Promise<Checked[]> {
  await browser.messageDisplay.getDisplayedMessages(tabId);
  return [];
}

/** Tells the background that trust or settings changed: it checks again what is shown. */
export async function announceChange(): Promise<void> {
  await browser.runtime.sendMessage({ countersign: "changed" });
}
