import { strictHex64 } from "../canonical/encoding.ts";
import type { CertificatePin } from "../knowledge.ts";
import { type Certificate, fingerprint, keyFingerprint } from "./certificate.ts";

/**
 * How a certificate compares with the one that is pinned: `same`; `renewed` is another certificate for the same key;
 * `changed` is another key, which the user must decide about (X5-01).
 */
export type PinComparison = "same" | "renewed" | "changed";

/** Pins a certificate at first contact. */
export function makePin(certificate: Certificate, now: number): CertificatePin {
  return { v: 1, certificate: fingerprint(certificate), key: keyFingerprint(certificate), since: now };
}

/** Compares without changing anything: the old pin stays until the user decides (X5-01). */
export function comparePin(pin: CertificatePin, certificate: Certificate): PinComparison {
  if (pin.key !== keyFingerprint(certificate)) return "changed";
  return pin.certificate === fingerprint(certificate) ? "same" : "renewed";
}

/** Reads a pin that was stored; undefined when it is none. */
export function readPin(value: unknown): CertificatePin | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(value));
  const [v, certificate, key, since] = ["v", "certificate", "key", "since"].map((name) => members.get(name));
  if (v !== 1 || typeof certificate !== "string" || typeof key !== "string") return undefined;
  if (!strictHex64(certificate) || !strictHex64(key)) return undefined;
  return typeof since === "number" && Number.isSafeInteger(since) ? { v, certificate, key, since } : undefined;
}
