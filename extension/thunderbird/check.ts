import { type Checked, type CheckOptions, checkedUnread, checkOctets, nothing } from "../background/check.ts";
import { gatherKnowledge } from "../background/knowledge.ts";
import { unasked } from "../background/outcome.ts";
import { browser } from "../browser.ts";
import { type Header, isOutgoing, type Place, placeOf } from "./place.ts";
import { received } from "./received.ts";
import { type Raw, readRaw } from "./source.ts";

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
    const addresses = accounts
      .flatMap(({ identities = [] }) => identities.map(({ email }) => email ?? ""))
      .filter(Boolean);
    return await checkRead(header, place, addresses, raw, now, options);
  } catch (error) {
    console.error("a check failed", error);
    return checkedUnread("E_INTERNAL", header, { now, origin: "local", addresses: [] });
  }
}

function checkRead(
  header: Header,
  place: Extract<Place, { kind: "mail" }>,
  addresses: readonly string[],
  raw: Raw,
  now: number,
  options: CheckOptions,
): Promise<Checked> {
  const { origin, accountId } = place;
  const circumstances = { now, origin, addresses, ...(accountId === undefined ? {} : { accountId }) };
  if ("missing" in raw) return checkedUnread(raw.missing, header, circumstances);
  return checkOctets(header, received(raw, header, place.store), circumstances, options);
}

async function skipped(header: Header, why: "own" | "not-mail", now: number): Promise<Checked> {
  const { knowledge } = await gatherKnowledge({ now, origin: "local", addresses: [] });
  return { ...nothing(header, unasked(header.subject), knowledge), skipped: why };
}
