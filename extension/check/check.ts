import { type ErrorCode, type Knowledge, NOTHING_KNOWN, type Result, verify } from "../../core/index.ts";
import { certificatesOf } from "../ipp/certificates.ts";
import { noteStamp } from "../state/ledger.ts";
import { firstSeenOf, observe } from "../state/observe.ts";
import { noteServers } from "../state/seen-servers.ts";
import { arrivalTime } from "./arrival-time.ts";
import { sharedEngine, stoppable } from "./engine.ts";
import { type Circumstances, type Gathered, gatherKnowledge } from "./knowledge.ts";
import { unread } from "./outcome.ts";
import { type SentCopies, sentEnvelopes } from "./sent-envelopes.ts";
import { type Verdict, type Verdicts, verdictKey } from "./verdicts.ts";
import { watched } from "./watchdog.ts";

/** One message, checked: everything the popup, the verified view and the diagnostics need. */
export interface Checked {
  /** The client's number of the message, good for this session only. */
  readonly messageId: number;
  readonly subject: string;
  /** The octets that were checked, lines that the client itself added removed; empty when they could not be had. */
  readonly bytes: Uint8Array;
  /** Lower-case hex SHA-256 of `bytes`. */
  readonly digest: string;
  readonly result: Result;
  readonly knowledge: Knowledge;
  /** Why nothing was checked although nothing is wrong (decision 30). */
  readonly skipped?: "own" | "not-mail";
  /** Where a webmail's octets came from: whose word it is that they belong to what the page shows (ACQ-08). */
  readonly source?: "provider" | "page";
}

/** How a check may be cut short or spared. */
export interface CheckOptions {
  /** Nobody waits for the result any more. */
  readonly signal?: AbortSignal;
  /** Verdicts that may be used again. */
  readonly verdicts?: Verdicts;
  /** Where sent mail can be looked up. */
  readonly sentCopies?: SentCopies;
  /** What is known in these circumstances, begun to be read while the octets were on their way. */
  readonly gathered?: Promise<Gathered>;
}

/** What the client says about a message, without having been checked. */
export interface Head {
  readonly id: number;
  readonly subject: string;
  /** The From field as the client shows it. */
  readonly author: string;
}

/** A message as received, and whether a part of it is missing. */
export interface Octets {
  readonly bytes: Uint8Array;
  readonly partial: boolean;
}

/**
 * Checks octets, the same way for every client. Everything later verdicts depend on is stored before this resolves
 * (EXT-11).
 */
export async function checkOctets(
  head: Head,
  { bytes, partial }: Octets,
  circumstances: Circumstances,
  { signal = new AbortController().signal, verdicts, sentCopies, gathered: begun }: CheckOptions = {},
): Promise<Checked> {
  const { now, origin } = circumstances;
  const [digest, gathered] = await Promise.all([sha256(bytes), begun ?? gatherKnowledge(circumstances)]);
  const known = { ...gathered.knowledge, ...(partial ? { partialSource: true } : {}) };
  const key = verdictKey(digest, gathered.epoch, known);
  const kept = verdicts?.find(key, now);
  if (kept) return { messageId: head.id, subject: head.subject, bytes, digest, ...kept };

  const arrived = origin === "account" ? arrivalTime(bytes) : undefined;
  const seen = [await firstSeenOf(digest), arrived].filter((at) => at !== undefined);
  const knowledge: Knowledge = { ...known, ...(seen.length === 0 ? {} : { firstSeen: Math.min(...seen) }) };
  const mapSent = sentCopies && origin === "account" ? await sentEnvelopes(bytes, sentCopies) : [];
  const withSent = mapSent.length > 0 ? { ...knowledge, mapSent } : knowledge;
  const verdict = await judge(bytes, withSent, head, signal);
  const { accountId } = circumstances;
  await Promise.all([
    observe(verdict.result, digest, arrived, now),
    accountId !== undefined && noteServers(accountId, verdict.result.observations.servers ?? [], now),
  ]);
  // What took too long may be quicker the next time.
  const late = verdict.result.reasons.some(({ code }) => code === "E_TIMEOUT");
  if (!signal.aborted && !late) verdicts?.keep(key, verdict);
  return { messageId: head.id, subject: head.subject, bytes, digest, ...verdict };
}

/** The outcome for a message whose octets could not be had. Never fails, also where nothing that is stored can be read. */
export async function checkedUnread(code: ErrorCode, head: Head, circumstances: Circumstances): Promise<Checked> {
  const { knowledge } = await gatherKnowledge(circumstances).catch((error: unknown) => {
    console.error("nothing that is stored could be read", error);
    return { knowledge: { ...NOTHING_KNOWN, now: circumstances.now, origin: circumstances.origin } };
  });
  return nothing(head, unread(code, head, knowledge), knowledge);
}

/** A message without its octets. */
export function nothing({ id, subject }: Head, result: Result, knowledge: Knowledge): Checked {
  return { messageId: id, subject, bytes: new Uint8Array(0), digest: "", result, knowledge };
}

/**
 * The verdict, with the ledger. A stamp is compared with the ledger only when its signature is true and its hashes are
 * equal (G38), which the first round tells, as it tells whose certificate would be needed; only a stamp with a past and a
 * declaration of somebody known need a second one.
 */
async function judge(bytes: Uint8Array, knowledge: Knowledge, head: Head, signal: AbortSignal): Promise<Verdict> {
  const engine = await sharedEngine();
  const result = await watched(async (alive) => {
    const stopping = stoppable(engine, signal, alive);
    const first = await verify(bytes, knowledge, stopping);
    const stamp = first.observations.rid;
    const ledger = stamp ? await noteStamp(stamp) : [];
    const certificates = first.declaration && (await certificatesOf(first.declaration.address));
    if (ledger.length === 0 && certificates === undefined) return { result: first, knowledge };
    const more = {
      ...knowledge,
      ...(ledger.length > 0 && { ledger }),
      ...(certificates && { senderCertificates: [certificates] }),
    };
    return { result: await verify(bytes, more, stopping), knowledge: more };
  });
  return result ?? { result: unread("E_TIMEOUT", head, knowledge), knowledge };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
  return Array.from(digest, (octet) => octet.toString(16).padStart(2, "0")).join("");
}
