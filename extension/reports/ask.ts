import {
  deliveredTo,
  domainOf,
  findDeclaration,
  idempotencyKey,
  type ProviderReport,
  providerReport,
  providerRequest,
  type ReportCode,
  readMessage,
  reportSubject,
  senderRequest,
} from "../../core/index.ts";
import type { Checked } from "../check/check.ts";
import { sharedEngine } from "../check/engine.ts";
import { effectiveSettings } from "../state/settings.ts";
import { type AskParts, type Destination, providerDestination, senderBase } from "./destination.ts";
import { isExerciseMail } from "./exercise.ts";
import { type AskedReport, type Route, reportOf, type StoredReport } from "./store.ts";

/** What can be reported about a message, before anybody clicks. */
export interface ReportOffer {
  /** The key under which the report is remembered. */
  readonly id: string;
  /** The own address that would report (REP-12). */
  readonly address: string;
  readonly destination: Destination;
  /** Present when the sender itself may be told, and the user agreed to that in general (decision 23). */
  readonly senderHost?: string;
  /** The declaration's own time for reports has passed. */
  readonly over: boolean;
  /** The reasons to choose from, in their order. */
  readonly reasons: readonly ReportCode[];
  /** Who decided about reports, and what they say about them; "" for nobody and nothing. */
  readonly organisation: string;
  readonly note: string;
  /** Everything that would be sent, but for the reason. */
  readonly content: Omit<ProviderReport, "code">;
  /** The report that was made before. */
  readonly before?: StoredReport;
}

/** What the message says about itself, as far as somebody who may speak for the sender signed it (REP-04). */
async function subjectOf({ bytes, result }: Checked, address: string) {
  const message = readMessage(bytes);
  const found = findDeclaration(message);
  const covered = result.declaration?.coveredBy === undefined || found.kind !== "declaration" ? undefined : found;
  const from = result.from?.addrSpec ?? "";
  const subject = reportSubject(message, covered?.declaration, domainOf(from), address, await sharedEngine());
  return { message, subject };
}

/** What the popup offers for a message; undefined where nothing can be reported: no octets, or no own address. */
export async function offerReport(checked: Checked, parts: AskParts): Promise<ReportOffer | undefined> {
  const { now } = parts;
  const { bytes, result, knowledge, skipped } = checked;
  const address = deliveredTo(result.to, knowledge.account);
  if (bytes.length === 0 || skipped !== undefined || address === undefined) return undefined;
  const { message, subject } = await subjectOf(checked, address);
  const id = idempotencyKey(subject);
  const [destination, before, sender, { reportReasons, reportNote, organisationName }] = await Promise.all([
    providerDestination(address, parts),
    reportOf(id),
    subject.declaration === undefined ? undefined : senderBase(subject.domain, now),
    effectiveSettings(),
  ]);
  const { code: _, ...content } = providerReport(message, subject, "nature-mismatch");
  return {
    ...{ id, address, destination, content, reasons: reportReasons.value },
    ...{ organisation: organisationName.value, note: reportNote.value },
    over: subject.declaration !== undefined && subject.declaration.expires < now,
    ...(before && { before }),
    ...(sender !== undefined && { senderHost: new URL(sender).hostname }),
  };
}

/**
 * The report that a click on a reason asks for, made anew from the message.
 * @returns undefined where that way is not open any more
 */
export async function askedReport(
  checked: Checked,
  code: ReportCode,
  route: Route,
  parts: AskParts,
): Promise<AskedReport | undefined> {
  const offer = await offerReport(checked, parts);
  if (offer === undefined || offer.over || !offer.reasons.includes(code)) return undefined;
  const { address, destination, id } = offer;
  const { message, subject } = await subjectOf(checked, address);
  const report = providerReport(message, subject, code);
  const exercise = (await isExerciseMail(checked.bytes)) ? { exercise: true as const } : {};
  if (route === "provider") {
    if (destination.state !== "ready") return undefined;
    const request = providerRequest(destination.base, address, report);
    return request && { id, code, route, address, request, report, ...exercise };
  }
  const base = offer.senderHost === undefined ? undefined : await senderBase(subject.domain, parts.now);
  const request = base === undefined ? undefined : senderRequest(base, subject, code);
  return request && { id, code, route, address, request, report, ...exercise };
}
