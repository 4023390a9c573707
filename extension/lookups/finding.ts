import {
  type DnsProof,
  type DnsWant,
  domainOf,
  domainOfWant,
  isDnsWant,
  type LookedUp,
  type MapKey,
  type Remembered,
  remember,
  type Want,
} from "../../core/index.ts";
import { again } from "./timing.ts";
import { wantKey } from "./wants.ts";

/** A want that waits. Times are epoch seconds. */
export interface LookupJob {
  readonly key: string;
  readonly want: ServedWant;
  /** When it may be served; without it, at the next scheduled round. */
  readonly due?: number;
}

/** What is known about one want. Times are epoch seconds. */
export interface Finding {
  readonly key: string;
  readonly want: ServedWant;
  readonly domain: string;
  /** What the DNS said; the proofs are kept apart, because they are long. */
  readonly remembered?: Remembered;
  /** What became of a document that no resolver has. */
  readonly document?: Fetched;
  /** When to ask again. */
  readonly next: number;
  /** When it was first asked about. */
  readonly since?: number;
  /** When mail last gave reason to ask, to the day. */
  readonly usedAt: number;
  /** Host of the resolver that carried the proven answer. */
  readonly via?: string;
}

/** The proofs behind a finding, one for each of its steps, in their order. */
export interface StoredProof {
  readonly key: string;
  readonly proofs: readonly (DnsProof | undefined)[];
}

/** What became of a document. Times are epoch seconds. */
export interface Fetched {
  readonly code: DocumentCode;
  /** When it was last asked for. */
  readonly at: number;
  /** Attempts in a row that brought nothing. */
  readonly failures: number;
  /** Of the newest good one: its own time, its last second, and the keys in it. */
  readonly issued: number;
  readonly until: number;
  readonly keys: readonly MapKey[];
}

/** How the fetching of a document ended. */
export type DocumentCode =
  | "READ"
  | "NOT_ALLOWED"
  | "NOT_LISTED"
  | "NOT_UNSIGNED"
  | "HOST_REFUSED"
  | "NO_CONNECTION"
  | "HTTP_STATUS"
  | "REFUSED";

/** How fast look-ups may go, kept over stops of the event page. */
export interface Pace {
  /** Hour of the epoch, and look-ups begun in it. */
  readonly hour: number;
  readonly spent: number;
  /** Epoch seconds of the next scheduled round; 0 for none. */
  readonly round: number;
}

/** The published policy of one of the user's own addresses, below the base of its domain; no message asks for it (IPP-05). */
export interface OwnPolicyWant {
  readonly kind: "own-policy";
  readonly address: string;
  readonly base: string;
}

/** The documents that organisations, senders and the user's own domain offer themselves (G56, T17, 3-protocols 4.1). */
export type DocumentWant =
  | Extract<Want, { readonly kind: "status-list" | "map-bootstrap" | "ipp-certificate" }>
  | OwnPolicyWant;

/** The wants that are served here. */
export type ServedWant = DnsWant | DocumentWant;

/** The domain a want is about. */
export function servedDomain(want: ServedWant): string {
  if ("address" in want) return domainOf(want.address);
  if (isDnsWant(want)) return domainOfWant(want);
  return want.kind === "status-list" ? want.org_id : want.domain;
}

/** What a look-up in the DNS adds to what was known: state moves forward only. */
export function settle(
  before: Finding | undefined,
  found: LookedUp,
  via: string,
  random: () => number,
): { readonly finding: Finding; readonly proofs?: StoredProof["proofs"] } {
  const joined = remember(before?.remembered, found);
  const { steps, askedAt, askAgain, failures } = joined;
  const finding = {
    ...base(found.want, before, askedAt),
    remembered: { ...joined, steps: steps.map(({ proof: _, ...step }) => step) },
    next: askedAt + again(askAgain - askedAt, failures > 0, random),
  };
  if (steps === found.steps) return { finding: { ...finding, via }, proofs: steps.map(({ proof }) => proof) };
  return { finding: { ...finding, ...(before?.via && { via: before.via }) } };
}

/** The same for a document. */
export function settleDocument(
  before: Finding | undefined,
  want: ServedWant,
  found: Pick<Fetched, "code" | "at"> & Partial<Fetched> & { readonly wait: number; readonly stored?: boolean },
  random: () => number,
): Finding {
  const { wait, stored: _, ...said } = found;
  const failures = found.code === "READ" ? 0 : (before?.document?.failures ?? 0) + 1;
  const known = before?.document ?? { issued: 0, until: 0, keys: [] };
  const pause = failures === 0 ? wait : Math.min(300 * 2 ** Math.min(failures, 10), 86_400);
  return {
    ...base(want, before, found.at),
    document: { ...known, ...said, failures },
    next: found.at + again(pause, failures > 0, random),
  };
}

const base = (want: ServedWant, before: Finding | undefined, now: number) => ({
  key: wantKey(want),
  want,
  domain: servedDomain(want),
  since: before === undefined ? now : (before.since ?? 0),
  usedAt: before?.usedAt ?? now,
});

/** How the last attempt ended. */
export function lastCode({ remembered, document }: Finding): string {
  if (remembered?.rolledBack) return "DNS_ROLLBACK";
  return remembered?.latest?.code ?? remembered?.fault ?? remembered?.code ?? document?.code ?? "";
}

/** Last second at which something proven counts; 0 for nothing. */
export const countsUntil = ({ remembered, document }: Finding): number => remembered?.until ?? document?.until ?? 0;
