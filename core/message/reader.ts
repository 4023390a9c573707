import { MAX_MESSAGE_OCTETS } from "../limits.ts";
import { collectAmbiguities } from "./ambiguities.ts";
import { checkDuplicates } from "./duplicates.ts";
import { normaliseLineEnds } from "./line-ends.ts";
import type { Message } from "./message.ts";
import { octetText } from "./octets.ts";
import { readTree } from "./tree.ts";

/**
 * Reads a message strictly (RFC 5322, RFC 2045 to 2047, RFC 2231; G01 to G16). Total: any octets give a message, never
 * an exception; what could be read in two ways is an ambiguity, and a budget that was reached is `limit`.
 *
 * @param input the raw message; local lines of a mail store must have been removed (5322 is all that is read here)
 */
export function readMessage(input: Uint8Array): Message {
  const tooLarge = input.length > MAX_MESSAGE_OCTETS;
  const { bytes, irregular } = tooLarge ? { bytes: new Uint8Array(0), irregular: false } : normaliseLineEnds(input);
  const text = octetText(bytes);
  const ambiguities = collectAmbiguities();
  if (irregular) ambiguities.add("AMBIG_EOL");
  const { root, section, leaves, limit } = readTree(text, ambiguities);
  if (!section.closed) ambiguities.add("AMBIG_BORDER");
  checkDuplicates(section.fields, ambiguities);
  return {
    bytes,
    text: text.slice,
    root,
    fields: section.fields,
    strayLines: section.strayLines,
    ambiguities: ambiguities.list,
    limit: tooLarge ? "E_TOO_LARGE" : limit,
    leaves,
  };
}
