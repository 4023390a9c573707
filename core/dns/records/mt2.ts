import { toBase64 } from "../../canonical/encoding.ts";
import { MAX_CERTIFICATE_OCTETS } from "../../limits.ts";
import type { Question } from "../message.ts";
import { nameOf } from "../names.ts";
import { uint16 } from "../octets.ts";
import { TYPE } from "../types.ts";
import type { Lookup } from "../validate.ts";
import type { Published } from "./published.ts";

/** CERT type PKIX (RFC 4398 s2.1). */
const PKIX = 1;

/** Where an issuer publishes its own certificate: CERT and TLSA at `_mt2.<issuer>` (T44). */
export function mt2Questions(issuer: string): readonly Question[] {
  const name = nameOf(`_mt2.${issuer}`);
  return name === undefined ? [] : [TYPE.CERT, TYPE.TLSA].map((type) => ({ name, type }));
}

/**
 * The certificates of a CERT or TLSA answer as base64 DER: CERT of type 1, TLSA 2 0 0 (T44); records of other kinds are
 * other people's.
 */
export function readMt2Certificates({
  question,
  state,
  records,
  wildcard,
}: Pick<Lookup, "question" | "state" | "records" | "wildcard">): Published<readonly string[]> {
  if (state !== "SECURE") return { kind: "unproven" };
  const read = question.type === TYPE.CERT ? ofCert : ofTlsa;
  const found = records.map(read).filter((der) => der !== undefined);
  if (found.length === 0) return { kind: "absent" };
  if (wildcard) return { kind: "unusable", fault: "wildcard" };
  if (found.some((der) => der.length === 0 || der.length > MAX_CERTIFICATE_OCTETS))
    return { kind: "unusable", fault: "malformed" };
  return { kind: "found", value: found.map(toBase64) };
}

/** RFC 4398 s2: type, key tag, algorithm, certificate. */
function ofCert(data: Uint8Array): Uint8Array | undefined {
  return data.length >= 5 && uint16(data, 0) === PKIX ? data.subarray(5) : undefined;
}

/** RFC 6698 s2.1: usage 2 (trust anchor), selector 0 (whole certificate), matching 0 (the octets themselves). */
function ofTlsa(data: Uint8Array): Uint8Array | undefined {
  return data.length >= 3 && data[0] === 2 && data[1] === 0 && data[2] === 0 ? data.subarray(3) : undefined;
}
