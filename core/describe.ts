import type { AuthresEvidence } from "./authres/check.ts";
import type { DkimEvidence } from "./dkim/check.ts";
import type { Evidence } from "./evidence.ts";
import type { ReceiptEvidence } from "./gmp/evidence.ts";
import { displayHeader } from "./message/display.ts";
import type { Message } from "./message/message.ts";
import type { Mt2Evidence } from "./mt2/check.ts";
import { onlyMailbox, type People } from "./people.ts";
import type { Axes, PolicyAdvice, Result, ShownAttachment, ShownDeclaration } from "./result.ts";
import type { Decision } from "./verdict/decide.ts";
import { presentable } from "./verdict/presentable.ts";
import { summarise } from "./verdict/summary.ts";

/** Most recipients in a result; a message may name thousands. */
const MAX_RECIPIENTS = 200;

/** What the systems found about one message, and what was decided about it. */
export interface Findings {
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

/** Puts what was found into the one shape that everybody reads; decides nothing. */
export function describe(message: Message, { author, addressees }: People, found: Findings): Result {
  const { receipt, systems, authres, dkim, mt2, sealedBy, sentBy, vouchedBy, axes, decision, attachments } = found;
  const { declaration, advice } = found;
  const { word, organisation, trustable, observations } = receipt;
  const { server, unbelieved, proposals } = authres;
  const keys = systems.flatMap(({ keys: used = [] }) => used);
  const from = onlyMailbox(author);
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
    ...(keys.length > 0 && { keys }),
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
