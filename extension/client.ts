import type { Checked } from "./background/check.ts";

/** A mail account, as far as it matters to the settings. */
export interface AccountShown {
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
}

/** What the pages need of the client they run in: Thunderbird, or a browser that shows a webmail. */
export interface Client {
  /** Checks what the tab shows now, always anew: one entry per message, none when it shows no message. */
  checkDisplayed(tabId: number): Promise<readonly Checked[]>;
  /** Checks one message again, by its number in this session. Rejects when there is no such message any more. */
  checkAgain(messageId: number): Promise<Checked>;
  /** The accounts whose mail this client reads; a browser knows of none. */
  accounts(): Promise<readonly AccountShown[]>;
  /** Tells the background that trust or settings changed: it checks again what is shown. */
  announceChange(): Promise<void>;
}
