import { asciiBytes } from "../canonical/encoding.ts";
import { sign, verifySignature } from "../crypto/signature.ts";
import { octetString } from "../message/octets.ts";
import { readCbor, writeCbor } from "./cbor.ts";
import { isLabel } from "./grammar.ts";

/** A COSE_Sign1 of T09. */
export interface Sign1 {
  readonly kind: "sign1";
  /** The name of the key: one lower-case LDH label (T10). */
  readonly kid: string;
  readonly protectedHeader: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/** What stands in a `cose=` value: U09 tells what is unsupported from what is malformed. */
export type ReadSign1 = Sign1 | { readonly kind: "unsupported" } | { readonly kind: "malformed" };

const MALFORMED: ReadSign1 = { kind: "malformed" };
const UNSUPPORTED: ReadSign1 = { kind: "unsupported" };

/** Labels and values of RFC 9052 s3.1 and RFC 9053 s2.2. */
const ALG = 1;
const KID = 4;
const EDDSA = -8;

/** Separates signatures of envelopes from those of bounces, and both from all others (T13). */
export type Purpose = "MAP-envelope-v1" | "MAP-dsn-v1";

/**
 * Reads an untagged COSE_Sign1 (RFC 9052 s4.2) in the one form of T09: deterministic CBOR, protected {1: -8, 4: kid},
 * nothing unprotected, payload attached, 64 octets of signature.
 */
export function readSign1(octets: Uint8Array): ReadSign1 {
  const parts = readCbor(octets);
  if (!Array.isArray(parts) || parts.length !== 4) return MALFORMED;
  const [protectedHeader, unprotected, payload, signature]: unknown[] = parts;
  if (!(unprotected instanceof Map) || unprotected.size > 0) return MALFORMED;
  if (!(protectedHeader instanceof Uint8Array) || !(payload instanceof Uint8Array)) return MALFORMED;
  const header = readCbor(protectedHeader);
  if (!(header instanceof Map) || !header.has(ALG)) return MALFORMED;
  if (header.get(ALG) !== EDDSA || [...header.keys()].some((name) => name !== ALG && name !== KID)) return UNSUPPORTED;
  const kid = textOf(header.get(KID));
  if (kid === undefined || !isLabel(kid)) return MALFORMED;
  if (!(signature instanceof Uint8Array) || signature.length !== 64) return MALFORMED;
  return { kind: "sign1", kid, protectedHeader, payload, signature };
}

/** Checks the signature with a raw Ed25519 key; true only when it is. */
export async function verifySign1(object: Sign1, purpose: Purpose, key: Uint8Array): Promise<boolean> {
  const input = signatureInput(object.protectedHeader, purpose, object.payload);
  return (await verifySignature("ed25519", key, input, object.signature)) === true;
}

/** Makes a COSE_Sign1 over a payload. */
export async function makeSign1(
  payload: Uint8Array,
  purpose: Purpose,
  key: { readonly id: string; readonly privateKey: Uint8Array },
): Promise<Uint8Array> {
  const protectedHeader = writeCbor(
    new Map<number, number | Uint8Array>([
      [ALG, EDDSA],
      [KID, asciiBytes(key.id)],
    ]),
  );
  const signature = await sign("ed25519", key.privateKey, signatureInput(protectedHeader, purpose, payload));
  return writeCbor([protectedHeader, new Map(), payload, signature]);
}

/** The Sig_structure (RFC 9052 s4.4). */
export function signatureInput(protectedHeader: Uint8Array, purpose: Purpose, payload: Uint8Array): Uint8Array {
  return writeCbor(["Signature1", protectedHeader, asciiBytes(purpose), payload]);
}

function textOf(octets: unknown): string | undefined {
  return octets instanceof Uint8Array ? octetString(octets) : undefined;
}
