import { concat } from "../../core/canonical/concat.ts";
import { latin1Bytes, toBase64 } from "../../core/canonical/encoding.ts";
import type { Published } from "../../core/dns/records/published.ts";
import { makeKey } from "./signer.ts";

/** Base64 of a fresh Ed25519 public key. */
export const TEST_KEY: Promise<string> = makeKey(".", 15).then(({ record }) => toBase64(record.data.subarray(4)));

/** The RDATA of a TXT record with these character-strings. */
export function txtData(...strings: readonly string[]): Uint8Array {
  return concat(strings.flatMap((text) => [Uint8Array.of(text.length), latin1Bytes(text)]));
}

/** A proven answer that holds these records. */
export const proven = (...records: readonly Uint8Array[]) => ({ state: "SECURE" as const, records, wildcard: false });

/** What became of a published record: `found`, `absent`, `unproven`, or the fault. */
export const kindOf = <T>(read: Published<T>): string => (read.kind === "unusable" ? read.fault : read.kind);
