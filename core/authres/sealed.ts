import { distinct, type SealedResults } from "../evidence.ts";
import { toALabel } from "../message/domain.ts";
import type { Line } from "../result.ts";
import { readForDisplay } from "./display.ts";

/** The questions that a reader may have about where a message began. */
const METHODS = new Set(["dkim", "spf", "dmarc"]);
const MOST = 4;

/**
 * Who said what about the original authentication, before lists and forwarders changed the message (RFC 8617 s1). The
 * seal proves that `domain` says so; whether it is so, only that domain knows. For reading, never for decisions.
 */
export function sealedLines({ domain, value }: SealedResults): Line[] {
  const told = readForDisplay(value).results.flatMap(({ method, result, about }): Line[] => {
    const named = toALabel(about.slice(about.lastIndexOf("@") + 1));
    if (!METHODS.has(method) || named === undefined || (result !== "pass" && result !== "fail")) return [];
    return [{ system: "authres", code: `sealed-${result}`, params: { domain, method, about: named } }];
  });
  return distinct(told).slice(0, MOST);
}
