import { verify } from "node:crypto";
import { decode, encode, Tagged } from "cborg";
import { certificateIn, type Signer } from "./signers.ts";

/** Header labels (RFC 9052 s3.1), the algorithm of Mozilla's signatures (RFC 9053 s2.1), and the tag of COSE_Sign. */
const [ALG, KID] = [1, 4];
const ES256 = -7;
const COSE_SIGN = 98;

const isOctets = (value: unknown): value is Uint8Array => value instanceof Uint8Array;
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Reads one CBOR item strictly; undefined for anything else. */
function item(octets: unknown): unknown {
  if (!isOctets(octets)) return undefined;
  try {
    const tags = Tagged.preserve(COSE_SIGN);
    return decode(octets, { useMaps: true, rejectDuplicateMapKeys: true, strict: true, tags });
  } catch {
    return undefined;
  }
}

/** The protected header, which has exactly these labels. */
function headerIn(octets: unknown, labels: readonly number[]): ReadonlyMap<unknown, unknown> | undefined {
  const map = item(octets);
  return map instanceof Map && map.size === labels.length && labels.every((label) => map.has(label)) ? map : undefined;
}

const isEmpty = (value: unknown) => value instanceof Map && value.size === 0;

/**
 * Verifies a COSE_Sign message (RFC 9052 s4.1) with a detached payload as Mozilla makes it: one ES256 signature, whose
 * key identifier is the signer's certificate; that of the message is the list of those above it.
 * @returns who signed; undefined when it does not verify or has another form
 */
export function verifyCoseSign(message: Uint8Array, payload: Uint8Array): Signer | undefined {
  const tagged = item(message);
  const parts: unknown = tagged instanceof Tagged && tagged.tag === COSE_SIGN ? tagged.value : undefined;
  if (!isList(parts) || parts.length !== 4) return undefined;
  const [bodyHeader, bodyRest, content, signatures] = parts;
  const others = headerIn(bodyHeader, [KID])?.get(KID);
  if (!isEmpty(bodyRest) || content !== null || !isList(others) || !isList(signatures) || signatures.length !== 1)
    return undefined;
  const [one] = signatures;
  if (!isList(one) || one.length !== 3) return undefined;
  const [header, rest, signature] = one;
  const said = headerIn(header, [ALG, KID]);
  const der = said?.get(KID);
  const certificate = isOctets(der) ? certificateIn(der) : undefined;
  if (said?.get(ALG) !== ES256 || !isEmpty(rest) || !isOctets(signature) || certificate === undefined) return undefined;
  const { publicKey: key } = certificate;
  if (key.asymmetricKeyDetails?.namedCurve !== "prime256v1") return undefined;
  // Mozilla's signatures have null where RFC 9052 s4.4 has an empty string for external data, and Firefox reads it so.
  const input = encode(["Signature", bodyHeader, header, null, payload]);
  if (!verify("sha256", input, { key, dsaEncoding: "ieee-p1363" }, signature)) return undefined;
  return { certificate, others: others.flatMap((octets) => (isOctets(octets) ? (certificateIn(octets) ?? []) : [])) };
}
