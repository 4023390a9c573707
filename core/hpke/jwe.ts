import { strictBase64Url } from "../canonical/encoding.ts";
import { MAX_SEALED_RECIPIENTS } from "../limits.ts";
import { octetText } from "../message/octets.ts";
import type { KeyKind } from "./key.ts";
import { membersOf, parseMembers } from "./members.ts";

/** One recipient, the content encrypted by HPKE itself: `HPKE-4` (Integrated Encryption). */
export interface IntegratedJwe {
  readonly kind: "integrated";
  readonly protectedHeader: string;
  readonly aad: string;
  readonly kid: string;
  readonly enc: Uint8Array;
  /** Octets of its base64url text. */
  readonly ciphertext: Uint8Array;
}

/** One entry of `recipients`. */
export interface JweRecipient {
  readonly kid: string;
  readonly ek: Uint8Array;
  readonly encryptedKey: Uint8Array;
}

/** A content encryption key for A256GCM, encrypted to each recipient: `HPKE-4-KE` and `HPKE-10-KE`. */
export interface KeyEncryptionJwe {
  readonly kind: "key-encryption";
  readonly keys: KeyKind;
  readonly protectedHeader: string;
  readonly aad: string;
  readonly recipients: readonly JweRecipient[];
  readonly iv: Uint8Array;
  readonly tag: Uint8Array;
  /** Octets of its base64url text. */
  readonly ciphertext: Uint8Array;
}

export type Jwe = IntegratedJwe | KeyEncryptionJwe;

/** `duplicate` is a JWE that two readers could open for two people; everything else not of T25 is unsupported (U25). */
export type ReadJwe = Jwe | { readonly kind: "unsupported" } | { readonly kind: "duplicate" };

/** The algorithms of the two profiles that encrypt a content key. */
export const KEY_ALGORITHMS: ReadonlyMap<string, KeyKind> = new Map([
  ["HPKE-4-KE", "x25519"],
  ["HPKE-10-KE", "x-wing"],
]);
export const CONTENT_ALGORITHM = "A256GCM";
const INTEGRATED_ALGORITHM = "HPKE-4";

const UNSUPPORTED: ReadJwe = { kind: "unsupported" };
const IV_OCTETS = 12;
const TAG_OCTETS = 16;

type Members = ReadonlyMap<string, unknown>;

/**
 * Reads a JWE in JSON serialisation, in exactly the two forms of T25: `crit`, `zip`, `psk_id`, other algorithms and
 * every unknown member are unsupported, never skipped (E2E-09). Total.
 * @param octets ASCII; the ciphertext may be of any length
 */
export function readJwe(octets: Uint8Array): ReadJwe {
  const cut = cutCiphertext(octets);
  if (cut === undefined) return UNSUPPORTED;
  const members = parseMembers(cut.rest);
  const [protectedHeader, aad] = [members.get("protected"), members.get("aad")];
  if (typeof protectedHeader !== "string" || typeof aad !== "string") return UNSUPPORTED;
  const headerOctets = strictBase64Url(protectedHeader);
  if (headerOctets === undefined) return UNSUPPORTED;
  const header = parseMembers(new TextDecoder().decode(headerOctets));
  const common = { protectedHeader, aad, ciphertext: cut.ciphertext };
  return readIntegrated(members, header, common) ?? readKeyEncryption(members, header, common) ?? UNSUPPORTED;
}

type Common = Pick<Jwe, "protectedHeader" | "aad" | "ciphertext">;

function readIntegrated(members: Members, header: Members, common: Common): IntegratedJwe | undefined {
  if (!hasExactly(members, ["protected", "aad", "encrypted_key", "ciphertext"])) return undefined;
  const kid = header.get("kid");
  const enc = octetsOf(members.get("encrypted_key"));
  if (!hasExactly(header, ["alg", "kid"]) || header.get("alg") !== INTEGRATED_ALGORITHM) return undefined;
  return isKid(kid) && enc !== undefined ? { kind: "integrated", ...common, kid, enc } : undefined;
}

function readKeyEncryption(members: Members, header: Members, common: Common): ReadJwe | undefined {
  if (!hasExactly(members, ["protected", "aad", "recipients", "iv", "ciphertext", "tag"])) return undefined;
  const keys = KEY_ALGORITHMS.get(String(header.get("alg")));
  if (!hasExactly(header, ["alg", "enc"]) || header.get("enc") !== CONTENT_ALGORITHM) return undefined;
  const [iv, tag] = [octetsOf(members.get("iv")), octetsOf(members.get("tag"))];
  const list: unknown = members.get("recipients");
  if (keys === undefined || iv?.length !== IV_OCTETS || tag?.length !== TAG_OCTETS) return undefined;
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_SEALED_RECIPIENTS) return undefined;
  const recipients = list.flatMap((item: unknown) => readRecipient(item) ?? []);
  if (recipients.length < list.length) return undefined;
  if (new Set(recipients.map(({ kid }) => kid)).size < recipients.length) return { kind: "duplicate" };
  return { kind: "key-encryption", keys, ...common, recipients, iv, tag };
}

function readRecipient(item: unknown): JweRecipient | undefined {
  const members = membersOf(item);
  const header = membersOf(members.get("header"));
  if (!hasExactly(members, ["header", "encrypted_key"]) || !hasExactly(header, ["kid", "ek"])) return undefined;
  const kid = header.get("kid");
  const [ek, encryptedKey] = [octetsOf(header.get("ek")), octetsOf(members.get("encrypted_key"))];
  return isKid(kid) && ek !== undefined && encryptedKey !== undefined ? { kid, ek, encryptedKey } : undefined;
}

const CIPHERTEXT = /"ciphertext"[ \t\r\n]*:[ \t\r\n]*"/g;
/** Its longest spelling, with more white space than anybody writes. */
const LONGEST = 1024;
const [QUOTE, COLON] = [0x22, 0x3a];

/**
 * Takes the ciphertext out, so that the rest is short enough to be read strictly, and as octets, since a string of that
 * size costs more than the cipher. A second member of that name stays, and is found there.
 */
function cutCiphertext(octets: Uint8Array): { readonly rest: string; readonly ciphertext: Uint8Array } | undefined {
  const text = octetText(octets);
  const member = text.search(CIPHERTEXT, LONGEST, 0, octets.length);
  if (member < 0) return undefined;
  const start = octets.indexOf(QUOTE, octets.indexOf(COLON, member)) + 1;
  const end = octets.indexOf(QUOTE, start);
  if (end < 0) return undefined;
  return { rest: text.slice(0, start) + text.slice(end, octets.length), ciphertext: octets.subarray(start, end) };
}

const hasExactly = (members: Members, names: readonly string[]) =>
  members.size === names.length && names.every((name) => members.has(name));

const octetsOf = (value: unknown) => (typeof value === "string" ? strictBase64Url(value) : undefined);

/** A thumbprint (RFC 7638): nothing else names a key here. */
const isKid = (value: unknown): value is string => typeof value === "string" && /^[A-Za-z0-9_-]{43}$/.test(value);
