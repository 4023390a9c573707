import { MAX_DNS_QUESTIONS } from "../limits.ts";
import type { Question } from "./message.ts";
import type { AnswerFault } from "./query.ts";
import { type Answers, PUBLIC_ROOT, questionKey, type TrustBase } from "./session.ts";
import { type Lookup, validate } from "./validate.ts";
import { newWork, type Work } from "./work.ts";

/** A look-up that wants nothing more, with everything that was answered. */
export interface Resolved {
  readonly lookup: Lookup;
  readonly answers: Answers;
}

/**
 * Asks until nothing is wanted any more: each question once, so that nobody can start a storm of retries (DNS-15), and
 * all of a round together.
 * @param ask exchanges one question for the octets of a response, or says why there is none; it must not throw
 * @param now epoch seconds
 * @param known answers that are already at hand
 * @param work of the look-up that this question belongs to
 */
export async function resolve(
  question: Question,
  ask: (question: Question) => Promise<Uint8Array | AnswerFault>,
  now: number,
  base: TrustBase = PUBLIC_ROOT,
  known: Answers = new Map(),
  work: Work = newWork(),
): Promise<Resolved> {
  const answers = new Map(known);
  for (;;) {
    const lookup = await validate(question, answers, now, base, work);
    if (lookup.wants.length === 0) return { lookup, answers };
    if (answers.size + lookup.wants.length > known.size + MAX_DNS_QUESTIONS) {
      return { lookup: { ...lookup, code: "DNS_LIMIT", wants: [] }, answers };
    }
    const asked = lookup.wants.map(async (want) => [questionKey(want), await ask(want)] as const);
    for (const [key, answer] of await Promise.all(asked)) answers.set(key, answer);
  }
}
