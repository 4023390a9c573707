import { strictBase64, toBase64 } from "../canonical/encoding.ts";
import { MAX_PEM_TEXT } from "../limits.ts";

/** One block of PEM text (RFC 7468). */
export interface PemBlock {
  /** What stands between `BEGIN` and the dashes, such as `CERTIFICATE`. */
  readonly label: string;
  readonly octets: Uint8Array;
}

const BLOCK = /^-----BEGIN ([A-Z0-9 ]{1,64})-----\n([A-Za-z0-9+/=\n]*)-----END ([A-Z0-9 ]{1,64})-----$/;

/**
 * Reads PEM text strictly: blocks, white space between them and nothing else, so that no reader can see another
 * certificate in the comments (X5-12).
 * @returns undefined for everything else
 */
export function readPem(text: string): readonly PemBlock[] | undefined {
  if (text.length > MAX_PEM_TEXT) return undefined;
  const blocks: PemBlock[] = [];
  const lines = text.replaceAll("\r\n", "\n").split(/(?<=-----END [A-Z0-9 ]{1,64}-----)[ \t]*(?:\n|$)/);
  for (const piece of lines.map((line) => line.trim()).filter((line) => line !== "")) {
    const [, label = "", body = "", end] = BLOCK.exec(piece) ?? [];
    const octets = label !== "" && label === end ? strictBase64(body.replaceAll("\n", "")) : undefined;
    if (octets === undefined || octets.length === 0) return undefined;
    blocks.push({ label, octets });
  }
  return blocks;
}

/** Writes one block with lines of 64 characters. */
export function writePem({ label, octets }: PemBlock): string {
  const lines = toBase64(octets).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
