import { concat } from "../canonical/concat.ts";
import { MAX_DNS_CHECKS } from "../limits.ts";
import { octetString } from "../message/octets.ts";

/**
 * What one look-up has cost so far. Each round of questions proves the chain again from the root; what was checked in an
 * earlier round is remembered, so the rounds that a zone can bring about cost no signature twice.
 */
export interface Work {
  /** Outcomes of signature checks, by the octets they are made of. */
  readonly outcomes: Map<string, Promise<boolean>>;
}

/** A look-up that has cost nothing yet. */
export const newWork = (): Work => ({ outcomes: new Map() });

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
