import { strictBase64 } from "../canonical/encoding.ts";
import { answersOf, compareAge } from "../dns/proof.ts";
import type { Answers, TrustBase } from "../dns/session.ts";
import type { Knowledge } from "../knowledge.ts";
import { readCertificate } from "../x509/certificate.ts";
import { makePin } from "../x509/pin.ts";
import type { Fact, FactMember } from "./facts.ts";
import { type LookedUp, lookUp } from "./look-up.ts";
import type { DnsWant } from "./questions.ts";

/** What is stored of all look-ups of one want, and shown. Plain JSON; times are epoch seconds. */
export interface Remembered extends Omit<LookedUp, "answers"> {
  /** When the want was last asked about, whatever came of it. */
  readonly askedAt: number;
  /** When to ask again, before jitter. */
  readonly askAgain: number;
  /** Attempts in a row without a proven answer. */
  readonly failures: number;
  /** What the last attempt said, where it does not replace what is known. */
  readonly latest?: Pick<LookedUp, "state" | "code" | "at">;
  /** The last attempt brought an older answer than the one known: somebody serves the past (DNS-09). */
  readonly rolledBack?: true;
}

/** Bounds of the time between two questions, in seconds: a zone may not make anybody ask all the time, or never. */
const SHORTEST = 300;
const LONGEST = 86_400;
/** After an answer that names no time of its own, in seconds. */
const AFTER_INSECURE = 6 * 3600;
const AFTER_BOGUS = 3600;

/**
 * Joins what is remembered of a want with what was just looked up: state moves forward only. A proven answer replaces
 * what was known, unless it is older and differs (DNS-09); every other answer, and a sudden "unsigned", leaves what was
 * proven as it is until its proof ends, since whoever is on the path could send it.
 */
export function remember(before: Remembered | undefined, found: LookedUp): Remembered {
  const after = joined(before, found);
  return { ...after, facts: after.facts.map((fact) => withPins(fact, before?.facts ?? [], found.provenAt)) };
}

/** Certificate authorities stay pinned as they were first met, however often they change since (MT2-14, X5-01). */
function withPins(fact: Fact, before: readonly Fact[], now: number): Fact {
  if (fact.member !== "mt2Issuers") return fact;
  const [known] = before.flatMap(({ member, value }) => (member === "mt2Issuers" ? [value.pinned ?? []] : []));
  const read = fact.value.certificates.map((text) => readCertificate(strictBase64(text) ?? new Uint8Array(0)));
  const first = read.flatMap((one) => (one.kind === "certificate" ? [makePin(one, now)] : []));
  const pinned = known !== undefined && known.length > 0 ? known : first;
  return pinned.length === 0 ? fact : { member: fact.member, value: { ...fact.value, pinned } };
}

function joined(before: Remembered | undefined, found: LookedUp): Remembered {
  const { answers: _, ...said } = found;
  const now = found.provenAt;
  const failed = found.state === "bogus" || found.state === "indeterminate";
  const failures = failed ? (before?.failures ?? 0) + 1 : 0;
  const askAgain = now + pause(found, failures);
  const asked = { askedAt: now, askAgain, failures };
  if (before === undefined || before.until < now || before.state !== "secure") {
    // Proven to be unsigned outlasts a failure, too.
    const keep = failed && before?.state === "insecure" && before.until >= now;
    return keep ? kept(before, found, asked) : { ...said, ...asked };
  }
  if (found.state !== "secure") return kept(before, found, asked);
  const ages = found.steps.map(({ newest }, index) =>
    newest === undefined ? "newer" : compareAge(before.steps[index]?.newest, newest, now),
  );
  if (ages.includes("rollback")) return { ...kept(before, found, asked), rolledBack: true };
  return ages.includes("stale") ? kept(before, found, asked) : { ...said, ...asked };
}

function kept(
  before: Remembered,
  { state, code, at }: LookedUp,
  asked: Pick<Remembered, "askedAt" | "askAgain" | "failures">,
): Remembered {
  const { latest: _, rolledBack: __, ...known } = before;
  return { ...known, ...asked, latest: { state, code, at } };
}

function pause({ state, ttl, until, provenAt }: LookedUp, failures: number): number {
  if (state === "secure") return Math.max(SHORTEST, Math.min(ttl, LONGEST, until - provenAt));
  if (state === "insecure") return AFTER_INSECURE;
  if (state === "bogus") return AFTER_BOGUS;
  return Math.min(SHORTEST * 2 ** Math.min(failures - 1, 10), AFTER_INSECURE);
}

/** The domain a want is about. */
export function domainOfWant(want: DnsWant): string {
  if (want.kind === "gmp-key") return want.org_id;
  return want.kind === "mt2-issuer" ? want.issuer : want.domain;
}

/** Completes what is known by what was looked up and is still proven at `knowledge.now`. */
export function withLookUps(knowledge: Knowledge, remembered: Iterable<Remembered>): Knowledge {
  const found = new Map<FactMember, Fact["value"][]>();
  const rollbacks = new Set(knowledge.dnsRollbacks);
  for (const one of remembered) {
    if (one.until < knowledge.now) continue;
    if (one.rolledBack) rollbacks.add(domainOfWant(one.want));
    for (const { member, value } of one.facts) {
      const values = found.get(member) ?? [];
      values.push(value);
      found.set(member, values);
    }
  }
  const joined = [...found].map(([member, values]) => [member, [...(knowledge[member] ?? []), ...values]]);
  return { ...knowledge, ...Object.fromEntries(joined), ...(rollbacks.size > 0 && { dnsRollbacks: [...rollbacks] }) };
}

/**
 * Proves what is remembered again, from the root and without asking anybody: the states of its steps as of `now`.
 * Whatever was tampered with, or has ended, is no longer secure.
 */
export async function recheckRemembered(
  { want, steps }: Pick<Remembered, "want" | "steps">,
  now: number,
  options: { readonly base?: TrustBase; readonly clientMxType?: number } = {},
): Promise<LookedUp> {
  const known: Answers = new Map(steps.flatMap(({ proof }) => (proof === undefined ? [] : [...answersOf(proof)])));
  return await lookUp(want, async () => "NO_CONNECTION", now, { ...options, known });
}
