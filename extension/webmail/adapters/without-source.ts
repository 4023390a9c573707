import type { PageHalf, SourceHalf } from "../adapter.ts";

/*
 * Webmails that give no extension the octets of a message; a badge from what the page shows would say more than is known.
 *
 * Outlook on the web: "Outlook does not save messages in MIME format" (Microsoft Graph, "Get MIME content of a message"):
 * the source is made anew from its own store whoever asks, and signatures over what was delivered fail on it (dkim_verifier
 * issues 70, 126 and 300). What its menus show and save comes, besides, from another host with a token of its page.
 *
 * Fastmail: the source is the JMAP blob of the message (RFC 8620 s6.2), and exact. It comes from *.fastmailusercontent.com,
 * never from the site's own origin, to whoever shows the token that the page's own script keeps from every other world. A
 * token that was taken from there could do anything in the account, so none is taken.
 */

const OUTLOOK =
  /^(?:outlook\.(?:live|office|office365)\.com|outlook\.cloud\.microsoft|outlook(?:-dod)?\.office365\.us|partner\.outlook\.cn)$/;

/** Where Exchange puts it on any host of one's own; its paths know no case. */
const EXCHANGE = /^\/owa(?:\/|$)/i;

const FASTMAIL = /^(?:app|www|beta)\.fastmail\.com$/;

/** What a webmail without a source for extensions gives its reader to save: the message as it came, or one made anew. */
export type SavedFile = "exact" | "rebuilt";

/** What the reader can save where the webmail at an address gives extensions no source: the way are files. */
export function savedInstead({ hostname, pathname }: Pick<URL, "hostname" | "pathname">): SavedFile | undefined {
  if (OUTLOOK.test(hostname) || EXCHANGE.test(pathname)) return "rebuilt";
  return FASTMAIL.test(hostname) ? "exact" : undefined;
}

const page = (name: string, saved: SavedFile): PageHalf => ({
  name,
  recognises: ({ location }) => location !== null && savedInstead(location) === saved,
  messages: () => [],
  account: () => undefined,
});

const source = (name: string): SourceHalf => ({ name, request: () => undefined, accepts: () => false });

export const outlookPage = page("outlook", "rebuilt");
export const outlookSource = source("outlook");
export const fastmailPage = page("fastmail", "exact");
export const fastmailSource = source("fastmail");
