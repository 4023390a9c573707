import { domainOf } from "../message/addr-spec.ts";
import type { Axes, GmpWord, JudgedReason, Params, Receipt, Result, Sentence, ShownMailbox } from "../result.ts";
import type { ReasonCode } from "./reasons.ts";
import { SUMMARY, type SummaryCode } from "./summary-codes.ts";

/** What the three lines speak about. */
export interface Subject {
  readonly word: GmpWord;
  readonly axes: Axes;
  readonly reasons: readonly JudgedReason[];
  readonly receipt?: Receipt | undefined;
  readonly organisation?: Result["organisation"] | undefined;
  /** Missing where no single sender can be read. */
  readonly from?: ShownMailbox | undefined;
  /** Number of attachments. */
  readonly attachments: number;
  /** The user's own server, when it said something about the From domain. */
  readonly server?: string | undefined;
  /** The domain whose DKIM signature is credit, checked on this device. */
  readonly signedBy?: string | undefined;
  /** A listed certifier that vouches for the organisation. */
  readonly vouchedBy?: string | undefined;
  /** The domain whose server sealed the message, where that decides (T06). */
  readonly sealedBy?: string | undefined;
  /** The address that is proven to have sent it by MT2, where that decides (T41). */
  readonly sentBy?: string | undefined;
}

/** Attachments that were added, as far as they are proven. */
const namedFiles = (reasons: readonly JudgedReason[]): string =>
  String(reasons.find(({ code }) => code === "ATT")?.params.files ?? "");

/** Values for every sentence; each takes those its declaration names. */
function values({
  receipt,
  from,
  attachments,
  reasons,
  organisation,
  server,
  signedBy,
  sealedBy,
  vouchedBy,
}: Subject): Params {
  const tags = new Map(Object.entries(receipt?.tags ?? {}));
  const address = from?.addrSpec ?? "";
  return {
    org: tags.get("org_id") ?? organisation?.org_id ?? "",
    name: organisation?.name ?? "",
    time: tags.get("ts") ?? "",
    sender: tags.get("sender_id") ?? "",
    from: address,
    domain: sealedBy ?? domainOf(address),
    attachments,
    fields: receipt?.changed.headers.join(", ") ?? "",
    files: namedFiles(reasons),
    server: server ?? "",
    signer: signedBy ?? "",
    certifier: vouchedBy ?? "",
  };
}

const hasReason = (reasons: readonly JudgedReason[], ...codes: readonly ReasonCode[]) =>
  reasons.some(({ code }) => codes.includes(code));

/** Nothing the receipt covers differs: how many attachments that includes, and what it leaves out. */
function intact({ attachments, reasons }: Subject): SummaryCode {
  const remote = hasReason(reasons, "REMOTE_NOT_COVERED");
  if (attachments === 0) return remote ? "unchanged_but_remote" : "unchanged";
  if (attachments === 1) return remote ? "unchanged_with_file_but_remote" : "unchanged_with_file";
  return remote ? "unchanged_with_files_but_remote" : "unchanged_with_files";
}

/** Which units differ from what was stamped; undefined when none does. */
function changed({ changed: { units, headers } }: Receipt, files: string): SummaryCode | undefined {
  const inHeaders = units.includes("headers");
  if (units.includes("attachments")) {
    if (inHeaders) return "changed_headers_and_attachments";
    return files === "" ? "changed_attachments" : "added_attachments";
  }
  if (units.includes("body")) return inHeaders ? "changed_headers_and_body" : "changed_body";
  if (!inHeaders) return undefined;
  return headers.length > 0 ? "changed_headers" : "changed_headers_unnamed";
}

function unchanged(subject: Subject): SummaryCode {
  const { word, axes, reasons, receipt, sealedBy, sentBy } = subject;
  if (sealedBy !== undefined) return "unchanged_sealed";
  if (sentBy !== undefined) return "unchanged_mt2";
  const has = (...codes: ReasonCode[]) => hasReason(reasons, ...codes);
  if (word === "NOT_FOUND") return has("STAMP_REQUIRED", "STAMP_EXPECTED") ? "missing_receipt" : "no_receipt";
  if (receipt === undefined)
    return reasons.some(({ code }) => code.startsWith("E_")) ? "not_checked" : "broken_receipt";
  const change = changed(receipt, namedFiles(reasons));
  if (change !== undefined) return change;
  if (has("RID_REUSED")) return "number_reused";
  if (has("SIG_INVALID")) return "altered_or_forged";
  // Whoever else holds the key may have stamped it: equal hashes say nothing then.
  if (has("KEY_WEAK", "KEY_COMPROMISED", "KEY_STATUS", "KEY_EXPIRED")) return "bad_key";
  if (axes.integrity !== "bound") return "no_key";
  if (axes.structure === "ambiguous") return "unchanged_ambiguous";
  return isRevocationOpen(reasons) ? "unchanged_key_open" : intact(subject);
}

const isRevocationOpen = (reasons: readonly JudgedReason[]) =>
  hasReason(reasons, "REVOCATION_UNKNOWN", "REVOCATION_STALE");

/** The stamp is true, and the message is not the one that was stamped. */
const isChanged = (receipt: Receipt | undefined) => receipt?.signature === "true" && receipt.changed.units.length > 0;

function from(subject: Subject): SummaryCode {
  const { axes, reasons, from: mailbox, server, signedBy, receipt, sealedBy, sentBy } = subject;
  if (mailbox === undefined || axes.identity === "ambiguous") return "from_ambiguous";
  if (sealedBy !== undefined) return "from_sealed";
  if (sentBy !== undefined) return "from_mt2";
  if (receipt?.signature === "true") return fromStamp(subject, receipt, mailbox.addrSpec);
  const ordinary = reasons.some(({ code, effect }) => code === "TRANSPORT_RELAYED" && effect === "note");
  if (server !== undefined && axes.transport === "fail" && !ordinary) return "from_server_failed";
  const doubted = reasons.some(({ effect }) => effect === "alert" || effect === "caution");
  if (receipt !== undefined && doubted) return "from_unproven";
  // What this device checked itself is said before what a server reports.
  if (signedBy !== undefined && axes.transport === "pass") return "from_signed";
  if (server !== undefined && axes.transport === "pass") return "from_server";
  return receipt === undefined ? "from_claimed" : "from_unproven";
}

/** A true signature says which address it was made for, whatever became of the message since. */
function fromStamp({ word, axes, reasons }: Subject, receipt: Receipt, address: string): SummaryCode {
  const same = new Map(Object.entries(receipt.tags)).get("sender_id") === address;
  if (isChanged(receipt)) return same ? "from_changed" : "from_changed_address";
  if (axes.integrity === "bound" ? axes.identity !== "match" : !same) return "from_other_address";
  if (hasReason(reasons, "ORG_SCOPE")) return "from_out_of_scope";
  return axes.trust === "trusted" && word === "VALID" && !isRevocationOpen(reasons) ? "from_stamped" : "from_known_key";
}

function trust({ word, axes, organisation, reasons, receipt, sealedBy, sentBy, vouchedBy }: Subject): SummaryCode {
  if (sealedBy !== undefined) return "trust_sealed";
  if (sentBy !== undefined) return vouchedBy === undefined ? "trust_mt2" : "trust_mt2_vouched";
  if (organisation !== undefined) {
    if (isChanged(receipt)) return "trust_changed";
    const theirs = word === "VALID" && axes.identity === "match" && !reasons.some(({ effect }) => effect === "alert");
    if (!theirs) return "trust_not_for_this";
    return organisation.source === "policy" ? "trust_policy" : "trust_user";
  }
  if (isChanged(receipt)) return "trust_not_yet_changed";
  if (axes.trust !== "known-key" || axes.integrity !== "bound") return "trust_nobody";
  return vouchedBy === undefined ? "trust_not_yet" : "trust_vouched";
}

/** The three lines of the popup: Unchanged? From whom? Do you trust them? (4-threats D.5) */
export function summarise(subject: Subject): Result["summary"] {
  const all = values(subject);
  const sentence = (code: SummaryCode): Sentence => ({
    code,
    params: Object.fromEntries(SUMMARY[code].map((name) => [name, all[name] ?? ""])),
  });
  return {
    unchanged: sentence(unchanged(subject)),
    from: sentence(from(subject)),
    trust: sentence(trust(subject)),
  };
}
