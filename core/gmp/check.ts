import type { Engine } from "../engine.ts";
import type { Knowledge } from "../knowledge.ts";
import { MAX_POLICY_QUESTIONS } from "../limits.ts";
import type { AddressField } from "../message/address.ts";
import type { Message } from "../message/message.ts";
import type { Reason, Want } from "../result.ts";
import { isRequired, stampExpectation } from "../trust/requirement.ts";
import { inScope, registrableDomain } from "../trust/scope.ts";
import { NO_EVIDENCE, type ReceiptEvidence } from "./evidence.ts";
import { hasUnprovenFooter } from "./footer.ts";
import { computeHashes } from "./hashes.ts";
import type { Inquiry } from "./inquiry.ts";
import { judge } from "./judge.ts";
import { anyKeyKnown, findKey } from "./key.ts";
import { type FoundStamp, findStamp } from "./parse.ts";
import { describeOrganisation, describeReceipt } from "./receipt.ts";
import { maySpeakFor } from "./scope.ts";
import type { Stamp } from "./stamp.ts";
import { recordOf, recordsInForce } from "./trusted.ts";

/**
 * Checks the receipt of a message (draft-madaras-guardmail-gmp-00 section 7, completed by 3-protocols section 1 and the
 * G and H rules). Pure: what it would still like to know stands in `wants`.
 * @param author the From field as the message reader read it
 */
export async function checkReceipt(
  message: Message,
  author: AddressField,
  knowledge: Knowledge,
  engine: Engine,
): Promise<ReceiptEvidence> {
  const expectation = stampExpectation(
    author.mailboxes.map((mailbox) => mailbox.domain),
    knowledge,
  );
  // Of a message that is not all there nothing can be said, least of all that it was changed (ACQ-07).
  if (message.limit !== undefined || knowledge.partialSource === true)
    return { ...NO_EVIDENCE, word: "UNTRUSTED", state: "error", required: isRequired(expectation) };
  const found = findStamp(message);
  const stamp = found.kind === "stamp" || found.kind === "draft" ? found.stamp : undefined;
  const always: Reason[] = hasUnprovenFooter(message, stamp, engine) ? [{ code: "FOOTER_UNPROVEN", params: {} }] : [];
  const inquiry = { message, author, knowledge, engine, expectation, always };
  switch (found.kind) {
    case "none":
      return notFound(inquiry);
    case "broken":
      return broken(found, inquiry);
    case "draft":
      return withoutKey(found.stamp, [{ code: "DRAFT_LITERAL", params: { org: found.stamp.orgId } }], inquiry);
    case "stamp":
      return checkStamp(found.stamp, inquiry);
  }
}

async function checkStamp(stamp: Stamp, inquiry: Inquiry): Promise<ReceiptEvidence> {
  const { orgId, kid } = stamp;
  const key = findKey(orgId, kid, inquiry.knowledge);
  if (key !== undefined) return judge(stamp, key, inquiry);
  const reason: Reason = anyKeyKnown(orgId, inquiry.knowledge)
    ? { code: "KID_UNKNOWN", params: { org: orgId, kid } }
    : { code: "UNKNOWN_ORG", params: { org: orgId } };
  const evidence = await withoutKey(stamp, [reason], inquiry);
  const want: Want = { kind: "gmp-key", org_id: orgId, kid };
  return wouldHelp(stamp, inquiry) ? { ...evidence, wants: [want, ...evidence.wants] } : evidence;
}

/** N: nothing there, which is normal unless the domain stamps its mail (GMR-13). */
function notFound({ author, knowledge, expectation, always }: Inquiry): ReceiptEvidence {
  const params = { domain: expectation.domain };
  const base = { ...NO_EVIDENCE, word: "NOT_FOUND", required: isRequired(expectation), reasons: always } as const;
  if (isRequired(expectation))
    return { ...base, state: "not-found-required", reasons: [{ code: "STAMP_REQUIRED", params }, ...always] };
  const wants = policyWants(author, knowledge);
  if (expectation.level === "expected")
    return { ...base, wants, state: "not-found-expected", reasons: [{ code: "STAMP_EXPECTED", params }, ...always] };
  return { ...base, wants, state: "not-found" };
}

/** U, never N: a mangled stamp must not look like ordinary mail (GMR-14, G44). */
function broken(found: FoundStamp & { kind: "broken" }, inquiry: Inquiry): ReceiptEvidence {
  const { knowledge, expectation, always, author } = inquiry;
  const names = new Set(found.orgIds);
  const named = recordsInForce(knowledge).some(({ org_id }) => names.has(org_id));
  const trusted = named || isFromTrustedDomain(inquiry);
  const params = found.code === "STAMP_MALFORMED" ? { tag: found.tag } : {};
  return {
    ...NO_EVIDENCE,
    word: "UNTRUSTED",
    state: trusted ? "malformed-trusted" : "malformed",
    required: isRequired(expectation),
    trusted,
    reasons: [{ code: found.code, params }, ...always],
    wants: isRequired(expectation) ? [] : policyWants(author, knowledge),
  };
}

/** U: there is no key to check this stamp with. */
async function withoutKey(stamp: Stamp, reasons: readonly Reason[], inquiry: Inquiry): Promise<ReceiptEvidence> {
  const { message, author, knowledge, engine, expectation, always } = inquiry;
  const record = recordOf(stamp.orgId, knowledge);
  const strange = author.mailboxes.some(({ domain }) => !maySpeakFor(stamp.orgId, domain, record));
  // Somebody else's unproven stamp over a trusted organisation's domain (G45).
  const scope: Reason[] =
    strange && isFromTrustedDomain(inquiry)
      ? [{ code: "ORG_SCOPE", params: { org: stamp.orgId, domain: author.mailboxes[0]?.domain ?? "" } }]
      : [];
  const hashes = await computeHashes(message, stamp.bodyForm, engine);
  return {
    ...NO_EVIDENCE,
    word: "UNTRUSTED",
    state: record === undefined ? "no-key" : "kid-unknown",
    required: isRequired(expectation),
    trusted: record !== undefined,
    reasons: [...reasons, ...scope, ...always],
    wants: isRequired(expectation) ? [] : policyWants(author, knowledge),
    receipt: describeReceipt(stamp, hashes, "not-tried"),
    ...(record && { organisation: describeOrganisation(record) }),
  };
}

function isFromTrustedDomain({ author, knowledge }: Inquiry): boolean {
  const records = recordsInForce(knowledge);
  return author.mailboxes.some(({ domain }) => records.some((record) => inScope(domain, record)));
}

/** A key out of DNS can only matter where it would be taken, and for a domain its organisation may speak for (G37). */
function wouldHelp(stamp: Stamp, { author, knowledge }: Inquiry): boolean {
  const record = knowledge.trust.find((candidate) => candidate.org_id === stamp.orgId);
  const [from, ...others] = author.mailboxes;
  if (from === undefined || others.length > 0 || (record?.keys?.length ?? 0) > 0) return false;
  return maySpeakFor(stamp.orgId, from.domain, record);
}

/** The records that could say that this domain stamps all its mail: its own, then its registrable domain's (G36). */
function policyWants(author: AddressField, knowledge: Knowledge): Want[] {
  const known = new Set(knowledge.stampPolicies.map((policy) => policy.domain));
  const asked = new Set<string>();
  for (const { domain } of author.mailboxes) {
    if (asked.size >= MAX_POLICY_QUESTIONS - 1) break;
    if (known.has(domain)) continue;
    const registrable = registrableDomain(domain);
    if (registrable === undefined) continue;
    asked.add(domain);
    if (!known.has(registrable)) asked.add(registrable);
  }
  return [...asked].map((domain) => ({ kind: "gmp-policy", domain }));
}
