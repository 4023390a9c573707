import { MAX_DNS_ALIASES } from "../limits.ts";
import type { Question } from "./message.ts";
import { type Name, readName } from "./names.ts";
import { readResponse } from "./query.ts";
import { rrSet } from "./rrset.ts";
import { type Answers, questionKey } from "./session.ts";
import { TYPE } from "./types.ts";

/**
 * What the response to a question says without proof: for what lives in unsigned zones and is labelled so, such as DKIM
 * keys. Only after a validation that ended INSECURE; whoever is on the path could have written it.
 * @returns RDATA in canonical form
 */
export function unprovenRecords(question: Question, answers: Answers): readonly Uint8Array[] {
  const octets = answers.get(questionKey(question));
  const message = octets instanceof Uint8Array ? readResponse(question, octets) : undefined;
  if (message === undefined || typeof message === "string") return [];
  let name: Name = question.name;
  for (let aliases = 0; aliases <= MAX_DNS_ALIASES; aliases++) {
    const set = rrSet(message.answer, name, question.type);
    if (set !== undefined) return set.data;
    const [target] = rrSet(message.answer, name, TYPE.CNAME)?.data ?? [];
    const next = target && readName(target, 0, false)?.name;
    if (next === undefined) return [];
    name = next;
  }
  return [];
}
