import type { ServerReport } from "../evidence.ts";
import { aligned } from "../trust/scope.ts";
import type { Envelope } from "./envelope.ts";

/** The gateway's words that are credit for the From domain (T06, T07, U61). */
export function gatewayPasses(reports: readonly ServerReport[], from: string | undefined): readonly ServerReport[] {
  return reports.filter(
    ({ method, credit, domain }) =>
      method === "map" && credit && domain !== undefined && from !== undefined && aligned(domain, from),
  );
}

/** Whether one of them speaks about this envelope: the same domain, no other key (T06, T61; U61), and a sender (T11). */
export function attributes(passes: readonly ServerReport[], envelope: Envelope): boolean {
  if (envelope.sender === "") return false;
  return passes.some(({ domain, properties }) => {
    const key = properties.get("policy.map-key");
    return domain === envelope.domain && (key === undefined || key === envelope.keyId);
  });
}
