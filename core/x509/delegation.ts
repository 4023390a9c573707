import { toALabel } from "../message/domain.ts";
import { isBelow, registrableDomain } from "../trust/scope.ts";
import { type Certificate, readCertificate } from "./certificate.ts";
import { mailboxOf, sameMailbox } from "./mailbox.ts";
import { type PathFault, validatePath } from "./path.ts";

/** What is known of the certificates a domain publishes at `_mt2.<domain>` as CERT type 1 or TLSA 2 0 0 (T44). */
export interface PublishedAuthority {
  /** Lower-case A-labels. */
  readonly domain: string;
  /** Only `secure` is a proof; the rest is T60. */
  readonly state: "secure" | "insecure" | "bogus" | "indeterminate";
  /** DER of each, CERT and TLSA together. */
  readonly certificates: readonly Uint8Array[];
}

/** Who a delegated certificate speaks for. */
export type DelegatedSubject =
  | { readonly kind: "host"; readonly name: string }
  | { readonly kind: "sender"; readonly address: string };

export type DelegationResult =
  | { readonly kind: "valid"; readonly issuer: string; readonly path: readonly Certificate[] }
  /** Nobody proved what `issuer` publishes: no statement (U52). */
  | { readonly kind: "unproven"; readonly issuer: string; readonly state: PublishedAuthority["state"] }
  | { readonly kind: "refused"; readonly code: DelegationFault; readonly faults?: readonly PathFault[] };

export type DelegationFault =
  /** Not exactly one alternative name, or not this subject's (T48). */
  | "SUBJECT_NAME"
  /** Not exactly one issuerAltName, a dNSName in lower-case A-labels (T45). */
  | "ISSUER_NAME"
  /** The issuer is no delegation parent of the subject, or stands above its registrable domain (T45). */
  | "ISSUER_SCOPE"
  /** No path to a certificate that the issuer publishes. */
  | "PATH"
  /** The issuer is known locally, and its local certificate did not issue this (MT2-10). */
  | "LOCAL_PATH";

/**
 * The domain that a certificate names as its issuer, if it may speak for the subject (3-protocols 5, T45, T48): what to
 * look up at `_mt2.<issuer>`.
 */
export function delegatedIssuer(
  leaf: Certificate,
  subject: DelegatedSubject,
): { readonly kind: "issuer"; readonly issuer: string } | { readonly kind: "refused"; readonly code: DelegationFault } {
  const domain = subjectDomain(leaf, subject);
  if (domain === undefined) return { kind: "refused", code: "SUBJECT_NAME" };
  const [name, ...more] = leaf.known.issuerAltName?.names ?? [];
  if (name?.kind !== "dNSName" || more.length > 0 || toALabel(name.text) !== name.text)
    return { kind: "refused", code: "ISSUER_NAME" };
  return speaksFor(name.text, domain)
    ? { kind: "issuer", issuer: name.text }
    : { kind: "refused", code: "ISSUER_SCOPE" };
}

/** What is asked about a certificate of a delegated CA. */
export interface DelegationRequest {
  readonly leaf: Certificate;
  /** What came along with the leaf; believed for nothing by itself. */
  readonly chain: readonly Certificate[];
  readonly subject: DelegatedSubject;
  readonly authorities: readonly PublishedAuthority[];
  /** CA certificates that the user or the administrator put there. */
  readonly local: readonly Certificate[];
  /** The time of the hop and other moments that must lie in every validity (T46), epoch seconds. */
  readonly at: readonly number[];
}

/**
 * Validates a certificate of a delegated CA. Only what the issuer's zone is proven to publish is trusted; where a name in
 * the chain is that of a CA known locally, only that one is, and its word is final: what a zone publishes under the same
 * name is what an attacker would serve (MT2-10).
 */
export async function validateDelegated(request: DelegationRequest): Promise<DelegationResult> {
  const { leaf, chain, subject, authorities, local, at } = request;
  const named = delegatedIssuer(leaf, subject);
  if (named.kind === "refused") return named;
  const { issuer } = named;
  const purpose = subject.kind === "host" ? subject : ({ kind: "email", address: subject.address } as const);
  const validate = async (anchors: readonly Certificate[], code: DelegationFault): Promise<DelegationResult> => {
    const result = await validatePath({ leaf, others: chain, anchors, at, purpose });
    return result.kind === "valid"
      ? { kind: "valid", issuer, path: result.path }
      : { kind: "refused", code, faults: result.faults };
  };
  const issuers = new Set([leaf, ...chain].map((certificate) => certificate.issuer.key));
  const known = local.filter((authority) => issuers.has(authority.subject.key));
  if (known.length > 0) return validate(known, "LOCAL_PATH");
  const answers = authorities.filter(({ domain }) => domain === issuer);
  // What is not known is INDETERMINATE (T60); one answer that is not proven spoils the others.
  const unproven = answers.find(({ state }) => state !== "secure");
  if (answers.length === 0 || unproven !== undefined)
    return { kind: "unproven", issuer, state: unproven?.state ?? "indeterminate" };
  const anchors = answers
    .flatMap(({ certificates }) => certificates.map(readCertificate))
    .filter((certificate) => certificate.kind === "certificate");
  return validate(anchors, "PATH");
}

/** The one name, which is the subject's; host certificates need no extendedKeyUsage (T48). */
function subjectDomain(leaf: Certificate, subject: DelegatedSubject): string | undefined {
  const [name, ...more] = leaf.known.subjectAltName?.names ?? [];
  if (name === undefined || more.length > 0) return undefined;
  if (subject.kind === "host")
    return name.kind === "dNSName" && name.text === subject.name && toALabel(name.text) === name.text
      ? name.text
      : undefined;
  const own = mailboxOf(name);
  const wanted = mailboxOf({ kind: "rfc822Name", text: subject.address });
  if (name.kind !== "rfc822Name" || own === undefined || wanted === undefined) return undefined;
  return sameMailbox(own, wanted) ? own.domain : undefined;
}

/** The subject's domain or an ancestor of it, at or below the registrable domain. */
function speaksFor(issuer: string, domain: string): boolean {
  const registrable = registrableDomain(domain);
  if (registrable === undefined || (issuer !== domain && !isBelow(domain, issuer))) return false;
  return issuer === registrable || isBelow(issuer, registrable);
}
