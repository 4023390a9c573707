import { octetString } from "../message/octets.ts";
import { asciiBytes, strictBase64Url } from "./encoding.ts";

/** A compact JWS taken apart (RFC 7515 s3.1). Nothing in it is believed before its signature is. */
export interface CompactJws {
  /** JSON texts, one UTF-16 unit for each octet: members with other text than ASCII are the reader's to refuse. */
  readonly header: string;
  readonly payload: string;
  /** The octets that are signed, and the signature. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Takes a compact JWS apart: three parts in the one spelling of base64url, and nothing else.
 * @param longest most characters it may have
 */
export function readCompactJws(text: string, longest: number): CompactJws | undefined {
  const [header = "", payload = "", signature = "", ...more] = text.length > longest ? [] : text.split(".");
  const [headerOctets, payloadOctets, signatureOctets] = [header, payload, signature].map(strictBase64Url);
  if (more.length > 0 || !headerOctets || !payloadOctets || !signatureOctets) return undefined;
  return {
    header: octetString(headerOctets),
    payload: octetString(payloadOctets),
    signed: asciiBytes(`${header}.${payload}`),
    signature: signatureOctets,
  };
}

/**
 * The members of a JSON object; none where the text is something else. Lenient: who reads a signed text this way writes
 * what was read again and compares, so that doubled and unknown members do not pass.
 */
export function jsonMembers(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
