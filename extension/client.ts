import type { Knowledge } from "../core/index.ts";
import type { Checked } from "./check/check.ts";
import type { Inside } from "./sealed/inside.ts";

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
  /** Reads sealed mail. */
  readonly sealed: SealedReader;
  /** Marks messages in the list; absent in a browser. */
  readonly tags?: TagControl;
  /** Which webmails are read; absent in a mail client. */
  readonly sites?: SiteControl;
}

/** A message that is to be opened, and what opening it needs. */
export interface SealedSource {
  /** The octets as received. */
  readonly bytes: Uint8Array;
  readonly knowledge: Knowledge;
  /** It lies among the user's own sent mail. */
  readonly sent: boolean;
}

/** Reads messages for the page that opens them: the user's own copies, too, which are not checked otherwise. */
export interface SealedReader {
  /** Undefined when the octets cannot be had. */
  read(messageId: number): Promise<SealedSource | undefined>;
  /** Answers to a message that was opened; absent in a browser, where only the webmail's own page writes mail. */
  readonly replies?: (messageId: number) => SealedReplies;
}

/** How a message that was opened is answered. */
export interface SealedReplies {
  /** Shows the form in which a sealed answer is written, in the place of the message. */
  sealed(inside: Inside): Promise<void>;
  /** Opens the client's own composer; `quote`: with the text that was sealed. */
  unsealed(inside: Inside, quote: boolean): Promise<void>;
}

/** The permission to tag messages. */
export interface TagControl {
  may(): Promise<boolean>;
  /** Asks for it; must be called right in the handler of a click. Resolves to whether it was given. */
  allow(): Promise<boolean>;
}

/** A site that a tab shows, and whether its mail is read. */
export interface SiteShown {
  readonly origin: string;
  readonly enabled: boolean;
  /** The organisation named it by policy; the access is still the user's to give. */
  readonly decided: boolean;
  /** The organisation decides about sites, and did not name this one. */
  readonly locked: boolean;
  /**
   * Its webmail hands no extension the source of a message, so only saved messages can be checked: files that are the
   * message as it came, or made anew by the webmail.
   */
  readonly sourceless?: "exact" | "rebuilt";
  /**
   * Why nothing is read in the page that is open, although the site is enabled: it is none of a webmail that is known, or it
   * was opened before and cannot be looked at until it is loaded anew.
   */
  readonly unread?: "unknown" | "stale";
}

/** Switches webmails on and off. */
export interface SiteControl {
  /** The site that a tab shows; undefined where it cannot be a webmail. */
  of(tab: { readonly id?: number | undefined; readonly url?: string | undefined }): Promise<SiteShown | undefined>;
  /** Asks the browser for the grant; must be called right in the handler of a click. Resolves to whether it was given. */
  enable(origin: string): Promise<boolean>;
  disable(origin: string): Promise<void>;
  /** Origins of all enabled sites. */
  enabled(): Promise<readonly string[]>;
}
