import { strictBase64, toBase64 } from "../canonical/encoding.ts";
import { fingerprint, readCertificate } from "./certificate.ts";
import { COMMON_NAME } from "./name.ts";
import { readPem } from "./pem.ts";

/** A certificate that somebody puts here to be relied on. */
export interface Authority {
  /** Base64 of its DER. */
  readonly certificate: string;
  /** The common names in its subject: whoever made it chose them. Foreign text. */
  readonly name: string;
  /** Last second of its validity, epoch seconds. */
  readonly notAfter: number;
  /** Lower-case hex SHA-256 of its DER. */
  readonly fingerprint: string;
}

/**
 * Reads one that may issue others (RFC 5280 s4.2.1.9).
 * @param text one PEM block, or the base64 of the DER
 * @returns undefined for everything else
 */
export function readAuthority(text: string): Authority | undefined {
  const octets = text.startsWith("-----") ? theOneBlock(text) : strictBase64(text);
  const read = octets && readCertificate(octets);
  if (octets === undefined || read?.kind !== "certificate" || read.known.basicConstraints?.ca !== true)
    return undefined;
  const names = read.subject.attributes.flatMap(({ type, text = "" }) => (type === COMMON_NAME ? [text] : []));
  return {
    certificate: toBase64(octets),
    name: names.join(", "),
    notAfter: read.notAfter,
    fingerprint: fingerprint(read),
  };
}

function theOneBlock(text: string): Uint8Array | undefined {
  const [block, ...more] = readPem(text) ?? [];
  return block?.label === "CERTIFICATE" && more.length === 0 ? block.octets : undefined;
}
