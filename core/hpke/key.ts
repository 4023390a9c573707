import { asciiBytes, strictBase64Url, toBase64Url } from "../canonical/encoding.ts";

/** The two kinds of keys: X25519 for everybody, and X-Wing (X25519 with ML-KEM-768) where both sides asked for it. */
export type KeyKind = "x25519" | "x-wing";

/** Octets of a public key (RFC 9180 s7.1; draft-ietf-hpke-pq). */
const PUBLIC_OCTETS: Readonly<Record<KeyKind, number>> = { x25519: 32, "x-wing": 1216 };

/** The name that JWKs of X-Wing keys carry; it is that of the one algorithm they are used with. */
export const XWING_ALG = "HPKE-10-KE";

/** A public key that content is sealed to. */
export interface SealingKey {
  readonly kind: KeyKind;
  /** RFC 7638 thumbprint: 43 characters of base64url. */
  readonly kid: string;
  readonly octets: Uint8Array;
}

/** A private key as the platform holds it; `address` is the one address it belongs to (E2E-16). */
export type OpeningKey = { readonly kid: string; readonly address: string } & (
  | { readonly kind: "x25519"; readonly pair: CryptoKeyPair }
  /** The seed of 32 octets is handed out for the moment of its use only: no platform keeps X-Wing keys itself. */
  | { readonly kind: "x-wing"; readonly seed: () => Promise<Uint8Array> }
);

/** u-coordinates, little-endian with the top bit cleared, whose multiples are all zero (RFC 7748 s6.1; E2E-08). */
const SMALL_ORDER_U: readonly (readonly number[])[] = [
  [0],
  [1],
  [
    0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09, 0x8d,
    0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00,
  ],
  [
    0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04, 0x44, 0x5c,
    0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57,
  ],
  ...[0xec, 0xed, 0xee].map((low) => [low, ...new Array<number>(30).fill(0xff), 0x7f]),
];

/** Whether 32 octets are one of the seven points, in either spelling of the top bit, that fix the shared secret. */
export function isSmallOrder(point: Uint8Array): boolean {
  const u = Uint8Array.from(point);
  u[31] = (u[31] ?? 0) & 0x7f;
  return SMALL_ORDER_U.some((octets) => u.every((octet, at) => octet === (octets[at] ?? 0)));
}

/** A public key from its octets; undefined for a wrong length or a point of small order. */
export async function sealingKey(kind: KeyKind, octets: Uint8Array): Promise<SealingKey | undefined> {
  if (octets.length !== PUBLIC_OCTETS[kind]) return undefined;
  // In X-Wing the last 32 octets are the X25519 key.
  if (isSmallOrder(octets.subarray(octets.length - 32))) return undefined;
  return { kind, octets, kid: await thumbprint(kind, octets) };
}

/** The kid of a public key: base64url SHA-256 of the required JWK members in lexical order (RFC 7638 s3). */
async function thumbprint(kind: KeyKind, octets: Uint8Array): Promise<string> {
  const text = JSON.stringify(
    kind === "x25519"
      ? { crv: "X25519", kty: "OKP", x: toBase64Url(octets) }
      : { alg: XWING_ALG, kty: "AKP", pub: toBase64Url(octets) },
  );
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(asciiBytes(text)))));
}

/** The members of the public JWK: RFC 8037 for X25519, `AKP` of draft-ietf-cose-dilithium for X-Wing. */
export function publicJwk({ kind, octets, kid }: SealingKey): Readonly<Record<string, string>> {
  return kind === "x25519"
    ? { kty: "OKP", crv: "X25519", x: toBase64Url(octets), use: "enc", kid }
    : { kty: "AKP", alg: XWING_ALG, pub: toBase64Url(octets), use: "enc", kid };
}

/**
 * Reads a public key out of a JWK; its `kid`, if there is one, must be the thumbprint, or two programs would give one
 * key two names.
 */
export async function readJwk(jwk: ReadonlyMap<string, unknown>): Promise<SealingKey | undefined> {
  const kind = kindOf(jwk);
  const text = jwk.get(kind === "x25519" ? "x" : "pub");
  const octets = typeof text === "string" ? strictBase64Url(text) : undefined;
  const key = kind === undefined || octets === undefined ? undefined : await sealingKey(kind, octets);
  const use = jwk.get("use") ?? "enc";
  return use === "enc" && (jwk.get("kid") ?? key?.kid) === key?.kid ? key : undefined;
}

function kindOf(jwk: ReadonlyMap<string, unknown>): KeyKind | undefined {
  if (jwk.get("kty") === "OKP" && jwk.get("crv") === "X25519") return "x25519";
  return jwk.get("kty") === "AKP" && jwk.get("alg") === XWING_ALG ? "x-wing" : undefined;
}

/** Octets of a private key: an X25519 scalar or an X-Wing seed. */
const PRIVATE_OCTETS = 32;

/**
 * A private key for use, from its octets: for those who must hold keys themselves (the command line), and for restoring
 * a backup. The X25519 key it gives cannot be exported again.
 * @returns undefined for octets that are no such key
 */
export async function openingKey(
  kind: KeyKind,
  secret: Uint8Array,
  key: SealingKey,
  address: string,
): Promise<OpeningKey | undefined> {
  if (secret.length !== PRIVATE_OCTETS || key.kind !== kind) return undefined;
  const { kid } = key;
  if (kind === "x-wing") return { kind, kid, address, seed: async () => secret };
  try {
    const jwk = { kty: "OKP", crv: "X25519", x: toBase64Url(key.octets), d: toBase64Url(secret) };
    const privateKey = await crypto.subtle.importKey("jwk", jwk, "X25519", false, ["deriveBits"]);
    return { kind, kid, address, pair: { privateKey, publicKey: await importX25519(key.octets) } };
  } catch {
    return undefined;
  }
}

/** A raw X25519 public key for WebCrypto. */
export function importX25519(octets: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", Uint8Array.from(octets), "X25519", true, []);
}
