import type { AbuseReport, ArfEnvelope, ProviderReport, ReportCode, XarfEnvelope } from "../../core/index.ts";
import { claimOf, domainOf } from "../../core/index.ts";

/** What is exported. */
export interface Export {
  readonly report: ProviderReport;
  readonly code: ReportCode;
  /** The own address that reports. */
  readonly address: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly evidence: AbuseReport["evidence"];
}

/** A report with everything that its two forms need besides. */
export interface Exported {
  readonly report: AbuseReport;
  readonly arf: ArfEnvelope;
  readonly xarf: XarfEnvelope;
}

/**
 * Puts together what an abuse desk gets. The reader sends it as any other message: from the own address, to the desk of the
 * domain that it is about (RFC 2142 s4).
 * @param organisation name of the reader's organisation; the address's domain where there is none
 */
export function exportOf(
  { report, code, address, at, evidence }: Export,
  organisation: string,
  version: string,
): Exported {
  const own = domainOf(address);
  const id = crypto.randomUUID();
  const nature = claimOf(report)?.nature;
  return {
    report: {
      ...{ code, domain: report.domain, token: report.token, messageId: report.messageId, reportedAt: at, evidence },
      ...(nature !== undefined && { nature }),
      reporter: { organisation: organisation || own, address },
    },
    arf: {
      from: address,
      to: `abuse@${report.domain || own}`,
      messageId: `<${id}@${own}>`,
      boundary: `report${id.replaceAll("-", "")}`,
      userAgent: `Countersign/${version}`,
    },
    xarf: { reportId: id, reporterDomain: own },
  };
}
