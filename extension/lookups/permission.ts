import { browser } from "../browser.ts";

/** The one origin of a URL, in the form of a host permission; its path never matters to the client. */
const originOf = ({ hostname }: URL): string => `https://${hostname}/*`;

/** What is asked for: contact with one host, and where the client has a word for it, that senders' domains leave. */
function permissionFor(url: URL): { readonly origins: string[] } {
  const { browser_specific_settings } = browser.runtime.getManifest();
  const declared = JSON.stringify(browser_specific_settings ?? {}).includes("data_collection_permissions");
  const data = declared ? { data_collection: ["personalCommunications"] } : {};
  return { origins: [originOf(url)], ...data };
}

/** Whether this very host was allowed, by a click or by an administrator. */
export const isAllowed = (url: URL): Promise<boolean> => browser.permissions.contains(permissionFor(url));

/** Asks the user for it; only inside the handler of a click, and before anything else is awaited. */
export const allow = (url: URL): Promise<boolean> => browser.permissions.request(permissionFor(url));

/** Gives it back. */
export const withdraw = (url: URL): Promise<boolean> => browser.permissions.remove(permissionFor(url));
