import { encodeAlias } from "../ipp/alias.ts";
import { toALabel } from "../message/domain.ts";
import { type Command, usage } from "./options.ts";

/** An address of the command line. */
export interface Address {
  /** addr-spec, the domain in A-labels. */
  readonly address: string;
  readonly localPart: string;
  readonly domain: string;
}

/**
 * Reads an address that somebody typed.
 * @param where the option, for the message
 * @throws Failure `USAGE`
 */
export function readAddress(command: Pick<Command, "name">, where: string, text: string): Address {
  const at = text.lastIndexOf("@");
  const [localPart, domain] = [text.slice(0, Math.max(at, 0)), toALabel(text.slice(at + 1))];
  if (encodeAlias(localPart) === undefined || /[\0-\x20\x7f"]/.test(localPart) || domain === undefined)
    throw usage(command, `${where} ${text} is no address`);
  return { address: `${localPart}@${domain}`, localPart, domain };
}
