import type { Engine } from "../engine.ts";
import type { Evidence } from "../evidence.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Message } from "../message/message.ts";
import type { Axes, Line, Reason } from "../result.ts";
import { examineOutside, type OutsideRefusal } from "./examine.ts";
import type { Jwe } from "./jwe.ts";

/** What can be said about sealed content without opening it. */
export interface SealedEvidence extends Evidence {
  readonly secrecy: Axes["secrecy"];
}

const REASON_OF: Readonly<Record<OutsideRefusal, Reason["code"]>> = {
  altered: "SEALED_ALTERED",
  ambiguous: "SEALED_AMBIGUOUS",
  unsupported: "SEALED_UNSUPPORTED",
  "too-large": "SEALED_TOO_LARGE",
};

/**
 * Says whether a message is sealed, and for the reader (3-protocols section 6). Nothing is opened here: opening is a
 * deliberate act, or a captured ciphertext in another mail would be enough to get its text (E2E-06). The outer people
 * are compared with those it was sealed with, both being public (T28).
 */
export function checkSealed(message: Message, knowledge: Knowledge, engine: Engine): SealedEvidence {
  // Of half a message nothing can be said, least of all that it was changed (ACQ-07).
  const outside = knowledge.partialSource === true ? undefined : examineOutside(message, engine);
  if (outside === undefined || outside.state === "none") return { reasons: [], lines: [], wants: [], secrecy: "none" };
  if (outside.state === "sealed")
    return { reasons: [], lines: [line(forReader(outside.jwe, knowledge))], wants: [], secrecy: "none" };
  const refused = outside.code === "altered" || outside.code === "ambiguous";
  return {
    reasons: [{ code: REASON_OF[outside.code], params: {} }],
    lines: [line(refused ? "refused" : "unsupported")],
    wants: [],
    secrecy: refused ? "refused" : "unsupported",
  };
}

const line = (code: string): Line => ({ system: "hpke", code, params: {} });

/** Only keys of the account in which it lies: another identity of the user must not show (E2E-16). */
function forReader(jwe: Jwe, { account }: Knowledge): string {
  const kids = jwe.kind === "integrated" ? [jwe.kid] : jwe.recipients.map(({ kid }) => kid);
  return kids.some((kid) => account?.sealingKids?.includes(kid)) ? "for-you" : "sealed";
}
