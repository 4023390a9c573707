import type { Knowledge } from "../knowledge.ts";
import { domainOf } from "../message/addr-spec.ts";
import { asciiLower } from "../message/fields.ts";
import type { RouteHop } from "../result.ts";
import { inScope, isBelow, registrableDomain } from "../trust/scope.ts";
import type { JudgedHop } from "./chain.ts";

/** The host is one of the reader's own border hosts: those that the account's trust in a server names (T30). */
export function isOwnGateway(host: string, { account }: Knowledge): boolean {
  const suffixes = (account?.authserv ?? []).flatMap(({ borderHosts }) => borderHosts);
  return suffixes.some((suffix) => {
    const own = asciiLower(suffix).replace(/^\./, "");
    return own !== "" && (host === own || isBelow(host, own));
  });
}

/**
 * The way as a list for the reader's eyes: whether each host may use the key it signed with, and, which is another
 * question, whether the reader or somebody they chose trusts it (MT2-11).
 */
export function routeOf(judged: readonly JudgedHop[], from: number, knowledge: Knowledge): readonly RouteHop[] {
  return judged.map(({ hop, state }, place) => ({
    host: hop.host,
    validity: state.kind,
    ...(state.kind === "accepted" && { reliedOn: state.by }),
    counted: place >= from,
    // A name that nobody proved is anybody's, and trust in it would go to them.
    ...trustIn(hop.host, place >= from, knowledge),
  }));
}

function trustIn(host: string, proven: boolean, knowledge: Knowledge): Pick<RouteHop, "trust" | "by"> {
  if (!proven) return { trust: "nobody" };
  if (isOwnGateway(host, knowledge)) return { trust: "own" };
  const domain = domainOf(host);
  const record = knowledge.trust.find((one) => inScope(domain, one));
  if (record !== undefined) return { trust: "listed", by: record.org_id };
  const { certifiers = [], vouches = [] } = knowledge;
  const registrable = registrableDomain(domain);
  const vouch = vouches.find(
    (one) => one.domain === registrable && certifiers.includes(one.certifier) && one.types.includes("all"),
  );
  return vouch === undefined ? { trust: "nobody" } : { trust: "vouched", by: vouch.certifier };
}
