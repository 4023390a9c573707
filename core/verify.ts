import { checkAuthres } from "./authres/check.ts";
import { describe } from "./describe.ts";
import { shownAttachments } from "./display/attachments.ts";
import { checkContent } from "./display/content.ts";
import { checkDkim } from "./dkim/check.ts";
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
import { domainOf } from "./message/addr-spec.ts";
import { type AddressField, readFrom } from "./message/address.ts";
import type { Message } from "./message/message.ts";
import { readMessage } from "./message/reader.ts";
import { checkMt2 } from "./mt2/check.ts";
import { checkMtls } from "./mtls/check.ts";
import { onlyMailbox, type People, readPeople } from "./people.ts";
import type { Axes, PolicyAdvice, Result, ShownDeclaration } from "./result.ts";
import { sourceReasons, structureReasons } from "./source-reasons.ts";
import { checkFileNames, checkNames } from "./trust/names.ts";
import { anyRequirement, isRequired, stampExpectation } from "./trust/requirement.ts";
import { rollbackReasons } from "./trust/rollback.ts";
import { registrableDomain } from "./trust/scope.ts";
import { checkVouching } from "./trust/vouching.ts";
import { NO_AXES, SEALED_AXES } from "./verdict/axes.ts";
import { decide } from "./verdict/decide.ts";
import { notChecked } from "./verdict/not-checked.ts";

/**
 * Says what is unchanged in a message, who says so, and whether the user trusts them. Pure: no clock but
 * `knowledge.now`, no network, no state; what it would still like to know stands in `wants`, and equal inputs give equal
 * answers. Never throws: a limit, and a mistake of ours, is UNCHECKED or worse with an `E_` code.
 *
 * @param bytes the raw message (RFC 5322), local lines of a mail store removed
 */
export async function verify(bytes: Uint8Array, knowledge: Knowledge, engine: Engine): Promise<Result> {
  return verifyWhole(() => readMessage(bytes), knowledge, engine);
}

/** The same of a message that was read already: a large one is not read more often than it must be. */
export async function verifyMessage(message: Message, knowledge: Knowledge, engine: Engine): Promise<Result> {
  return verifyWhole(() => message, knowledge, engine);
}

async function verifyWhole(read: () => Message, knowledge: Knowledge, engine: Engine): Promise<Result> {
  try {
    return await examine(read(), knowledge, engine);
  } catch {
    return notChecked("E_INTERNAL", mayRequire(read, knowledge));
  }
}

async function examine(message: Message, knowledge: Knowledge, engine: Engine): Promise<Result> {
  const people = readPeople(message);
  const { author, replyTo } = people;

  const receipt = await checkReceipt(message, author, knowledge, engine);
  const dkim = await checkDkim(message, author, knowledge, engine);
  const authres = checkAuthres(message, knowledge, author, dkim.refuted, dkim.sealed);
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
    minimum: knowledge.minimumLevel,
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
  const from = onlyMailbox(author)?.addrSpec;
  const listId = listIdOf(message);
  const recipients = addressees.flatMap(({ mailboxes }) => mailboxes.map(({ addrSpec }) => addrSpec));
  return policyAdvice(policies, recipients, account, {
    signed: declaration?.result === "signed",
    encrypted,
    ...(declaration && { nature: declaration.nature }),
    ...(from !== undefined && { fromDomain: domainOf(from) }),
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
  const from = onlyMailbox(author);
  if (receipt.trusted || from === undefined || (axes.transport !== "pass" && sentBy === undefined)) return undefined;
  return registrableDomain(domainOf(from.addrSpec));
}

/** After an exception: whether the From domain requires stamps; whoever cannot say no says yes (D.3, L10). */
function mayRequire(read: () => Message, knowledge: Knowledge): boolean {
  try {
    const domains = readFrom(read()).mailboxes.map(({ domain }) => domain);
    return domains.length > 0 ? isRequired(stampExpectation(domains, knowledge)) : anyRequirement(knowledge);
  } catch {
    return true;
  }
}
