import { checkAuthres } from "./authres/check.ts";
import { shownAttachments } from "./display/attachments.ts";
import { checkContent } from "./display/content.ts";
import type { Engine } from "./engine.ts";
import { checkReceipt } from "./gmp/check.ts";
import type { Knowledge } from "./knowledge.ts";
import { type AddressField, readFrom, readMailboxes } from "./message/address.ts";
import { displayHeader } from "./message/display.ts";
import type { Message } from "./message/message.ts";
import { readMessage } from "./message/reader.ts";
import type { Axes, Reason, Result, ShownMailbox } from "./result.ts";
import { checkNames } from "./trust/names.ts";
import { isNullSender } from "./trust/null-sender.ts";
import { anyRequirement, isRequired, stampExpectation } from "./trust/requirement.ts";
import { NO_AXES } from "./verdict/axes.ts";
import { decide } from "./verdict/decide.ts";
import { notChecked } from "./verdict/not-checked.ts";
import { presentable } from "./verdict/presentable.ts";
import { summarise } from "./verdict/summary.ts";

/** Most recipients in a result; a message may name thousands. */
const MAX_RECIPIENTS = 200;

/**
 * Says what is unchanged in a message, who says so, and whether the user trusts them. Pure: no clock but
 * `knowledge.now`, no network, no state; what it would still like to know stands in `wants`, and equal inputs give equal
 * answers. Never throws: a limit, and a mistake of ours, is UNCHECKED or worse with an `E_` code.
 *
 * @param bytes the raw message (RFC 5322), local lines of a mail store removed
 */
export async function verify(bytes: Uint8Array, knowledge: Knowledge, engine: Engine): Promise<Result> {
  try {
    return await examine(bytes, knowledge, engine);
  } catch {
    return notChecked("E_INTERNAL", mayRequire(bytes, knowledge));
  }
}

async function examine(bytes: Uint8Array, knowledge: Knowledge, engine: Engine): Promise<Result> {
  const message = readMessage(bytes);
  const author = readFrom(message);
  const addressees = [readMailboxes(message, "to"), readMailboxes(message, "cc")];
  const replyTo = readMailboxes(message, "reply-to");

  const receipt = await checkReceipt(message, author, knowledge, engine);
  const authres = checkAuthres(message, knowledge, author);
  const source = sourceReasons(message, knowledge);
  const nobody = receipt.word === "NOT_FOUND" && isNullSender(message);
  const structure = structureReasons(message, knowledge, [...(nobody ? [] : [author]), ...addressees, replyTo]);
  const names = checkNames(author, replyTo, knowledge);
  const content = receipt.receipt?.signature === "true" ? checkContent(message, engine) : [];

  const transport = authres.transport;
  const axes: Axes = { ...NO_AXES, ...receipt.axes, structure: structure.length > 0 ? "ambiguous" : "ok", transport };
  const required =
    receipt.required || (source.length > 0 && author.mailboxes.length === 0 && anyRequirement(knowledge));
  const found = [...source, ...receipt.reasons, ...structure, ...names, ...content, ...authres.reasons];
  const { badge, reasons } = decide({ receipt: { ...receipt, required }, axes, reasons: found });

  const { word, organisation } = receipt;
  const from = onlySender(author);
  const attachments = message.limit === undefined ? shownAttachments(message, engine) : [];
  const { server } = authres;
  const count = attachments.length;
  const about = { word, axes, reasons, receipt: receipt.receipt, organisation, from, server, attachments: count };
  const summary = summarise(about);
  return {
    profile: "countersign/1",
    badge,
    gmp: word,
    reasons: reasons.map(presentable),
    axes,
    summary: {
      unchanged: presentable(summary.unchanged),
      from: presentable(summary.from),
      trust: presentable(summary.trust),
    },
    lines: [...receipt.lines, ...authres.lines].map(presentable),
    wants: [...receipt.wants, ...authres.wants],
    net: [],
    ...(from && { from }),
    to: addressees.flatMap(({ mailboxes }) => mailboxes.map(({ addrSpec }) => addrSpec)).slice(0, MAX_RECIPIENTS),
    subject: displayHeader(message, "subject"),
    messageId: displayHeader(message, "message-id"),
    attachments,
    ...(receipt.receipt && { receipt: receipt.receipt }),
    ...(organisation && { organisation }),
    ...(receipt.trustable && { trustable: receipt.trustable }),
    observations: receipt.observations,
  };
}

/** What the source itself leaves open; of such a message no receipt is judged (ACQ-07, DOS-08). */
function sourceReasons(message: Message, knowledge: Knowledge): readonly Reason[] {
  if (message.limit !== undefined) return [{ code: message.limit, params: {} }];
  return knowledge.partialSource === true ? [{ code: "E_SOURCE_PARTIAL", params: {} }] : [];
}

/**
 * Two programs could read the message, or who wrote it, differently. Half a message always looks broken, and of one that
 * reached a limit nothing was read to its end: both say so instead (ACQ-07, DOS-08).
 */
function structureReasons(message: Message, knowledge: Knowledge, fields: readonly AddressField[]): readonly Reason[] {
  if (message.limit !== undefined) return [];
  const ofMessage = knowledge.partialSource === true ? [] : message.ambiguities;
  return [...ofMessage, ...fields.flatMap(({ ambiguities }) => ambiguities)];
}

function onlySender({ mailboxes, ambiguities }: AddressField): ShownMailbox | undefined {
  const [only, ...more] = mailboxes;
  if (only === undefined || more.length > 0 || ambiguities.length > 0) return undefined;
  return { displayName: only.displayName, addrSpec: only.addrSpec };
}

/** After an exception: whether the From domain requires stamps; whoever cannot say no says yes (D.3, L10). */
function mayRequire(bytes: Uint8Array, knowledge: Knowledge): boolean {
  try {
    const domains = readFrom(readMessage(bytes)).mailboxes.map(({ domain }) => domain);
    return domains.length > 0 ? isRequired(stampExpectation(domains, knowledge)) : anyRequirement(knowledge);
  } catch {
    return true;
  }
}
