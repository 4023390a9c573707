import { browser } from "../browser.ts";
import { type Checked, type CheckOptions, checkedUnread, checkOctets, nothing } from "../check/check.ts";
import { type Circumstances, gatherKnowledge } from "../check/knowledge.ts";
import { unasked } from "../check/outcome.ts";
import { type Header, isOutgoing, type Place, placeOf } from "./place.ts";
import { received } from "./received.ts";
import { sentCopies } from "./sent-copies.ts";
import { readRaw } from "./source.ts";

/** Most messages of one tab that are checked at once. */
const MOST = 20;

/**
 * Checks what the tab shows now, always anew: one entry per message, none when the tab shows no message. A background
 * that was stopped before it could say the same on the button is woken, and does (EXT-11).
 */
export async function checkDisplayed(tabId: number): Promise<Checked[]> {
  void tellBackground("shown").catch(() => undefined);
  const checked: Checked[] = [];
  for (const header of (await displayed(tabId)).slice(0, MOST)) checked.push(await checkMessage(header));
  return checked;
}

/** The messages a tab shows. */
export async function displayed(tabId: number): Promise<readonly Header[]> {
  return listed(await browser.messageDisplay.getDisplayedMessages(tabId));
}

/** The types describe Manifest V2, where lists of messages came as arrays; with V3 they come as objects. */
export function listed(list: unknown): readonly Header[] {
  return (list as { readonly messages: readonly Header[] }).messages;
}

/** Tells the background that trust or settings changed: it checks again what is shown. */
export async function announceChange(): Promise<void> {
  await tellBackground("changed");
}

const tellBackground = (countersign: "changed" | "shown") => browser.runtime.sendMessage({ countersign });

/** Checks one message. Never fails: what cannot be checked is UNCHECKED with its reason. */
export async function checkMessage(header: Header, options: CheckOptions = {}): Promise<Checked> {
  const now = Math.floor(Date.now() / 1000);
  try {
    if (isOutgoing(header)) return await skipped(header, "own", now);
    // Reading takes longest: everything else is found out meanwhile.
    const [raw, accounts] = await Promise.all([readRaw(header), browser.accounts.list(false)]);
    const place = placeOf(header, accounts);
    if (place.kind !== "mail") return await skipped(header, place.kind, now);
    const circumstances = circumstancesOf(place, accounts, now);
    if ("missing" in raw) return await checkedUnread(raw.missing, header, circumstances);
    return await checkOctets(header, received(raw, header, place.store), circumstances, { ...options, sentCopies });
  } catch (error) {
    console.error("a check failed", error);
    return checkedUnread("E_INTERNAL", header, { now, origin: "local", addresses: [] });
  }
}

/** What is known about a message by where it lies. */
export function circumstancesOf(place: MailPlace, accounts: Accounts, now: number): Circumstances {
  return { now, origin: place.origin, addresses: addressesOf(accounts), ...accountOf(place, accounts) };
}

type MailPlace = Extract<Place, { readonly kind: "mail" }>;
type Accounts = readonly Pick<browser.accounts.MailAccount, "id" | "identities">[];

const addressesOf = (accounts: Accounts) =>
  accounts.flatMap(({ identities = [] }) => identities.flatMap(({ email }) => email || []));

/** The account a message lies in, where it lies in one. */
function accountOf({ accountId }: { readonly accountId?: string }, accounts: Accounts) {
  if (accountId === undefined) return {};
  return { accountId, accountAddresses: addressesOf(accounts.filter(({ id }) => id === accountId)) };
}

async function skipped(header: Header, why: "own" | "not-mail", now: number): Promise<Checked> {
  const { knowledge } = await gatherKnowledge({ now, origin: "local", addresses: [] });
  return { ...nothing(header, unasked(header.subject), knowledge), skipped: why };
}
