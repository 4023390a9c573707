import type { Origin } from "../../core/index.ts";

/** A message as Thunderbird describes it. */
export type Header = browser.messages.MessageHeader;

/** Who hands out the octets: each has its own way to change them, see `source.ts`. */
export type Store = "imap" | "local" | "file";

/** Where a message lies, as far as it matters to the verdict. */
export type Place =
  /** Mail: how it came (ACQ-14), and for mail in an account, which. */
  | { readonly kind: "mail"; readonly origin: Origin; readonly accountId?: string; readonly store: Store }
  /** Feeds and newsgroups are no mail. */
  | { readonly kind: "not-mail" };

const OUTGOING = new Set<string>(["sent", "drafts", "templates", "outbox"]);

/**
 * The user's own mail on its way out. Stamps are made behind it, so nothing can be said about it, and "stamp missing"
 * would be wrong (decision 30).
 */
export function isOutgoing({ external, folder }: Pick<Header, "external" | "folder">): boolean {
  return !external && folder?.specialUse?.some((use) => OUTGOING.has(use)) === true;
}

/** Tells where the message lies; `accounts` are all accounts of the profile. */
export function placeOf(
  { external, folder }: Pick<Header, "external" | "folder">,
  accounts: readonly Pick<browser.accounts.MailAccount, "id" | "type">[],
): Place {
  // Opened from disk or from inside another message: Thunderbird does not say which, and both get the same credit.
  if (external || folder === undefined) return { kind: "mail", origin: "file", store: "file" };
  const account = accounts.find(({ id }) => id === folder.accountId);
  const type: string = account?.type ?? "local";
  if (type === "rss" || type === "nntp") return { kind: "not-mail" };
  // Anything can be copied into Local Folders, so what stands there has no delivery to speak of.
  if (account === undefined || type === "local" || type === "none")
    return { kind: "mail", origin: "local", store: "local" };
  return { kind: "mail", origin: "account", accountId: account.id, store: type === "pop3" ? "local" : "imap" };
}
