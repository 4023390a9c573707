import { sha256 } from "@noble/hashes/sha2.js";
import { concat } from "../canonical/concat.ts";
import { strictBase64, toBase64, toHex } from "../canonical/encoding.ts";
import type { Question } from "./message.ts";
import type { Name } from "./names.ts";
import { uint16Octets } from "./octets.ts";
import { notAfter } from "./rrset.ts";
import { type Answers, PUBLIC_ROOT, questionKey, type TrustBase } from "./session.ts";
import { type Lookup, validate } from "./validate.ts";

/** A chain of trust as plain JSON: everything needed to prove it again, by anybody, at any time it is valid. */
export interface DnsProof {
  readonly name: Name;
  readonly type: number;
  /** Epoch seconds. */
  readonly provenAt: number;
  /** Epoch seconds: when the first signature in it ends. */
  readonly until: number;
  readonly responses: readonly { readonly name: Name; readonly type: number; readonly message: string }[];
}

/** The proof of a look-up that ended SECURE or INSECURE; undefined for any other, which proves nothing. */
export function proofOf(lookup: Lookup, answers: Answers, now: number): DnsProof | undefined {
  if (lookup.state !== "SECURE" && lookup.state !== "INSECURE") return undefined;
  const responses = lookup.used.flatMap((question) => {
    const octets = answers.get(questionKey(question));
    return octets instanceof Uint8Array ? [{ ...question, message: toBase64(octets) }] : [];
  });
  return { ...lookup.question, provenAt: now, until: lookup.until, responses };
}

/** Proves it all again; a proof that was tampered with, cut or has ended is no longer SECURE. */
export async function recheck(proof: DnsProof, now: number, base: TrustBase = PUBLIC_ROOT): Promise<Lookup> {
  const question: Question = { name: proof.name, type: proof.type };
  return await validate(question, answersOf(proof), now, base);
}

/** The responses of a proof, as answers. */
export function answersOf({ responses }: DnsProof): Answers {
  const answers = new Map<string, Uint8Array>();
  for (const { name, type, message } of responses) {
    const octets = strictBase64(message);
    if (octets !== undefined) answers.set(questionKey({ name, type }), octets);
  }
  return answers;
}

/** What is remembered of the newest proven answer to a question (DNS-09). */
export interface Newest {
  /** Start of validity of its signature, a 32-bit serial number. */
  readonly inception: number;
  /** Lower-case hex SHA-256 of the records, or of none. */
  readonly digest: string;
  /** Epoch seconds: when its signature ends. */
  readonly until: number;
  /** Seconds for which the answer may be cached. */
  readonly ttl: number;
  /** Epoch seconds: when it was first seen. */
  readonly seen: number;
}

/** The memory of a look-up that ended SECURE. */
export function newestOf({ records, inception, until, ttl }: Lookup, now: number): Newest {
  const digest = toHex(sha256(concat(records.flatMap((data) => [uint16Octets(data.length), data]))));
  return { inception, digest, until, ttl, seen: now };
}

/** Longest time an honest cache keeps an answer, in seconds. */
const MAX_CACHED = 86_400;

/**
 * Compares a proven answer with what is remembered (DNS-09); what is remembered stays until it ends, unless the answer
 * is newer. `rollback`: it was signed earlier and says something else, so somebody serves the past. `stale`: the same, but
 * so soon after the change that an honest cache may still hold it.
 * @param now epoch seconds
 */
export function compareAge(
  remembered: Newest | undefined,
  found: Newest,
  now: number,
): "newer" | "same" | "stale" | "rollback" {
  if (remembered === undefined) return "newer";
  if (remembered.digest === found.digest) {
    return notAfter(found.inception, remembered.inception) ? "same" : "newer";
  }
  const older = found.inception !== remembered.inception && notAfter(found.inception, remembered.inception);
  if (!older || now > remembered.until) return "newer";
  return now - remembered.seen <= Math.min(found.ttl, MAX_CACHED) ? "stale" : "rollback";
}
