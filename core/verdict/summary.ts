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
  /** The domain whose server sealed the message, where that decides (T06). */
  readonly sealedBy?: string | undefined;
}

/** Values for every sentence; each takes those its declaration names. */
function values({ receipt, from, attachments, reasons, organisation, server, sealedBy }: Subject): Params {
  const tags = new Map(Object.entries(receipt?.tags ?? {}));
  const address = from?.addrSpec ?? "";
  return {
    org: tags.get("org_id") ?? organisation?.org_id ?? "",
    name: organisation?.name ?? "",
    time: tags.get("ts") ?? "",
    sender: tags.get("sender_id") ?? "",
    from: address,
    domain: sealedBy ?? address.slice(address.lastIndexOf("@") + 1),
    attachments,
    fields: receipt?.changed.headers.join(", ") ?? "",
    files: reasons.find(({ code }) => code === "ATT")?.params.files ?? "",
    server: server ?? "",
  };
}

function unchanged({ word, axes, reasons, receipt, sealedBy }: Subject): SummaryCode {
  if (sealedBy !== undefined) return "unchanged_sealed";
  const has = (...codes: ReasonCode[]) => reasons.some(({ code }) => codes.includes(code));
  if (word === "NOT_FOUND") return has("STAMP_REQUIRED", "STAMP_EXPECTED") ? "missing_receipt" : "no_receipt";
  if (receipt === undefined)
    return reasons.some(({ code }) => code.startsWith("E_")) ? "not_checked" : "broken_receipt";
  const units = new Set(receipt.changed.units);
  if (units.has("headers")) return units.size > 1 ? "changed_headers_and_body" : "changed_headers";
  if (units.has("attachments")) return "changed_attachments";
  if (units.has("body")) return "changed_body";
  if (has("SIG_INVALID", "RID_REUSED")) return "altered_or_forged";
  if (axes.integrity !== "bound") return "no_key";
  if (axes.structure === "ambiguous") return "unchanged_ambiguous";
  return has("REMOTE_NOT_COVERED") ? "unchanged_but_remote" : "unchanged";
}

function from({ word, axes, from: mailbox, server, receipt, sealedBy }: Subject): SummaryCode {
  if (mailbox === undefined || axes.identity === "ambiguous") return "from_ambiguous";
  if (sealedBy !== undefined) return "from_sealed";
  if (axes.integrity === "bound") {
    if (axes.identity !== "match") return "from_other_address";
    return axes.trust === "trusted" && word === "VALID" ? "from_stamped" : "from_known_key";
  }
  if (server !== undefined && axes.transport === "fail") return "from_server_failed";
  if (receipt !== undefined) return "from_unproven";
  return server !== undefined && axes.transport === "pass" ? "from_server" : "from_claimed";
}

function trust({ word, axes, organisation, reasons, sealedBy }: Subject): SummaryCode {
  if (sealedBy !== undefined) return "trust_sealed";
  if (organisation !== undefined) {
    const theirs = word === "VALID" && axes.identity === "match" && !reasons.some(({ effect }) => effect === "alert");
    if (!theirs) return "trust_not_for_this";
    return organisation.source === "policy" ? "trust_policy" : "trust_user";
  }
  return axes.trust === "known-key" && axes.integrity === "bound" ? "trust_not_yet" : "trust_nobody";
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
