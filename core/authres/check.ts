import { distinct, type Evidence, type RefutedSignature, type SealedResults, type ServerReport } from "../evidence.ts";
import type { AuthservTrust, Knowledge } from "../knowledge.ts";
import type { AddressField } from "../message/address.ts";
import { asciiLower } from "../message/fields.ts";
import type { Message } from "../message/message.ts";
import type { Axes, Line, Reason, ToldReport } from "../result.ts";
import { inScope } from "../trust/scope.ts";
import { type Report, readReport } from "./border.ts";
import { unbelievedReports } from "./display.ts";
import { isPartialDkim } from "./dkim-scope.ts";
import { identityOf } from "./identity.ts";
import { earns, judge, type Statement } from "./judge.ts";
import type { MethodResult } from "./parse.ts";
import { proposeServers } from "./propose.ts";
import { sealedLines } from "./sealed.ts";
import { NO_EXCUSE, wayOf } from "./way.ts";

/** What the reader's own mail server says about how the message arrived. */
export interface AuthresEvidence extends Evidence {
  readonly transport: Axes["transport"];
  /** The server and the method that decided, for the sentences of the verdict. */
  readonly server?: string;
  readonly method?: string;
  /** Every result that was believed, for the systems that build on it; empty in a conflict. */
  readonly reports: readonly ServerReport[];
  /** All others, for reading only. */
  readonly unbelieved: readonly ToldReport[];
  /** Servers of this account that could be named. */
  readonly proposals: readonly AuthservTrust[];
}

type Judged = Omit<AuthresEvidence, "unbelieved" | "proposals">;

/** Lines are for reading: what a server repeats is said once, and no more than this. */
const MAX_LINES = 20;

/**
 * Reads Authentication-Results (RFC 8601; 3-protocols section 9, T30 to T37). Only fields of servers that the user or the
 * administrator named for this account count, and only in messages that this account received (ACQ-14, AR-15, AR-16).
 * @param author From, as `readFrom` gave it; without exactly one mailbox nobody can be credited
 * @param refuted DKIM signatures that are not true on this device: a server's `pass` for one of them is no credit
 * @param sealed what a forwarder under a true seal says it found, to be told and never counted (AR-12)
 */
export function checkAuthres(
  message: Message,
  knowledge: Knowledge,
  author: AddressField,
  refuted: readonly RefutedSignature[] = [],
  sealed?: SealedResults,
): AuthresEvidence {
  const own = checkOwn(message, knowledge, author, refuted);
  return sealed === undefined ? own : { ...own, lines: [...own.lines, ...sealedLines(sealed)] };
}

function checkOwn(
  message: Message,
  knowledge: Knowledge,
  author: AddressField,
  refuted: readonly RefutedSignature[],
): AuthresEvidence {
  const { origin, account } = knowledge;
  const delivered = origin === "account";
  const reports = delivered ? (account?.authserv ?? []).map((trust) => readReport(message, trust)) : [];
  const unbelieved = unbelievedReports(message, reports);
  const proposals = delivered ? proposeServers(message) : [];
  const configured = reports.length > 0;
  if (configured) return { ...judgeReports(message, reports, author, refuted, knowledge), unbelieved, proposals };
  const foreign = unbelieved.length > 0 ? [line("AR_NOT_FROM_ACCOUNT", {})] : [];
  return { ...evidence("none", [], delivered ? [line("not-configured", {})] : foreign), unbelieved, proposals };
}

function judgeReports(
  message: Message,
  reports: readonly Report[],
  author: AddressField,
  refuted: readonly RefutedSignature[],
  { trust }: Pick<Knowledge, "trust">,
): Judged {
  const conflict = reports.find((report) => report.kind === "conflict");
  if (conflict !== undefined) {
    const { server } = conflict;
    return { ...evidence("conflict", [{ code: "AR_CONFLICT", params: { server } }], []), server };
  }
  if (reports.some(({ kind }) => kind === "too-many")) {
    return evidence("none", [{ code: "E_TOO_MANY_FIELDS", params: {} }], []);
  }
  const irregular = reports.flatMap((report) =>
    report.kind === "report" && report.irregular > 0 ? [line("AR_IRREGULAR", { server: report.server })] : [],
  );
  const [from, ...more] = author.mailboxes;
  if (from === undefined || more.length > 0 || author.ambiguities.length > 0) return evidence("none", [], irregular);
  const all = statements(message, reports, refuted);
  // In the name of somebody the reader listed, a warning is worth more than a quiet mailing list.
  const listed = trust.some((record) => record.org_id === from.domain || inScope(from.domain, record));
  const way = listed ? NO_EXCUSE : wayOf(message, from.addrSpec.slice(0, from.addrSpec.lastIndexOf("@")));
  const { transport, reasons, lines, by } = judge(all, from.domain, way);
  return {
    ...evidence(transport, reasons, [...irregular, ...lines]),
    reports: [...new Map(all.map((statement) => [fingerprint(statement), serverReport(statement)])).values()],
    ...(by && { server: by.server, method: by.result.method }),
  };
}

function statements(message: Message, reports: readonly Report[], refuted: readonly RefutedSignature[]): Statement[] {
  return reports.flatMap((report) =>
    report.kind !== "report"
      ? []
      : report.results.map((result) => ({
          server: report.server,
          result,
          partial: result.method === "dkim" && result.result === "pass" && isPartialDkim(message, result),
          refuted: isRefuted(result, refuted),
        })),
  );
}

/** A result speaks about every signature of its domain and, where it names one, its selector (T37). */
function isRefuted(result: MethodResult, refuted: readonly RefutedSignature[]): boolean {
  if (result.method !== "dkim") return false;
  const selector = result.properties.get("header.s");
  const named = ({ selector: own }: RefutedSignature) => selector === undefined || asciiLower(selector) === own;
  return refuted.some((signature) => signature.domain === identityOf(result) && named(signature));
}

/** Equal for what says the same (L5). */
const fingerprint = ({ server, result }: Statement) =>
  JSON.stringify([server, result.method, result.result, ...result.properties]);

function serverReport(statement: Statement): ServerReport {
  const { server, result } = statement;
  const domain = identityOf(result);
  const { method, result: word, properties } = result;
  return { server, method, result: word, credit: earns(statement), properties, ...(domain && { domain }) };
}

const line = (code: string, params: Line["params"]): Line => ({ system: "authres", code, params });

function evidence(transport: Axes["transport"], reasons: readonly Reason[], lines: readonly Line[]): Judged {
  return { transport, reasons: distinct(reasons), lines: distinct(lines).slice(0, MAX_LINES), wants: [], reports: [] };
}
