import { ALGORITHMS, type Digest, type DnssecAlgorithm, DS_DIGESTS } from "./algorithms.ts";
import { type Anchor, ROOT_ANCHORS } from "./anchors.ts";
import type { Message, Question } from "./message.ts";
import type { Name } from "./names.ts";
import { type AnswerFault, readResponse } from "./query.ts";
import type { Work } from "./work.ts";
import type { Zone } from "./zone.ts";

/** RFC 4033 s5, with one word for "cannot say" whatever the cause. Only SECURE improves anything. */
export type SecurityState = "SECURE" | "INSECURE" | "BOGUS" | "INDETERMINATE";

/** Why a look-up ended as it did. */
export type FindingCode =
  /** More answers are needed; they stand in `wants`. */
  | "WANTED"
  | AnswerFault
  /** No anchor stands at or above the name, or none is valid at this time. */
  | "NO_ANCHOR"
  /** The root is signed with keys this version does not know: update the program (DNS-03). */
  | "ANCHOR_UNKNOWN"
  /** The only anchor in the root's keys was revoked by its owner. */
  | "ANCHOR_REVOKED"
  | "SIGNATURE_MISSING"
  | "DENIAL_MISSING"
  /** The proof of absence costs more than is computed here (DNS-06). */
  | "NSEC3_COST"
  | "DNS_LIMIT"
  | "DELEGATION_INSECURE"
  | "ALGORITHM_UNSUPPORTED"
  | "OPT_OUT"
  | "SIGNATURE_FALSE"
  | "SIGNATURE_EXPIRED"
  | "SIGNATURE_EARLY"
  | "KEY_MISSING"
  | "KEY_WEAK"
  | "SIGNER_NOT_ZONE"
  | "WILDCARD_UNPROVEN"
  | "ALIAS_WRONG"
  | "ALIAS_LIMIT";

/** An end that is not SECURE. */
export interface Finding {
  readonly state: Exclude<SecurityState, "SECURE">;
  readonly code: FindingCode;
  /** The name at which it was found. */
  readonly at: Name;
}

/** What a validator believes before it has seen anything. */
export interface TrustBase {
  readonly anchors: readonly Anchor[];
  readonly algorithms: ReadonlyMap<number, DnssecAlgorithm>;
  readonly digests: ReadonlyMap<number, Digest>;
}

/** The root of the public DNS. */
export const PUBLIC_ROOT: TrustBase = { anchors: ROOT_ANCHORS, algorithms: ALGORITHMS, digests: DS_DIGESTS };

/** Responses by {@link questionKey}, as octets; a fault stands for an exchange that gave none. */
export type Answers = ReadonlyMap<string, Uint8Array | AnswerFault>;

/** One step of a chain, to be shown. */
export interface ChainLink {
  readonly zone: Name;
  /** Tag and algorithm number of the key that signed the zone's keys. */
  readonly tag: number;
  readonly algorithm: number;
}

/** Everything one validation needs and gathers. */
export interface Session {
  readonly base: TrustBase;
  /** Epoch seconds. */
  readonly now: number;
  readonly read: (question: Question) => Message | Finding;
  readonly has: (question: Question) => boolean;
  readonly want: (question: Question) => void;
  readonly wants: Map<string, Question>;
  readonly used: Map<string, Question>;
  readonly links: ChainLink[];
  readonly zones: Map<Name, Promise<Zone | "none" | "gone" | Finding>>;
  readonly work: Work;
  /** Epoch seconds: the first end of a signature that was needed. */
  until: number;
}

/** The key of a question in {@link Answers}. */
export const questionKey = ({ name, type }: Question): string => `${name} ${type}`;

/** Begins a validation. */
export function openSession(answers: Answers, now: number, base: TrustBase, work: Work): Session {
  const parsed = new Map<string, Message | Finding>();
  const wants = new Map<string, Question>();
  const used = new Map<string, Question>();
  const want = (question: Question) => {
    const key = questionKey(question);
    if (!answers.has(key)) wants.set(key, question);
  };
  const read = (question: Question): Message | Finding => {
    const key = questionKey(question);
    const octets = answers.get(key);
    if (octets === undefined) {
      want(question);
      return { state: "INDETERMINATE", code: "WANTED", at: question.name };
    }
    used.set(key, question);
    const message = parsed.get(key) ?? understood(question, octets);
    parsed.set(key, message);
    return message;
  };
  const has = (question: Question) => answers.has(questionKey(question));
  const until = Number.POSITIVE_INFINITY;
  return { base, now, read, has, want, wants, used, links: [], zones: new Map(), work, until };
}

function understood(question: Question, octets: Uint8Array | AnswerFault): Message | Finding {
  const message = typeof octets === "string" ? octets : readResponse(question, octets);
  return typeof message === "string" ? { state: "INDETERMINATE", code: message, at: question.name } : message;
}
