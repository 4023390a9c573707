import type { Question } from "../dns/message.ts";
import { type DnsProof, type Newest, newestOf, proofOf } from "../dns/proof.ts";
import type { AnswerFault } from "../dns/query.ts";
import type { RecordFault } from "../dns/records/published.ts";
import { resolve } from "../dns/resolve.ts";
import { type Answers, type ChainLink, PUBLIC_ROOT, type TrustBase } from "../dns/session.ts";
import { unprovenRecords } from "../dns/unproven.ts";
import type { Lookup } from "../dns/validate.ts";
import { newWork } from "../dns/work.ts";
import type { DnsState } from "../knowledge.ts";
import { type Answered, type Fact, readFacts, stateOf } from "./facts.ts";
import { type DnsWant, questionsOf } from "./questions.ts";

/** Exchanges one question for the octets of a response, or says why there is none; must not throw. */
export type Ask = (question: Question) => Promise<Uint8Array | AnswerFault>;

/** What may be chosen about a look-up. */
export interface LookUpOptions {
  /** The public root unless told; a test has its own. */
  readonly base?: TrustBase;
  /** Responses that are already at hand, for example of the look-up just before: the root is asked once, not ten times. */
  readonly known?: Answers;
  /** The number of the Client MX type (DNS-16). */
  readonly clientMxType?: number;
}

/** One question of a look-up, and how its answer was proven. Plain JSON. */
export interface Step {
  readonly question: Question;
  readonly state: DnsState;
  readonly code: Lookup["code"];
  /** The name at which the end was found. */
  readonly at: string;
  /** Zones whose keys were proven on the way, from the root. */
  readonly chain: readonly ChainLink[];
  /** The names the question was led to, in order. */
  readonly aliases: readonly string[];
  /** For `secure` and `insecure`. */
  readonly proof?: DnsProof;
  /** For `secure`: what is remembered against a rollback (DNS-09). */
  readonly newest?: Newest;
}

/** What became of one want. Plain JSON but for `answers`. */
export interface LookedUp {
  readonly want: DnsWant;
  /** The weakest of its steps; `indeterminate` where there was nothing to ask. */
  readonly state: DnsState;
  /** The weakest step's. */
  readonly code: Lookup["code"];
  readonly at: string;
  /** Why a proven record is not used. */
  readonly fault?: RecordFault;
  /** Everything that is now known about this want; what was known before about it is replaced. */
  readonly facts: readonly Fact[];
  readonly steps: readonly Step[];
  /** Epoch seconds: when it was looked up, and the last second at which the facts are proven. */
  readonly provenAt: number;
  readonly until: number;
  /** Seconds after which to ask again, as the zone wishes; 0 where nothing is proven. */
  readonly ttl: number;
  /** All responses, to be handed to the next look-up as `known`. */
  readonly answers: Answers;
}

/** Longest time a proof is used, in seconds, whatever its signatures say (ST-01). */
const MAX_AGE = 30 * 86_400;
const STRENGTH = ["indeterminate", "bogus", "insecure", "secure"] as const;

/**
 * Serves one want: asks what has to be asked, proves the answers from the root and reads the records. Pure but for
 * `ask`; never throws.
 * @param now epoch seconds
 */
export async function lookUp(want: DnsWant, ask: Ask, now: number, options: LookUpOptions = {}): Promise<LookedUp> {
  const { base = PUBLIC_ROOT, clientMxType } = options;
  let answers: Answers = options.known ?? new Map();
  const answered: Answered[] = [];
  const steps: Step[] = [];
  const work = newWork();
  for (const question of questionsOf(want, clientMxType)) {
    const resolved = await resolve(question, ask, now, base, answers, work);
    answers = resolved.answers;
    const { lookup } = resolved;
    const unproven = lookup.state === "INSECURE" ? unprovenRecords(question, answers) : [];
    answered.push({ lookup, unproven });
    steps.push(stepOf(lookup, answers, now));
  }
  const [weakest] = [...steps].sort((a, b) => STRENGTH.indexOf(a.state) - STRENGTH.indexOf(b.state));
  const lookups = answered.map(({ lookup }) => lookup);
  return {
    want,
    state: weakest?.state ?? "indeterminate",
    code: weakest?.code ?? "OTHER_QUESTION",
    at: weakest?.at ?? ".",
    ...readFacts(want, answered, now),
    steps,
    provenAt: now,
    until: Math.min(now + MAX_AGE, ...lookups.map(({ until }) => until)),
    ttl: Math.min(MAX_AGE, ...lookups.map(({ ttl }) => ttl)),
    answers,
  };
}

function stepOf(lookup: Lookup, answers: Answers, now: number): Step {
  const { question, code, at, chain, aliases } = lookup;
  const proof = proofOf(lookup, answers, now);
  const newest = lookup.state === "SECURE" ? newestOf(lookup, now) : undefined;
  const step = { question, state: stateOf(lookup), code, at, chain, aliases };
  return { ...step, ...(proof && { proof }), ...(newest && { newest }) };
}
