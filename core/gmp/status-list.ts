import { asciiBytes, strictBase64, toBase64Url } from "../canonical/encoding.ts";
import { jsonMembers, readCompactJws } from "../canonical/jws.ts";
import { sign, verifySignature } from "../crypto/signature.ts";
import type { OrganisationKey } from "../knowledge.ts";
import { MAX_STATUS_LIST_TEXT } from "../limits.ts";
import { isDomain, isKid, isRid } from "./grammar.ts";

/** Names the format and keeps its signatures apart from those of every other JWS. */
const FORMAT = "gmp-status/1";

/** What an organisation says about its own keys and receipts (G56). Entries are never taken back. */
export interface StatusList {
  readonly orgId: string;
  /** Rises with every issue. */
  readonly serial: number;
  /** Epoch seconds. */
  readonly issued: number;
  readonly expires: number;
  /** Revoked keys and receipts. */
  readonly kids: readonly string[];
  readonly rids: readonly string[];
}

/** Why a list cannot be made. */
export type StatusListFault = "org_id" | "serial" | "times" | "kids" | "rids" | "kid" | "too-long";

/**
 * Makes a signed status list: a compact JWS (RFC 7515 s3.1), EdDSA, over JSON in the form of RFC 8785.
 * @param key Ed25519; the private key as PKCS #8
 * @returns the JWS, or what is wrong with the list
 */
export async function makeStatusList(
  list: StatusList,
  key: { readonly kid: string; readonly privateKey: Uint8Array },
): Promise<string | { readonly fault: StatusListFault }> {
  const fault = isKid(key.kid) ? faultOf(list) : "kid";
  if (fault !== undefined) return { fault };
  const signed = `${toBase64Url(asciiBytes(headerText(key.kid)))}.${toBase64Url(asciiBytes(payloadText(list)))}`;
  if (signed.length > MAX_STATUS_LIST_TEXT - 100) return { fault: "too-long" };
  return `${signed}.${toBase64Url(await sign("ed25519", key.privateKey, asciiBytes(signed)))}`;
}

/**
 * Reads a status list: signed by one of the keys given, about this organisation, and spelt in the one form there is.
 * Its age is not judged here.
 * @param keys active keys of the organisation, from the trust record or its zone (ST-03)
 */
export async function readStatusList(
  jws: string,
  orgId: string,
  keys: readonly OrganisationKey[],
): Promise<StatusList | undefined> {
  const parts = readCompactJws(jws, MAX_STATUS_LIST_TEXT);
  if (parts === undefined) return undefined;
  const signers = keys.filter((key) => key.alg === "ed25519" && parts.header === headerText(key.kid));
  const [signer] = signers;
  const octets = signer === undefined || signers.length > 1 ? undefined : strictBase64(signer.key);
  if (octets === undefined) return undefined;
  if ((await verifySignature("ed25519", octets, parts.signed, parts.signature)) !== true) return undefined;
  const list = readPayload(parts.payload);
  return list?.orgId === orgId ? list : undefined;
}

/** Whether a list may take the place of one kept before: serials only rise (ST-01). */
export function replaces(candidate: StatusList, kept: StatusList | undefined): boolean {
  return kept === undefined || candidate.serial > kept.serial;
}

function readPayload(text: string): StatusList | undefined {
  const { v, org_id, serial, iat, exp, kids, rids } = jsonMembers(text);
  if (v !== FORMAT || typeof org_id !== "string" || !isStrings(kids) || !isStrings(rids)) return undefined;
  if (typeof serial !== "number" || typeof iat !== "number" || typeof exp !== "number") return undefined;
  const list = { orgId: org_id, serial, issued: iat, expires: exp, kids, rids };
  // One spelling only: duplicate members, unknown members and other number forms do not survive the comparison.
  return faultOf(list) === undefined && payloadText(list) === text ? list : undefined;
}

function faultOf(list: StatusList): StatusListFault | undefined {
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
  if (!isDomain(list.orgId)) return "org_id";
  if (!isCount(list.serial)) return "serial";
  if (!isCount(list.issued) || !isCount(list.expires) || list.expires <= list.issued) return "times";
  if (!list.kids.every(isKid)) return "kids";
  return list.rids.every(isRid) ? undefined : "rids";
}

function headerText(kid: string): string {
  return JSON.stringify({ alg: "EdDSA", kid });
}

/** Members in RFC 8785 order. */
function payloadText(list: StatusList): string {
  const { expires, issued, kids, orgId, rids, serial } = list;
  return JSON.stringify({ exp: expires, iat: issued, kids, org_id: orgId, rids, serial, v: FORMAT });
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
