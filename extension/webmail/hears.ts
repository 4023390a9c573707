import type { WebmailSite } from "../state/settings.ts";
import { readShown, type ShownMessages } from "./wire.ts";

/** Who sent a message, as the browser says. */
export interface Sender {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  readonly frameId?: number | undefined;
  readonly tab?: { readonly id?: number | undefined } | undefined;
}

/** What the background does for its own pages. */
export type Wish =
  | { readonly countersign: "changed" }
  | { readonly countersign: "look-up" }
  | { readonly countersign: "report" }
  | { readonly countersign: "name"; readonly origin: string }
  | { readonly countersign: "forget"; readonly origin: string }
  | { readonly countersign: "check"; readonly tabId: number }
  | { readonly countersign: "again"; readonly messageId: number };

/** What was said, and by whom: nothing else is heard. */
export type Heard =
  | { readonly by: "page"; readonly wish: Wish }
  | {
      readonly by: "site";
      readonly site: WebmailSite;
      readonly tabId: number;
      readonly page: URL;
      readonly said: ShownMessages;
    };

/** What decides who is heard. */
export interface Ears {
  readonly ownId: string;
  /** Start of the addresses of the extension's own pages. */
  readonly ownUrl: string;
  readonly siteOf: (address: string) => Promise<WebmailSite | undefined>;
}

/** Own pages may wish; the content script in the top frame of an enabled site may say what is shown (EXT-04, EXT-05, EXT-10). */
export async function hear(
  message: unknown,
  sender: Sender,
  { ownId, ownUrl, siteOf }: Ears,
): Promise<Heard | undefined> {
  const { id, url, frameId, tab } = sender;
  if (id !== ownId || url === undefined) return undefined;
  if (url.startsWith(ownUrl)) {
    const wish = readWish(message);
    return wish && { by: "page", wish };
  }
  const said = readShown(message);
  if (said === undefined || frameId !== 0 || tab?.id === undefined) return undefined;
  const site = await siteOf(url);
  if (site === undefined) return undefined;
  return { by: "site", site, tabId: tab.id, page: new URL(url), said };
}

function readWish(value: unknown): Wish | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { countersign, tabId, messageId, origin }: Partial<Record<string, unknown>> = { ...value };
  switch (countersign) {
    case "changed":
    case "look-up":
    case "report":
      return { countersign };
    case "name":
    case "forget":
      return typeof origin === "string" ? { countersign, origin } : undefined;
    case "check":
      return typeof tabId === "number" ? { countersign, tabId } : undefined;
    case "again":
      return typeof messageId === "number" ? { countersign, messageId } : undefined;
    default:
      return undefined;
  }
}
