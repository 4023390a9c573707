import { createHash } from "node:crypto";
import { latin1Bytes } from "../../canonical/encoding.ts";
import { type AbuseReport, makeArf } from "../../ipp/arf.ts";
import { readReportCode } from "../../ipp/report-codes.ts";
import { evidenceOctets } from "../../ipp/verify-report.ts";
import { makeXarf } from "../../ipp/xarf.ts";
import { domainOf } from "../../message/addr-spec.ts";
import { fieldsOf } from "./prove.ts";
import type { StoredReport } from "./store.ts";

/** For whom a report is put into form. */
export type Audience =
  /** The operator of this server: everything that came. */
  | "own"
  /** The operator of the declaring sender: what names the complaining person is left out (REP-05, RFC 6590). */
  | "sender";

/** Who files the reports. */
export interface Filer {
  readonly organisation: string;
  /** Mailbox that takes answers. */
  readonly contact: string;
  /** Name and version of the program. */
  readonly userAgent: string;
}

/**
 * Fields that are usually the same in every recipient's copy; the others may name the recipient, and most do. A sender who
 * makes an address or a second for each recipient knows who complained, whatever is left out.
 */
const SHARED_FIELDS = new Set(["from", "date", "list-id", "list-unsubscribe-post"]);
const DAY = 86_400;

function abuseReport(report: StoredReport, audience: Audience, filer: Filer): AbuseReport {
  const { domain, nature, sender } = report;
  const own = audience === "own";
  const all = fieldsOf(report);
  const shared = all.filter((field) => SHARED_FIELDS.has(field.slice(0, field.indexOf(":")).toLowerCase()));
  const fields = own ? all : shared;
  // A report by the sender route brings no fields: whom it is about is all there is.
  const octets =
    fields.length > 0 ? evidenceOctets(fields) : latin1Bytes(sender === "" ? "\r\n" : `From: <${sender}>\r\n\r\n`);
  return {
    code: readReportCode(report.code) ?? "policy-violation",
    domain,
    ...(own && { token: report.token }),
    ...(nature !== "" && { nature }),
    messageId: own ? report.messageId : "",
    // The second at which somebody read their mail is nobody's business.
    reportedAt: own ? report.receivedAt : report.receivedAt - (report.receivedAt % DAY),
    reporter: { organisation: filer.organisation, address: filer.contact },
    evidence: { kind: "headers", octets },
  };
}

/** A report as a mail to an abuse desk (RFC 5965). The same report gives the same mail, so that a second copy shows. */
export function arfOf(report: StoredReport, audience: Audience, filer: Filer, to: string): Uint8Array {
  const digest = createHash("sha256").update(`${report.uid}\n${to}`).digest("hex");
  return makeArf(abuseReport(report, audience, filer), {
    from: filer.contact,
    to,
    messageId: `<${report.uid}@${domainOf(filer.contact)}>`,
    boundary: digest.slice(0, 40),
    userAgent: filer.userAgent,
  });
}

/** A report as XARF. */
export function xarfOf(report: StoredReport, audience: Audience, filer: Filer): object {
  const envelope = { reportId: report.uid, reporterDomain: domainOf(filer.contact) };
  return makeXarf(abuseReport(report, audience, filer), envelope);
}
