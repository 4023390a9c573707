import assert from "node:assert/strict";
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
