import { equalOctets } from "../canonical/octets.ts";
import {
  MAX_NAME_COMPARISONS,
  MAX_PATH_INTERMEDIATES,
  MAX_PATH_OFFERED,
  MAX_PATH_SIGNATURES,
  MAX_PATH_STEPS,
} from "../limits.ts";
import { type Certificate, isSelfIssued } from "./certificate.ts";
import { checkNameConstraints } from "./constraints.ts";
import { type PolicyInputs, policiesHold } from "./policies.ts";
import { allowsPurpose, checkPurpose, type Purpose } from "./purpose.ts";
import { type RevocationList, revocationStatus } from "./revocation-list.ts";
import { checkCertificate, checkTimes, type PathFaultCode } from "./rules.ts";
import { verifySigned } from "./signature.ts";

/** What is asked of a path. */
export interface PathRequest {
  readonly leaf: Certificate;
  /** Certificates that may stand between; believed for nothing by themselves. */
  readonly others: readonly Certificate[];
  /** What is trusted, from the user or the administrator. */
  readonly anchors: readonly Certificate[];
  /** Every moment at which all certificates must be valid, in epoch seconds: when it signed, and when that was first seen. */
  readonly at: readonly number[];
  readonly purpose: Purpose;
  /** Most CA certificates between leaf and anchor, not counting self-issued ones. */
  readonly maxIntermediates?: number;
  readonly policies?: PolicyInputs;
  /** Revocation lists that policy or the user put here; none are ever fetched. */
  readonly lists?: readonly RevocationList[];
}

/** One thing that is wrong, and with which certificate. */
export interface PathFault {
  readonly code: PathFaultCode;
  readonly certificate: Certificate;
}

export type PathResult =
  | {
      readonly kind: "valid";
      /** Leaf first, anchor last. */
      readonly path: readonly Certificate[];
      /**
       * `good` when a local, signed and fresh list covers every certificate below the anchor. Nothing is ever fetched to
       * find out (X5-10), so mostly it is `unknown`, and then nobody may call the path VERIFIED (X5-11).
       */
      readonly revocation: "good" | "unknown";
    }
  /** What was wrong with each way that was tried; never empty. */
  | { readonly kind: "invalid"; readonly faults: readonly PathFault[] };

/** What one search has spent and learnt. */
interface Search {
  readonly request: PathRequest;
  readonly offered: readonly Certificate[];
  readonly faults: PathFault[];
  steps: number;
  signatures: number;
  readonly names: { comparisons: number };
}

/**
 * Builds and validates a path from a leaf to an anchor (RFC 5280 s6.1), with every step bounded. Never asks the network:
 * no issuer, list or status is fetched, whatever URLs the certificates name (X5-10).
 */
export async function validatePath(request: PathRequest): Promise<PathResult> {
  const { leaf, others, anchors, at, purpose } = request;
  const refuse = (code: PathFaultCode): PathResult => ({ kind: "invalid", faults: [{ code, certificate: leaf }] });
  if (at.length === 0 || others.length > MAX_PATH_OFFERED) return refuse("LIMIT");
  const code = checkCertificate(leaf, "leaf") ?? checkTimes(leaf, at) ?? checkPurpose(leaf, purpose);
  if (code !== undefined) return refuse(code);
  const offered = others.filter(({ octets }) => !anchors.some((anchor) => equalOctets(anchor.octets, octets)));
  const search: Search = {
    request,
    offered,
    faults: [],
    steps: 0,
    signatures: 0,
    names: { comparisons: MAX_NAME_COMPARISONS },
  };
  const found = await extend(search, [leaf], leaf);
  return found ?? { kind: "invalid", faults: search.faults };
}

/** Tries every issuer that fits the last certificate, anchors first. */
async function extend(
  search: Search,
  path: readonly Certificate[],
  last: Certificate,
): Promise<PathResult | undefined> {
  const note = (code: PathFaultCode, certificate: Certificate) => void search.faults.push({ code, certificate });
  const { anchors } = search.request;
  const candidates = [
    ...anchors.filter((issuer) => mayHaveIssued(issuer, last)).map((issuer) => ({ issuer, isAnchor: true })),
    ...search.offered
      .filter((issuer) => mayHaveIssued(issuer, last) && !path.some((used) => isSameEntity(used, issuer)))
      .map((issuer) => ({ issuer, isAnchor: false })),
  ];
  if (candidates.length === 0) note("NO_ISSUER", last);
  for (const { issuer, isAnchor } of candidates) {
    if (++search.steps > MAX_PATH_STEPS || search.signatures >= MAX_PATH_SIGNATURES) {
      note("LIMIT", issuer);
      return undefined;
    }
    const code = await checkStep(search, path, last, issuer, isAnchor);
    if (code !== undefined) {
      note(code, issuer);
      continue;
    }
    const longer = [...path, issuer];
    const found = isAnchor ? await complete(search, longer) : await extend(search, longer, issuer);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Judges an issuer and its signature; the cheap checks come first. */
async function checkStep(
  search: Search,
  path: readonly Certificate[],
  last: Certificate,
  issuer: Certificate,
  isAnchor: boolean,
): Promise<PathFaultCode | undefined> {
  const { at, purpose, maxIntermediates = MAX_PATH_INTERMEDIATES } = search.request;
  const code = checkCertificate(issuer, isAnchor ? "anchor" : "intermediate") ?? checkTimes(issuer, at);
  if (code !== undefined) return code;
  if (!allowsPurpose(issuer, purpose, isAnchor)) return "EXTENDED_KEY_USAGE";
  // Intermediates so far; the leaf is none, and self-issued ones do not count (RFC 5280 s4.2.1.9).
  const between = path.slice(1).filter((certificate) => !isSelfIssued(certificate)).length;
  const allowed = issuer.known.basicConstraints?.pathLength ?? maxIntermediates;
  const total = between + (isAnchor || isSelfIssued(issuer) ? 0 : 1);
  if (between > allowed || total > maxIntermediates) return "PATH_LENGTH";
  if (last.scheme === undefined) return "ALGORITHM";
  search.signatures++;
  const good = await verifySigned(issuer.publicKey, last.scheme, last.tbs, last.signature);
  return good === true ? undefined : "SIGNATURE";
}

/** What only a whole path shows: name constraints, policies and revocation. */
async function complete(
  { request, faults, names: budget }: Search,
  path: readonly Certificate[],
): Promise<PathResult | undefined> {
  const names = checkNameConstraints(path, budget);
  if (names !== "kept") {
    faults.push({ code: names === "limit" ? "LIMIT" : "NAME_CONSTRAINTS", certificate: request.leaf });
    return undefined;
  }
  if (!policiesHold(path, request.policies ?? {})) {
    faults.push({ code: "POLICY", certificate: request.leaf });
    return undefined;
  }
  let revocation: "good" | "unknown" = "good";
  for (const [depth, issuer] of path.entries()) {
    const certificate = path[depth - 1];
    if (certificate === undefined) continue;
    const status = await revocationStatus(certificate, issuer, request.lists ?? [], Math.max(...request.at));
    if (status === "revoked") {
      faults.push({ code: "REVOKED", certificate });
      return undefined;
    }
    if (status === "unknown") revocation = "unknown";
  }
  return { kind: "valid", path, revocation };
}

/** The name of the issuer, and where both say which key, the key (RFC 5280 s4.2.1.1). */
function mayHaveIssued({ subject, known }: Certificate, child: Certificate): boolean {
  if (subject.key !== child.issuer.key) return false;
  const wanted = child.known.authorityKeyIdentifier?.id;
  const own = known.subjectKeyIdentifier?.id;
  return wanted === undefined || own === undefined || wanted === own;
}

/** The same name with the same key would only turn in circles (RFC 4158 s2.4.1). */
function isSameEntity(a: Certificate, b: Certificate): boolean {
  return a.subject.key === b.subject.key && equalOctets(a.publicKey.octets, b.publicKey.octets);
}
