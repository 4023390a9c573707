import { type AuthresEvidence, checkAuthres } from "./authres/check.ts";
import { shownAttachments } from "./display/attachments.ts";
import { checkContent } from "./display/content.ts";
import { checkDkim, type DkimEvidence } from "./dkim/check.ts";
import type { Engine } from "./engine.ts";
import type { Evidence } from "./evidence.ts";
import { checkReceipt } from "./gmp/check.ts";
import type { ReceiptEvidence } from "./gmp/evidence.ts";
import { checkSealed } from "./hpke/check.ts";
import { listIdOf, policyAdvice } from "./ipp/advice.ts";
import { checkIpp } from "./ipp/check.ts";
import { DECLARATION_FIELD } from "./ipp/parse.ts";
import { shownDeclaration } from "./ipp/shown.ts";
import type { Knowledge } from "./knowledge.ts";
import { checkMap } from "./map/check.ts";
import { type AddressField, readFrom, readMailboxes } from "./message/address.ts";
import { displayHeader } from "./message/display.ts";
import type { Message } from "./message/message.ts";
import { readMessage } from "./message/reader.ts";
import { checkMt2, type Mt2Evidence } from "./mt2/check.ts";
import { checkMtls } from "./mtls/check.ts";
import type { Axes, PolicyAdvice, Reason, Result, ShownAttachment, ShownDeclaration, ShownMailbox } from "./result.ts";
import { checkFileNames, checkNames } from "./trust/names.ts";
import { isNullSender } from "./trust/null-sender.ts";
import { anyRequirement, isRequired, stampExpectation } from "./trust/requirement.ts";
import { rollbackReasons } from "./trust/rollback.ts";
import { registrableDomain } from "./trust/scope.ts";
import { checkVouching } from "./trust/vouching.ts";
import { NO_AXES, SEALED_AXES } from "./verdict/axes.ts";
import { type Decision, decide } from "./verdict/decide.ts";
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
  const people = readPeople(message);
  const { author, replyTo } = people;

  const receipt = await checkReceipt(message, author, knowledge, engine);
  const dkim = await checkDkim(message, author, knowledge, engine);
  const authres = checkAuthres(message, knowledge, author, dkim.refuted);
  const mtls = checkMtls(authres.reports, author, knowledge);
  const map = await checkMap(message, author, authres.reports, knowledge, engine);
  const mt2 = await checkMt2(message, author, knowledge, engine);
  const hpke = checkSealed(message, knowledge, engine);
  const ipp = await checkIpp(message, author, knowledge, engine);
  // Where a receipt says something, good or bad, it is the receipt that speaks (D.3).
  const silent = receipt.state === "not-found" || receipt.state === "no-key";
  const sealedBy = silent ? map.sealedBy : undefined;
  const sentBy = silent && sealedBy === undefined ? mt2.sentBy : undefined;
  const source = sourceReasons(message, knowledge);
  const structure = structureReasons(message, people, knowledge, receipt.word === "NOT_FOUND");
  const attachments = message.limit === undefined ? shownAttachments(message, engine) : [];
  const names = [...checkNames(author, replyTo, knowledge), ...checkFileNames(attachments)];
  const rollback = rollbackReasons(
    author.mailboxes.map(({ domain }) => domain),
    knowledge,
  );
  const content = receipt.receipt?.signature === "true" ? checkContent(message, engine) : [];

  const axes: Axes = {
    ...NO_AXES,
    ...receipt.axes,
    ...((sealedBy ?? sentBy) !== undefined && SEALED_AXES),
    structure: structure.length > 0 ? "ambiguous" : "ok",
    transport: authres.transport === "none" && dkim.signedBy !== undefined ? "pass" : authres.transport,
    nature: ipp.nature,
    secrecy: hpke.secrecy,
  };
  const unknownSender = source.length > 0 && author.mailboxes.length === 0;
  const decision = decide({
    receipt: { ...receipt, required: receipt.required || (unknownSender && anyRequirement(knowledge)) },
    axes,
    reasons: [
      ...[...source, ...receipt.reasons, ...structure, ...names, ...content, ...rollback],
      ...[...authres.reasons, ...mtls.reasons, ...map.reasons, ...mt2.reasons],
      ...[...hpke.reasons, ...ipp.reasons],
    ],
    sealed: sealedBy !== undefined,
    chained: sentBy !== undefined,
    vouched: map.vouched,
    relayed: authres.reasons.some(({ code }) => code === "TRANSPORT_RELAYED"),
  });
  const vouching = checkVouching(provenOrganisation(receipt, author, axes, sentBy), knowledge);
  const systems = [receipt, authres, dkim, mtls, map, mt2, hpke, ipp, vouching];
  const declaration = shownDeclaration(ipp, author, {
    gmp: receipt.axes.integrity === "bound" && receipt.axes.identity === "match",
    dkim: dkim.covered.has(DECLARATION_FIELD),
  });
  return describe(message, people, {
    receipt,
    systems,
    authres,
    dkim,
    mt2,
    sealedBy,
    sentBy,
    vouchedBy: receipt.trustable || sentBy !== undefined ? vouching.vouchedBy : undefined,
    axes,
    decision,
    attachments,
    declaration,
    advice: adviceFor(message, people, knowledge, declaration, isSealed(hpke)),
  });
}

/** Whether the sealed content is whole, as far as that can be told from outside. */
const isSealed = ({ lines }: Evidence) => lines.some(({ code }) => code === "sealed" || code === "for-you");

/** What the reader's own policy says; nothing about half a message. */
function adviceFor(
  message: Message,
  { author, addressees }: People,
  { policies = [], account, partialSource }: Knowledge,
  declaration: ShownDeclaration | undefined,
  encrypted: boolean,
): PolicyAdvice | undefined {
  if (policies.length === 0 || message.limit !== undefined || partialSource === true) return undefined;
  const from = onlySender(author)?.addrSpec;
  const listId = listIdOf(message);
  const recipients = addressees.flatMap(({ mailboxes }) => mailboxes.map(({ addrSpec }) => addrSpec));
  return policyAdvice(policies, recipients, account, {
    signed: declaration?.result === "signed",
    encrypted,
    ...(declaration && { nature: declaration.nature }),
    ...(from !== undefined && { fromDomain: from.slice(from.lastIndexOf("@") + 1) }),
    ...(listId !== undefined && { listId }),
  });
}

/** Who is proven to be behind the message and not trusted: by a key, else by what delivered it. */
function provenOrganisation(
  receipt: ReceiptEvidence,
  author: AddressField,
  axes: Axes,
  sentBy: string | undefined,
): string | undefined {
  if (receipt.trustable !== undefined) return receipt.trustable.org_id;
  const from = onlySender(author);
  if (receipt.trusted || from === undefined || (axes.transport !== "pass" && sentBy === undefined)) return undefined;
  return registrableDomain(from.addrSpec.slice(from.addrSpec.lastIndexOf("@") + 1));
}

/** Who writes, and to whom. */
interface People {
  readonly author: AddressField;
  readonly addressees: readonly AddressField[];
  readonly replyTo: AddressField;
}

function readPeople(message: Message): People {
  return {
    author: readFrom(message),
    addressees: [readMailboxes(message, "to"), readMailboxes(message, "cc")],
    replyTo: readMailboxes(message, "reply-to"),
  };
}

interface Findings {
  readonly receipt: ReceiptEvidence;
  /** In the order in which their lines are shown. */
  readonly systems: readonly Evidence[];
  readonly authres: AuthresEvidence;
  readonly dkim: DkimEvidence;
  readonly mt2: Mt2Evidence;
  readonly sealedBy: string | undefined;
  readonly sentBy: string | undefined;
  readonly vouchedBy: string | undefined;
  readonly axes: Axes;
  readonly decision: Decision;
  readonly attachments: readonly ShownAttachment[];
  readonly declaration: ShownDeclaration | undefined;
  readonly advice: PolicyAdvice | undefined;
}

/** Puts what was found into the one shape that everybody reads. */
function describe(message: Message, { author, addressees }: People, found: Findings): Result {
  const { receipt, systems, authres, dkim, mt2, sealedBy, sentBy, vouchedBy, axes, decision, attachments } = found;
  const { declaration, advice } = found;
  const { word, organisation, trustable, observations } = receipt;
  const { server, unbelieved, proposals } = authres;
  const from = onlySender(author);
  const {
    unchanged,
    from: sender,
    trust,
  } = summarise({
    word,
    axes,
    reasons: decision.reasons,
    receipt: receipt.receipt,
    organisation,
    from,
    server,
    signedBy: dkim.signedBy,
    sealedBy,
    sentBy,
    vouchedBy,
    attachments: attachments.length,
  });
  return {
    profile: "countersign/1",
    badge: decision.badge,
    gmp: word,
    reasons: decision.reasons.map(presentable),
    axes,
    summary: { unchanged: presentable(unchanged), from: presentable(sender), trust: presentable(trust) },
    lines: systems.flatMap(({ lines }) => lines).map(presentable),
    wants: systems.flatMap(({ wants }) => wants),
    net: [],
    ...(unbelieved.length > 0 && { unbelieved }),
    ...(from && { from }),
    to: addressees.flatMap(({ mailboxes }) => mailboxes.map(({ addrSpec }) => addrSpec)).slice(0, MAX_RECIPIENTS),
    subject: displayHeader(message, "subject"),
    messageId: displayHeader(message, "message-id"),
    attachments,
    ...(mt2.route.length > 0 && { route: mt2.route }),
    ...(declaration && { declaration }),
    ...(advice && { advice }),
    ...(receipt.receipt && { receipt: receipt.receipt }),
    ...(organisation && { organisation }),
    ...(trustable && { trustable }),
    observations: { ...observations, ...(proposals.length > 0 && { servers: proposals }) },
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
function structureReasons(
  message: Message,
  { author, addressees, replyTo }: People,
  knowledge: Knowledge,
  unstamped: boolean,
): readonly Reason[] {
  if (message.limit !== undefined) return [];
  const ofMessage = knowledge.partialSource === true ? [] : message.ambiguities;
  const fields = [...(unstamped && isNullSender(message) ? [] : [author]), ...addressees, replyTo];
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
