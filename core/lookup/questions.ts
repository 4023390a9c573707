import type { Question } from "../dns/message.ts";
import { CLIENT_MX_TYPE, clientMxQuestion } from "../dns/records/client-mx.ts";
import { dkimQuestion } from "../dns/records/dkim.ts";
import { gmpKeyQuestion, gmpPolicyQuestion } from "../dns/records/gmp.ts";
import { ippQuestion } from "../dns/records/ipp.ts";
import { mapKeyQuestion } from "../dns/records/map-key.ts";
import { mt2Questions } from "../dns/records/mt2.ts";
import { vouchQuestion } from "../dns/records/vouch.ts";
import type { Want } from "../result.ts";

/** The look-ups that the DNS answers; the others fetch a document over HTTPS. */
export type DnsWant = Exclude<Want, { readonly kind: "status-list" | "map-bootstrap" | "ipp-certificate" }>;

/** Whether the DNS answers a want. */
export function isDnsWant(want: Want): want is DnsWant {
  return want.kind !== "status-list" && want.kind !== "map-bootstrap" && want.kind !== "ipp-certificate";
}

/**
 * What has to be asked for a want; nothing where its names are no names.
 * @param clientMxType the number of the Client MX type, which may change (DNS-16)
 */
export function questionsOf(want: DnsWant, clientMxType = CLIENT_MX_TYPE): readonly Question[] {
  if (want.kind === "mt2-issuer") return mt2Questions(want.issuer);
  const question = questionOf(want, clientMxType);
  return question === undefined ? [] : [question];
}

function questionOf(want: Exclude<DnsWant, { readonly kind: "mt2-issuer" }>, type: number): Question | undefined {
  switch (want.kind) {
    case "gmp-key":
      return gmpKeyQuestion(want.org_id, want.kid);
    case "gmp-policy":
      return gmpPolicyQuestion(want.domain);
    case "map-key":
      return mapKeyQuestion(want.domain, want.id);
    case "client-mx":
      return clientMxQuestion(want.domain, type);
    case "dkim-key":
      return dkimQuestion(want.domain, want.selector);
    case "vouch":
      return vouchQuestion(want.domain, want.certifier);
    case "ipp-anchor":
      return ippQuestion(want.domain);
  }
}
