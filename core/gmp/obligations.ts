import type { LedgerEntry } from "../knowledge.ts";
import type { Mailbox } from "../message/address.ts";
import type { Axes, Reason, Want } from "../result.ts";
import { firstSeenOf, isAddressed, timeReasons } from "./freshness.ts";
import type { Hashes } from "./hashes.ts";
import type { Inquiry } from "./inquiry.ts";
import { keyFault, type SigningKey } from "./key.ts";
import { checkLedger, ledgerDigest } from "./ledger.ts";
import { checkRevocation } from "./revocation.ts";
import { maySpeakFor } from "./scope.ts";
import { matchSender } from "./sender.ts";
import type { Stamp } from "./stamp.ts";
import { structureAmbiguities } from "./structure.ts";

/** A clock this far behind the highest time seen is not believed, in seconds (ST-04). */
const CLOCK_BACK = 86_400;

/** What the obligations beyond signature and hashes found (D.2: O2, O5, O7, O8, O9). */
export interface Findings {
  readonly reasons: readonly Reason[];
  readonly wants: readonly Want[];
  readonly identity: Axes["identity"];
  /** What the ledger would remember of this message (G38). */
  readonly rid: LedgerEntry;
  /** The one From mailbox. */
  readonly from: Mailbox | undefined;
  /** Programs may read this message differently (G41); the reasons are the message reader's. */
  readonly ambiguous: boolean;
  /** The clock was set back, so no time check means anything. */
  readonly clock: boolean;
}

/** Checks everything that a true signature and equal hashes leave open. */
export async function obligations(stamp: Stamp, key: SigningKey, hashes: Hashes, inquiry: Inquiry): Promise<Findings> {
  const { message, author, knowledge, engine } = inquiry;
  const org = stamp.orgId;
  const reasons: Reason[] = [];
  const [from, ...others] = author.mailboxes;
  const only = others.length === 0 && author.ambiguities.length === 0 ? from : undefined;
  const identity = only === undefined ? "ambiguous" : checkIdentity(stamp, key, only, reasons);
  if (only !== undefined && !maySpeakFor(org, only.domain, key.record))
    reasons.push({ code: "ORG_SCOPE", params: { org, domain: only.domain } });

  const firstSeen = firstSeenOf(knowledge);
  const fault = keyFault(key.entry, stamp.time, firstSeen);
  if (fault !== undefined) reasons.push({ code: fault, params: { org } });
  const revocation = key.record && (await checkRevocation(key.record, stamp, knowledge));
  if (revocation?.code !== undefined) reasons.push({ code: revocation.code, params: { org } });
  const clock = knowledge.latestSeen !== undefined && knowledge.now < knowledge.latestSeen - CLOCK_BACK;
  if (clock) reasons.push({ code: "E_CLOCK", params: {} });

  reasons.push(...timeReasons(message, stamp, knowledge));
  if (!isAddressed(message, key.record, knowledge)) reasons.push({ code: "NOT_ADDRESSED_TO_YOU", params: { org } });
  const policies = key.record?.policies;
  if (policies !== undefined && (stamp.policyId === undefined || !policies.includes(stamp.policyId)))
    reasons.push({ code: "POLICY_UNKNOWN", params: { org } });
  const rid = { org_id: org, rid: stamp.rid, digest: ledgerDigest(hashes, engine), firstSeen };
  const reuse = checkLedger(rid, knowledge.ledger);
  if (reuse !== undefined) reasons.push({ code: reuse, params: { org } });

  const ambiguous = only === undefined || structureAmbiguities(message, author).length > 0;
  return { reasons, wants: revocation?.wants ?? [], identity, rid, from: only, ambiguous, clock };
}

function checkIdentity(stamp: Stamp, key: SigningKey, from: Mailbox, reasons: Reason[]): Axes["identity"] {
  const match = matchSender(from, stamp.sender, key.record);
  const params = { sender: stamp.senderId, from: from.addrSpec };
  if (match === "case-differs") reasons.push({ code: "CASE_DIFFERS", params });
  // A certificate speaks for the one address that stands in it (G52).
  const { localPart, domain } = stamp.sender;
  const wrongHolder = key.onlySender !== undefined && key.onlySender !== `${localPart}@${domain}`;
  if (match === "mismatch" || wrongHolder)
    reasons.push({ code: "IDENTITY_MISMATCH", params: { org: stamp.orgId, ...params } });
  return match === "match" && !wrongHolder ? "match" : "mismatch";
}
