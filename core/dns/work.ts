import { concat } from "../canonical/concat.ts";
import { MAX_DNS_CHECKS, MAX_NSEC3_HASHES } from "../limits.ts";
import { octetString } from "../message/octets.ts";

/**
 * What one look-up has cost so far. Each round of questions proves the chain again from the root; what was checked in an
 * earlier round is remembered, so the rounds that a zone can bring about cost no signature twice.
 */
export interface Work {
  /** Outcomes of signature checks, by the octets they are made of. */
  readonly outcomes: Map<string, Promise<boolean>>;
  /** NSEC3 hashes of names, by parameters and name: each costs up to 51 rounds of SHA-1. */
  readonly hashes: Map<string, string>;
}

/** A look-up that has cost nothing yet. */
export const newWork = (): Work => ({ outcomes: new Map(), hashes: new Map() });

/**
 * The outcome of a check, made if it was not made before.
 * @param parts all octets that the outcome depends on, the key first
 * @returns undefined when the look-up may check nothing more
 */
export function checkOnce(
  { outcomes }: Work,
  parts: readonly Uint8Array[],
  check: () => Promise<boolean>,
): Promise<boolean> | undefined {
  const name = `${parts.map(({ length }) => length)} ${octetString(concat(parts))}`;
  const known = outcomes.get(name);
  if (known !== undefined) return known;
  if (outcomes.size >= MAX_DNS_CHECKS) return undefined;
  const outcome = check();
  outcomes.set(name, outcome);
  return outcome;
}

/** Whether proofs of absence have cost all that they may (CVE-2023-50868): no other name is hashed in this look-up. */
export const isHashedOut = ({ hashes }: Work): boolean => hashes.size >= MAX_NSEC3_HASHES;

/**
 * The hash of a name, computed if it was not computed before.
 * @param name with the parameters of the hash
 * @returns undefined when the look-up may hash nothing more; no record matches that, and no gap is around it
 */
export function hashOnce(work: Work, name: string, hash: () => string): string | undefined {
  const known = work.hashes.get(name);
  if (known !== undefined || isHashedOut(work)) return known;
  const computed = hash();
  work.hashes.set(name, computed);
  return computed;
}
