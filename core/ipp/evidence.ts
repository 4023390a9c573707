import type { AbuseReport } from "./arf.ts";

const CR = 13;
const LF = 10;

/** The header section of a message, with the empty line that ends it; all of a text that has none. */
export function headerSection(octets: Uint8Array): Uint8Array {
  const emptyLine = (octet: number, at: number) =>
    octet === LF && (octets[at + 1] === LF || (octets[at + 1] === CR && octets[at + 2] === LF));
  const end = octets.findIndex(emptyLine);
  return end < 0 ? octets : octets.subarray(0, octets.indexOf(LF, end + 1) + 1);
}

/** What of a message goes to an abuse desk: its content only where whoever reports wants that (decision 14). */
export const evidenceOf = (octets: Uint8Array, whole: boolean): AbuseReport["evidence"] =>
  whole ? { kind: "message", octets } : { kind: "headers", octets: headerSection(octets) };
