import { browser } from "../browser.ts";
import { isOutgoing } from "../thunderbird/place.ts";
import type { SweptFolder } from "./stored.ts";

/** A folder that can be swept. */
export interface FolderShown {
  readonly id: string;
  readonly accountId: string;
  readonly account: string;
  /** As the user knows it, the folders above it included. */
  readonly path: string;
  /** Part of its whole mailbox: what was thrown away or put aside as junk is swept only when it is chosen itself. */
  readonly ordinary: boolean;
}

const ASIDE: readonly string[] = ["trash", "junk"];
const NO_MAIL: readonly string[] = ["rss", "nntp"];

/** The folders of mail, in Thunderbird's order; the user's own mail on its way out is not checked, so not offered. */
export async function sweepable(): Promise<readonly FolderShown[]> {
  const [accounts, folders] = await Promise.all([
    browser.accounts.list(false),
    browser.folders.query({ isRoot: false, isVirtual: false }),
  ]);
  return folders.flatMap(({ id, accountId, path = "", name = "", specialUse = [] }) => {
    const account = accounts.find((one) => one.id === accountId);
    if (id === undefined || account === undefined || NO_MAIL.includes(account.type)) return [];
    if (isOutgoing({ external: false, folder: { path, specialUse } })) return [];
    const shown = path.split("/").slice(1, -1).map(decoded);
    return {
      id,
      accountId: account.id,
      account: account.name,
      path: [...shown, name].join(" / "),
      ordinary: !specialUse.some((use) => ASIDE.includes(use)),
    };
  });
}

/** Paths are written like those of URLs. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The chosen folders with their numbers of messages, so that progress can be told from the start. */
export const counted = (folders: readonly FolderShown[]): Promise<readonly SweptFolder[]> =>
  Promise.all(folders.map(async ({ id, path }) => ({ id, name: path, total: await messagesIn(id) })));

/** How many messages a folder has; one that is gone has none. */
export async function messagesIn(folderId: string): Promise<number> {
  const info = await browser.folders.getFolderInfo(folderId).catch(() => undefined);
  return info?.totalMessageCount ?? 0;
}
