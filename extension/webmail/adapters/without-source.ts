import type { PageHalf, SourceHalf } from "../adapter.ts";

/*
 * Webmails that give no extension the octets of a message: Outlook on the web makes the source anew from its own store,
 * Fastmail's page keeps the token of its downloads to itself. Their messages go through the file route; a badge from
 * what the page shows would say more than is known.
 */

const NONE = { frame: undefined, messages: () => [], account: () => undefined } as const;

const page = (name: string, hosts: RegExp): PageHalf => ({
  name,
  recognises: (document) => hosts.test(document.location?.hostname ?? ""),
  messages: NONE.messages,
  account: NONE.account,
});

const source = (name: string): SourceHalf => ({ name, request: () => undefined, accepts: () => false });

export const outlookPage = page("outlook", /^outlook\.(?:live|office|office365|cloud\.microsoft)(?:\.com)?$/);
export const outlookSource = source("outlook");
export const fastmailPage = page("fastmail", /^(?:app|www|beta)\.fastmail\.com$/);
export const fastmailSource = source("fastmail");
