import { concat } from "../canonical/concat.ts";
import { asciiBytes } from "../canonical/encoding.ts";
import { feedbackTypeOf, type ReportCode } from "./report-codes.ts";

/** One report as an abuse desk reads it. */
export interface AbuseReport {
  readonly code: ReportCode;
  /** Whom it is about: lower-case A-labels. */
  readonly domain: string;
  /** Absent where the report must not tell who complains: each recipient's copy has a token of its own (REP-05). */
  readonly token?: string;
  /** The declared nature, where there is a declaration. */
  readonly nature?: string;
  /** Message-ID as it stands; foreign text; "" for none. */
  readonly messageId: string;
  /** Epoch seconds. */
  readonly reportedAt: number;
  /** Who reports, and on whose behalf an answer may be sent. */
  readonly reporter: { readonly organisation: string; readonly address: string };
  /** Header fields of the message as octets, or the whole message if the reporter agreed to send it. */
  readonly evidence:
    | { readonly kind: "headers"; readonly octets: Uint8Array }
    | { readonly kind: "message"; readonly octets: Uint8Array };
}

/** The addresses and names of an ARF message, made by whoever sends it. */
export interface ArfEnvelope {
  readonly from: string;
  readonly to: string;
  /** With angle brackets. */
  readonly messageId: string;
  /** 20 to 60 characters of `A-Z a-z 0-9`, random: it must not occur in the evidence. */
  readonly boundary: string;
  /** Name and version of the program (RFC 5965 s3.1). */
  readonly userAgent: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** RFC 5322 date-time in UTC. */
export function mailDate(epoch: number): string {
  const date = new Date(epoch * 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${DAYS[date.getUTCDay()]}, ${day} ${time} +0000`;
}

/**
 * A report as a feedback message (RFC 5965): a text for people, the machine's part, and the evidence. Foreign text enters
 * header fields only after everything but printable ASCII is taken out, so nobody can add a line (REP-08).
 */
export function makeArf(report: AbuseReport, envelope: ArfEnvelope): Uint8Array {
  const { code, domain, token, nature, messageId, reportedAt, reporter, evidence } = report;
  const { boundary } = envelope;
  const text = [
    `A reader reports a message of ${domain === "" ? "an unknown domain" : plain(domain)}.`,
    `Reason: ${code}`,
    ...(nature === undefined ? [] : [`Declared as: ${plain(nature)}`]),
    ...(messageId === "" ? [] : [`Message-ID: ${plain(messageId)}`]),
    `Reported by: ${plain(reporter.organisation)} <${plain(reporter.address)}>`,
  ];
  const feedback = [
    `Feedback-Type: ${feedbackTypeOf(code)}`,
    `User-Agent: ${plain(envelope.userAgent)}`,
    "Version: 1",
    ...(domain === "" ? [] : [`Reported-Domain: ${plain(domain)}`]),
    `IPP-Code: ${code}`,
    ...(token === undefined ? [] : [`IPP-Token: ${plain(token)}`]),
    ...(nature === undefined ? [] : [`IPP-Nature: ${plain(nature)}`]),
  ];
  // Octets beyond ASCII may only stand in what says so (RFC 2045 s6.2), here and around it.
  const eightBit = evidence.octets.some((octet) => octet >= 0x80) ? ["Content-Transfer-Encoding: 8bit"] : [];
  const head = [
    `From: <${plain(envelope.from)}>`,
    `To: <${plain(envelope.to)}>`,
    `Subject: Report: ${code} (${plain(domain)})`,
    `Date: ${mailDate(reportedAt)}`,
    `Message-ID: ${plain(envelope.messageId)}`,
    "MIME-Version: 1.0",
    "Auto-Submitted: auto-generated",
    `Content-Type: multipart/report; report-type=feedback-report; boundary="${boundary}"`,
    ...eightBit,
    "",
    "",
  ];
  const part = (type: string, lines: readonly string[], more: readonly string[] = []) => [
    ...[`--${boundary}`, `Content-Type: ${type}`, ...more, ""],
    ...[...lines, ""],
  ];
  const type = evidence.kind === "message" ? "message/rfc822" : "text/rfc822-headers";
  const lines = [
    ...head.slice(0, -1),
    ...part("text/plain; charset=us-ascii", text),
    ...part("message/feedback-report", feedback),
    ...part(type, [], eightBit).slice(0, -1),
  ];
  return concat([asciiBytes(`${lines.join("\r\n")}\r\n`), evidence.octets, asciiBytes(`\r\n--${boundary}--\r\n`)]);
}

/** Printable ASCII of a text, at most 400 characters. */
function plain(text: string): string {
  return text.replace(/[^ -~]+/g, "?").slice(0, 400);
}
