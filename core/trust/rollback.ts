import type { Knowledge } from "../knowledge.ts";
import type { Reason } from "../result.ts";
import { aligned } from "./scope.ts";

/** Somebody serves older records of the sender's zone than those proven here already (DNS-09). */
export function rollbackReasons(
  authors: readonly string[],
  { dnsRollbacks = [] }: Pick<Knowledge, "dnsRollbacks">,
): readonly Reason[] {
  const [domain] = dnsRollbacks.filter((rolled) => authors.some((author) => aligned(author, rolled)));
  return domain === undefined ? [] : [{ code: "DNS_ROLLBACK", params: { domain } }];
}
