import { encodeAlias } from "../ipp/alias.ts";
import type { PolicyOutcome } from "../ipp/evaluate.ts";
import type { DeclarationResult, ShownDeclaration } from "../result.ts";

/** What was found out about one copy of a message, for one recipient. */
export interface Annotation {
  /** Who says it: the name of the mail server. */
  readonly host: string;
  readonly result: DeclarationResult;
  /** The sender's certificate could not be had now. */
  readonly later?: boolean;
  readonly declaration?: Pick<ShownDeclaration, "address" | "nature">;
  /** Absent where the recipient has no policy, or one of mode none. */
  readonly policy?: PolicyOutcome & { readonly mode: string };
}

/** Everything that starts a field of this name, whichever line ends a program takes: CRLF, LF or a bare CR. */
const OWN_FIELD = /(^|[\r\n])(?:IPP-Result[\t ]*:[^\r\n]*(?:\r\n|\r|\n|$)(?:[\t ][^\r\n]*(?:\r\n|\r|\n|$))*)+/gi;
/** The end of the last line before the empty one; a message may begin with that. */
const HEADER_END = /^(?=\r?\n)|\r?\n(?=\r?\n)/;

/**
 * The message with one `IPP-Result` on top and none below it: one that came from outside says what its sender would like us
 * to have said. Not one other octet changes.
 * @param message as it came, with any line ends
 */
export function annotated(message: Uint8Array, annotation: Annotation): Uint8Array {
  const text = Buffer.from(message.buffer, message.byteOffset, message.length).toString("latin1");
  const last = HEADER_END.exec(text);
  const end = last === null ? text.length : last.index + last[0].length;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const head = text.slice(0, end).replace(OWN_FIELD, "$1");
  return Buffer.from(`${fieldText(annotation, eol)}${head}${text.slice(end)}`, "latin1");
}

function fieldText({ host, result, later, declaration, policy }: Annotation, eol: string): string {
  const about =
    declaration === undefined ? "" : `; nature=${declaration.nature}; address=${spelt(declaration.address)}`;
  const rule = policy?.rule === undefined ? "" : `; rule=${policy.rule + 1}`;
  const decided =
    policy === undefined
      ? "policy=none"
      : `policy=${policy.mode}; action=${policy.action}; because=${policy.because}${rule}`;
  return [
    `IPP-Result: ${host};`,
    ` declaration=${result}${later === true ? "; lookup=later" : ""}${about};`,
    ` ${decided}`,
    "",
  ].join(eol);
}

/** An address whose local part holds nothing that ends a value. */
function spelt(address: string): string {
  const at = address.lastIndexOf("@");
  return `${encodeAlias(address.slice(0, at)) ?? ""}@${address.slice(at + 1)}`;
}
