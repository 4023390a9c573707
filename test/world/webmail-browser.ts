import type { Remote } from "./marionette.ts";

/** A marker in a page, as only the browser itself can look into it. */
export interface Marker {
  /** Of its shadow root. */
  readonly mode: string;
  readonly text: string;
  readonly tone: string;
  readonly hasMark: boolean;
}

/** Where the extension's own code can be run. */
export type OwnPlace = "background" | "popup" | { readonly tab: string };

/**
 * A browser with the built package, in front of a webmail: what a reader does and sees there, whichever browser it is.
 * The webmail is in one tab; the extension's own pages open in others.
 */
export interface WebmailBrowser {
  readonly name: "Chromium" | "Firefox";
  readonly display: string;
  /** Goes to an address in the webmail's tab. */
  goTo(url: string): Promise<void>;
  /** Runs `fn` in the webmail's page, as its own script would; arguments and result are JSON. */
  inPage<A extends unknown[], R>(fn: Remote<A, R>, ...args: A): Promise<R>;
  /** Runs `fn` in the world of the content script in the webmail's page, with its powers; arguments and result are JSON. */
  inScript<A extends unknown[], R>(fn: Remote<A, R>, ...args: A): Promise<R>;
  /** Runs `fn` in one of the extension's own pages; arguments and result are JSON. */
  inOwn<A extends unknown[], R>(place: OwnPlace, fn: Remote<A, R>, ...args: A): Promise<R>;
  /** What the toolbar's button says over the webmail. */
  title(): Promise<string>;
  markers(): Promise<readonly Marker[]>;
  /** Presses the toolbar's button over the webmail; the popup stays open. */
  openPopup(): Promise<void>;
  closePopup(): Promise<void>;
  /** Opens one of the extension's pages, given as a path with or without a fragment, and waits for it. */
  openTab(path: string): Promise<void>;
  /** Closes the tab of a page, however it was opened; the webmail is in front again. */
  closeTab(path: string): Promise<void>;
  /** A click that a person makes: what needs one accepts it. */
  click(place: Exclude<OwnPlace, "background">, selector: string): Promise<void>;
  /**
   * Answers the browser's own question about a permission with yes, once.
   * @param granted - whether the permission is there
   * @returns the same, afterwards: a question that came too late is asked again by whoever wants it
   */
  allow(granted: () => Promise<boolean>): Promise<boolean>;
  /** Stops the background, as the browser does when it is idle. */
  stopBackground(): Promise<void>;
  /** Whether it runs; asking does not start it. */
  isBackgroundRunning(): Promise<boolean>;
}
