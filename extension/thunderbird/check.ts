import { type Knowledge, type Result, verify } from "../../core/index.ts";
import { arrivalTime } from "../background/arrival.ts";
import { sharedEngine, stoppable } from "../background/engine.ts";
import { gatherKnowledge } from "../background/knowledge.ts";
import { noteStamp } from "../background/ledger.ts";
import { observe } from "../background/observe.ts";
import { unasked, unread } from "../background/outcome.ts";
import { firstSeenOf } from "../background/state.ts";
import { type Verdict, type Verdicts, verdictKey } from "../background/verdicts.ts";
import { watched } from "../background/watchdog.ts";
import { browser } from "../browser.ts";
import { type Header, isOutgoing, type Place, placeOf } from "./place.ts";
import { received } from "./received.ts";
import { type Raw, readRaw } from "./source.ts";

/** One message, checked: everything the popup, the verified view and the diagnostics need. */
export interface Checked {
  /** Thunderbird's number of the message, good for this session only. */
  readonly messageId: number;
  readonly subject: string;
  /** The octets that were checked, Thunderbird's own lines removed; empty when they could not be had. */
  readonly bytes: Uint8Array;
  /** Lower-case hex SHA-256 of `bytes`. */
  readonly digest: string;
  readonly result: Result;
  readonly knowledge: Knowledge;
  /** Why nothing was checked although nothing is wrong (decision 30). */
  readonly skipped?: "own" | "not-mail";
}

/** How a check may be cut short or spared. */
export interface CheckOptions {
  /** Nobody waits for the result any more. */
  readonly signal?: AbortSignal;
  /** Verdicts that may be used again. */
  readonly verdicts?: Verdicts;
}

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

/**
 * Checks one message. Never fails: what cannot be checked is UNCHECKED with its reason.
 * Everything later verdicts depend on is stored before this resolves (EXT-11).
 */
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
    const { knowledge } = await gatherKnowledge({ now, origin: "local", addresses: [] });
    return nothing(header, unread("E_INTERNAL", header, knowledge), knowledge);
  }
}

async function checkRead(
  header: Header,
  place: Extract<Place, { kind: "mail" }>,
  addresses: readonly string[],
  raw: Raw,
  now: number,
  { signal = new AbortController().signal, verdicts }: CheckOptions,
): Promise<Checked> {
  const { origin, accountId } = place;
  const circumstances = { now, origin, addresses, ...(accountId === undefined ? {} : { accountId }) };
  if ("missing" in raw) {
    const { knowledge } = await gatherKnowledge(circumstances);
    return nothing(header, unread(raw.missing, header, knowledge), knowledge);
  }
  const { bytes, partial } = received(raw, header, place.store);
  const [digest, gathered] = await Promise.all([sha256(bytes), gatherKnowledge(circumstances)]);
  const known = { ...gathered.knowledge, ...(partial ? { partialSource: true } : {}) };
  const key = verdictKey(digest, gathered.epoch, known);
  const kept = verdicts?.find(key, now);
  if (kept) return { messageId: header.id, subject: header.subject, bytes, digest, ...kept };

  const arrived = origin === "account" ? arrivalTime(bytes) : undefined;
  const seen = [await firstSeenOf(digest), arrived].filter((at) => at !== undefined);
  const knowledge: Knowledge = { ...known, ...(seen.length === 0 ? {} : { firstSeen: Math.min(...seen) }) };
  const verdict = await judge(bytes, knowledge, header, signal);
  await observe(verdict.result, digest, arrived, now);
  if (!signal.aborted) verdicts?.keep(key, verdict);
  return { messageId: header.id, subject: header.subject, bytes, digest, ...verdict };
}

/**
 * The verdict, with the ledger. A stamp is compared with the ledger only when its signature is true and its hashes are
 * equal (G38), which the first round tells; only a stamp with a past needs a second one.
 */
async function judge(bytes: Uint8Array, knowledge: Knowledge, header: Header, signal: AbortSignal): Promise<Verdict> {
  const engine = await sharedEngine();
  const result = await watched(async (alive) => {
    const stopping = stoppable(engine, signal, alive);
    const first = await verify(bytes, knowledge, stopping);
    const stamp = first.observations.rid;
    const ledger = stamp ? await noteStamp(stamp) : [];
    if (ledger.length === 0) return { result: first, knowledge };
    const withLedger = { ...knowledge, ledger };
    return { result: await verify(bytes, withLedger, stopping), knowledge: withLedger };
  });
  return result ?? { result: unread("E_TIMEOUT", header, knowledge), knowledge };
}

async function skipped(header: Header, why: "own" | "not-mail", now: number): Promise<Checked> {
  const { knowledge } = await gatherKnowledge({ now, origin: "local", addresses: [] });
  return { ...nothing(header, unasked(header.subject), knowledge), skipped: why };
}

function nothing({ id, subject }: Header, result: Result, knowledge: Knowledge): Checked {
  return { messageId: id, subject, bytes: new Uint8Array(0), digest: "", result, knowledge };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
  return Array.from(digest, (octet) => octet.toString(16).padStart(2, "0")).join("");
}
