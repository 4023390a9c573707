import { toBase64 } from "../canonical/encoding.ts";
import type { AbuseReport } from "./arf.ts";
import { headerSection } from "./evidence.ts";

/** What a report in XARF form needs besides the report: who files it, and a name for it. */
export interface XarfEnvelope {
  /** UUID, version 4. */
  readonly reportId: string;
  /** Domain of the reporter's organisation. */
  readonly reporterDomain: string;
}

/** Most octets of one piece of evidence (the schema's `size`). */
const MAX_EVIDENCE = 5 * 1024 * 1024;

const CONTENT_TYPES = { headers: "text/rfc822-headers", message: "message/rfc822" } as const;

/**
 * A report in the eXtended Abuse Reporting Format, version 4 (xarf.org), as JSON. A message is always `messaging`/`spam`:
 * the other categories describe web pages and hosts; the reader's reason stands in a tag. `protocol` is `other` because the
 * envelope sender and the port, which `smtp` asks for, are not known to a reader.
 */
export function makeXarf(report: AbuseReport, { reportId, reporterDomain }: XarfEnvelope): object {
  const { code, domain, messageId, reportedAt, reporter } = report;
  const evidence = fitting(report.evidence);
  const contact = { org: reporter.organisation.slice(0, 200), contact: reporter.address, domain: reporterDomain };
  return {
    xarf_version: "4.2.0",
    report_id: reportId,
    timestamp: new Date(reportedAt * 1000).toISOString(),
    reporter: contact,
    sender: contact,
    source_identifier: domain === "" ? "unknown" : domain,
    category: "messaging",
    type: "spam",
    protocol: "other",
    evidence_source: "user_complaint",
    ...(messageId !== "" && { message_id: messageId.slice(0, 200) }),
    evidence: [
      {
        content_type: CONTENT_TYPES[evidence.kind],
        description: evidence === report.evidence ? "As received" : "The header section of a longer message",
        payload: toBase64(evidence.octets),
        size: evidence.octets.length,
      },
    ],
    tags: [`ipp:${code}`],
  };
}

/** The evidence, or what its header section holds where it is longer than a report may carry. */
function fitting(evidence: AbuseReport["evidence"]): AbuseReport["evidence"] {
  const { octets } = evidence;
  if (octets.length <= MAX_EVIDENCE) return evidence;
  return { kind: "headers", octets: headerSection(octets).subarray(0, MAX_EVIDENCE) };
}
