import assert from "node:assert/strict";
import { toHex } from "../../core/canonical/encoding.ts";
import { type Certificate, readCertificate } from "../../core/x509/certificate.ts";
import { readPem } from "../../core/x509/pem.ts";

/** Reads a certificate that must be readable. */
export function certificate(der: Uint8Array): Certificate {
  const read = readCertificate(der);
  assert.ok(read.kind === "certificate", read.kind === "fault" ? read.code : "");
  return read;
}

/** The DER of the first block. */
export function pemOctets(text: string): Uint8Array {
  const [block] = readPem(text) ?? [];
  assert.ok(block, "no PEM");
  return block.octets;
}

/** Replaces some octets wherever they occur. */
export function patched(octets: Uint8Array, find: Uint8Array, replace: Uint8Array): Uint8Array {
  assert.equal(find.length, replace.length);
  const hex = toHex(octets);
  assert.ok(hex.includes(toHex(find)), "nothing to replace");
  return new Uint8Array(Buffer.from(hex.replaceAll(toHex(find), toHex(replace)), "hex"));
}

/** What becomes of octets: `certificate`, or why not. */
export const code = (octets: Uint8Array) => {
  const read = readCertificate(octets);
  return read.kind === "fault" ? read.code : "certificate";
};
