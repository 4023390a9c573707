import { lintKey, verifySignature } from "../crypto/signature.ts";
import type { Axes, Line, Reason, Receipt } from "../result.ts";
import { isRequired } from "../trust/requirement.ts";
import type { ReasonCode } from "../verdict/reasons.ts";
import type { ReceiptState } from "../verdict/table.ts";
import { type Change, findChange } from "./changed.ts";
import { NO_EVIDENCE, type ReceiptAxes, type ReceiptEvidence } from "./evidence.ts";
import { computeHashes, type Hashes } from "./hashes.ts";
import type { Inquiry } from "./inquiry.ts";
import type { SigningKey } from "./key.ts";
import { type Findings, obligations } from "./obligations.ts";
import { describeOrganisation, describeReceipt } from "./receipt.ts";
import { signingInput } from "./signing-input.ts";
import type { Stamp } from "./stamp.ts";

/** Obligations whose failure makes the stamp UNTRUSTED; under a trusted key most of them are ALERT (section 0, D.3). */
const DENIED: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  "ORG_SCOPE",
  "IDENTITY_MISMATCH",
  "KEY_COMPROMISED",
  "KEY_STATUS",
  "RID_REVOKED",
]);
/** The same, and CAUTION (G34, G43). */
const DOUBTED: ReadonlySet<ReasonCode> = new Set<ReasonCode>(["CASE_DIFFERS", "KEY_EXPIRED"]);
/** The path could not be walked to its end: UNCHECKED, and the word stays (H17). */
const UNKNOWN: ReadonlySet<ReasonCode> = new Set<ReasonCode>(["REVOCATION_UNKNOWN", "REVOCATION_STALE"]);

/** Checks a well-formed stamp with its key: signature, hashes, then every other obligation of D.2. */
export async function judge(stamp: Stamp, key: SigningKey, inquiry: Inquiry): Promise<ReceiptEvidence> {
  const { message, engine } = inquiry;
  // WebCrypto works on another thread while this one hashes.
  const [verified, hashes] = await Promise.all([isSigned(stamp, key), computeHashes(message, stamp.bodyForm, engine)]);
  const org = stamp.orgId;
  const fail = (failure: Failure) => refuse(stamp, key, hashes, failure, inquiry);

  // Published as revoked, without its octets: whatever was made with it, nobody stands behind it (1.4).
  if (key.octets.length === 0)
    return fail({ word: "UNTRUSTED", signature: "not-tried", reasons: [{ code: "KEY_COMPROMISED", params: { org } }] });
  if (lintKey(key.entry.alg, key.octets) !== undefined)
    return fail({ word: "UNTRUSTED", signature: "not-tried", reasons: [{ code: "KEY_WEAK", params: { org } }] });
  // The algorithm is the key's; the stamp can only agree with it (GMR-05).
  if (stamp.sigAlg !== key.entry.alg) {
    const codes = ["ALG_MISMATCH", "SIG_INVALID"] as const;
    return fail({ word: "TAMPERED", signature: "false", reasons: codes.map((code) => ({ code, params: { org } })) });
  }
  if (verified !== true)
    return fail({ word: "TAMPERED", signature: "false", reasons: [{ code: "SIG_INVALID", params: { org } }] });

  const change = await findChange(message, stamp, hashes, engine);
  if (change.units.length > 0)
    return fail({ word: "TAMPERED", signature: "true", reasons: changeReasons(org, change), change });

  const findings = await obligations(stamp, key, hashes, inquiry);
  return findings.reasons.some(({ code }) => code === "RID_REUSED")
    ? fail({ word: "TAMPERED", signature: "true", reasons: findings.reasons })
    : conclude(stamp, key, hashes, findings, inquiry);
}

function isSigned(stamp: Stamp, key: SigningKey): Promise<boolean> {
  const input = signingInput(stamp.text, stamp.tags);
  return verifySignature(key.entry.alg, key.octets, input, stamp.signature);
}

interface Failure {
  readonly word: "TAMPERED" | "UNTRUSTED";
  readonly signature: Receipt["signature"];
  readonly reasons: readonly Reason[];
  readonly change?: Change;
}

/** T under a trusted key; without trust every outcome is UNTRUSTED (G30). */
function refuse(stamp: Stamp, key: SigningKey, hashes: Hashes, failure: Failure, inquiry: Inquiry): ReceiptEvidence {
  const tampered = failure.word === "TAMPERED";
  const trusted = key.record !== undefined;
  return {
    ...NO_EVIDENCE,
    word: trusted ? failure.word : "UNTRUSTED",
    state: !trusted ? "known-key" : tampered ? "tampered" : "malformed-trusted",
    required: isRequired(inquiry.expectation),
    trusted,
    reasons: [...failure.reasons, ...inquiry.always],
    receipt: describeReceipt(stamp, hashes, failure.signature, key, failure.change),
    ...(key.record && { organisation: describeOrganisation(key.record) }),
    axes: { ...NO_EVIDENCE.axes, integrity: tampered ? "broken" : "none", trust: trustAxis(key) },
  };
}

function changeReasons(org: string, change: Change): Reason[] {
  const reasons: Reason[] = [];
  for (const unit of change.units) {
    if (unit === "headers") reasons.push({ code: "HDR", params: { org, fields: change.headers.join(", ") } });
    if (unit === "body") reasons.push({ code: "BODY", params: { org } });
    if (unit === "attachments") reasons.push({ code: "ATT", params: { org, files: change.files.join(", ") } });
  }
  if (change.attachmentsRemoved) reasons.push({ code: "ATT_REMOVED", params: { org } });
  return reasons;
}

/** Signature and hashes hold: what the other obligations make of it. */
function conclude(
  stamp: Stamp,
  key: SigningKey,
  hashes: Hashes,
  findings: Findings,
  { knowledge, expectation, always }: Inquiry,
): ReceiptEvidence {
  const reasons = [...findings.reasons, ...always];
  const has = (codes: ReadonlySet<ReasonCode>) => reasons.some(({ code }) => codes.has(code));
  const trusted = key.record !== undefined;
  const clean = reasons.length === 0 && !findings.ambiguous;
  const valid = trusted && !findings.ambiguous && !findings.clock && !has(DENIED) && !has(DOUBTED);
  const onlyUnknown = reasons.every(({ code }) => UNKNOWN.has(code));
  const state: ReceiptState = !trusted
    ? "known-key"
    : has(DENIED)
      ? "malformed-trusted"
      : findings.clock
        ? "error"
        : valid && onlyUnknown
          ? "valid"
          : "valid-caution";
  // A requirement published in DNS is met by a clean stamp under a key of that same zone (G31).
  const met = !trusted && clean && key.how === "dnssec" && expectation.level === "published";
  const required = isRequired(expectation) && !met;
  const missing: Reason[] =
    required && !trusted ? [{ code: "STAMP_REQUIRED", params: { domain: expectation.domain } }] : [];
  const { orgId, kid } = stamp;
  const domain = findings.from?.domain;
  const young = knowledge.ledgerSince !== undefined && findings.rid.firstSeen < knowledge.ledgerSince;
  const lines: Line[] = young ? [{ system: "gmp", code: "replay-unknown", params: {} }] : [];
  return {
    ...NO_EVIDENCE,
    word: valid ? "VALID" : "UNTRUSTED",
    state,
    required,
    trusted,
    reasons: [...missing, ...reasons],
    lines,
    wants: findings.wants,
    receipt: describeReceipt(stamp, hashes, "true", key),
    ...(key.record && { organisation: describeOrganisation(key.record) }),
    // A certificate proves one address; it is no ground for trusting a whole domain (G52).
    ...(!trusted && clean && key.how !== "certificate" && { trustable: { org_id: orgId, kid } }),
    observations: { rid: findings.rid, ...(valid && domain !== undefined && { stampedDomain: domain }) },
    axes: axesOf(findings, key),
  };
}

function axesOf(findings: Findings, key: SigningKey): ReceiptAxes {
  const has = (...codes: ReasonCode[]) => findings.reasons.some(({ code }) => codes.includes(code));
  const freshness: Axes["freshness"] = has("FUTURE", "STALE", "DATE_MISMATCH")
    ? "stale"
    : has("NOT_ADDRESSED_TO_YOU")
      ? "not-addressed"
      : "ok";
  return { integrity: "bound", identity: findings.identity, scope: "full", freshness, trust: trustAxis(key) };
}

function trustAxis(key: SigningKey): Axes["trust"] {
  return key.record === undefined ? "known-key" : "trusted";
}
