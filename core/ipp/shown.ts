import type { AddressField } from "../message/address.ts";
import type { ShownDeclaration } from "../result.ts";
import type { IppEvidence } from "./check.ts";

/** Whether a valid signature of another system, made for the From address or its domain, covers the declaration. */
export interface OtherCover {
  readonly gmp: boolean;
  readonly dkim: boolean;
}

/**
 * The declaration for display and for reports. Its token may be used only where somebody who may speak for the shown
 * sender signed it, and it names that same sender: else anybody could plant a stranger's token, and the complaint would
 * hit the stranger (REP-04).
 */
export function shownDeclaration(
  { declaration, result }: IppEvidence,
  author: AddressField,
  other: OtherCover,
): ShownDeclaration | undefined {
  if (declaration === undefined) return undefined;
  const { localPart, domain, nature, token, created, expires } = declaration;
  const [from, ...more] = author.mailboxes;
  const ofSender =
    from?.localPart === localPart && from.domain === domain && more.length === 0 && author.ambiguities.length === 0;
  const signed = result === "signed" ? "ipp" : other.gmp ? "gmp" : other.dkim ? "dkim" : undefined;
  const coveredBy = ofSender ? signed : undefined;
  return {
    address: `${localPart}@${domain}`,
    ...{ nature, result, token, created, expires },
    ...(coveredBy !== undefined && { coveredBy }),
  };
}
