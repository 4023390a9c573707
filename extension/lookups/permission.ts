import { browser } from "../browser.ts";

/** The one origin of a URL, in the form of a host permission; its path never matters to the client. */
const originOf = ({ hostname }: URL): string => `https://${hostname}/*`;

/**
 * What leaves, in the words of the stores, each optional in the manifest: domains of senders and what is reported of
 * messages, or counts of verdicts (the activity log).
 */
export type DataKind = "personalCommunications" | "technicalAndInteraction";

/** What is asked for: contact with one host, and where the client has a word for it, what leaves. */
function permissionFor(url: URL, data: DataKind): { readonly origins: string[] } {
  const { browser_specific_settings } = browser.runtime.getManifest();
  const declared = JSON.stringify(browser_specific_settings ?? {}).includes("data_collection_permissions");
  return { origins: [originOf(url)], ...(declared ? { data_collection: [data] } : {}) };
}

/** Whether this very host was allowed, by a click or by an administrator. */
export const isAllowed = (url: URL, data: DataKind = "personalCommunications"): Promise<boolean> =>
  browser.permissions.contains(permissionFor(url, data));

/** Asks the user for it; only inside the handler of a click, and before anything else is awaited. */
export const allow = (url: URL, data: DataKind = "personalCommunications"): Promise<boolean> =>
  browser.permissions.request(permissionFor(url, data));

/** Gives the host back. What may leave stays allowed, for the hosts that still are. */
export const withdraw = (url: URL): Promise<boolean> => browser.permissions.remove({ origins: [originOf(url)] });
