import type { Knowledge, Result } from "../../core/index.ts";

/** A verdict and what it rested on. */
export interface Verdict {
  readonly result: Result;
  readonly knowledge: Knowledge;
}

/** Verdicts of this page's life, in memory only. */
export interface Verdicts {
  find(key: string, now: number): Verdict | undefined;
  keep(key: string, verdict: Verdict): void;
}

/** Verdicts kept, and for how long (seconds): some reasons depend on the time. */
const KEPT = 64;
const AGE = 600;

/**
 * The key of a verdict: the octets, the state of trust, and how the message came (ACQ-03, ST-05). A Message-ID is never
 * part of it, as anybody can repeat one.
 */
export function verdictKey(
  digest: string,
  epoch: number,
  { origin, account, partialSource = false }: Knowledge,
): string {
  return JSON.stringify([digest, epoch, origin, account ?? null, partialSource]);
}

/** An empty store of verdicts. */
export function createVerdicts(): Verdicts {
  const kept = new Map<string, Verdict>();
  return {
    find(key, now) {
      const verdict = kept.get(key);
      if (!verdict) return undefined;
      const age = now - verdict.knowledge.now;
      if (age >= 0 && age <= AGE) return verdict;
      kept.delete(key);
      return undefined;
    },
    keep(key, verdict) {
      kept.delete(key);
      kept.set(key, verdict);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    },
  };
}
