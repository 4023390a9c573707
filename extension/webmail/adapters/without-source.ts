import type { PageHalf, SourceHalf } from "../adapter.ts";

/*
 * Webmails that give no extension the octets of a message: Outlook on the web makes the source anew from its own store,
 * Fastmail's page keeps the token of its downloads to itself. Their messages go through the file route; a badge from
 * what the page shows would say more than is known.
 */

const OUTLOOK = /^outlook\.(?:live|office|office365|cloud\.microsoft)(?:\.com)?$/;
const FASTMAIL = /^(?:app|www|beta)\.fastmail\.com$/;

/** Whether this host's webmail is one of them: whoever asks about it is told of the file route. */
export const givesNoSource = (hostname: string): boolean => OUTLOOK.test(hostname) || FASTMAIL.test(hostname);

const page = (name: string, hosts: RegExp): PageHalf => ({
  name,
  recognises: (document) => hosts.test(document.location?.hostname ?? ""),
  messages: () => [],
  account: () => undefined,
});

const source = (name: string): SourceHalf => ({ name, request: () => undefined, accepts: () => false });

export const outlookPage = page("outlook", OUTLOOK);
export const outlookSource = source("outlook");
export const fastmailPage = page("fastmail", FASTMAIL);
export const fastmailSource = source("fastmail");
