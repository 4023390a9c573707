import { strictBase64Url, toBase64Url } from "../canonical/encoding.ts";
import { MAX_SEALING_KEYS } from "../limits.ts";
import { type KeyKind, type OpeningKey, openingKey, publicJwk, readJwk, type SealingKey } from "./key.ts";
import { membersOf, parseMembers } from "./members.ts";
import { generateXWing } from "./suite.ts";

/** A private key outside a platform's key store, for as long as it must be: when it is made, backed up, restored. */
export interface SecretKey {
  readonly key: SealingKey;
  /** 32 octets: the X25519 scalar or the X-Wing seed. */
  readonly secret: Uint8Array;
  /** The addr-spec it belongs to, domain in A-labels. */
  readonly address: string;
  /** Epoch seconds. The newest key of an address is the one to publish; older ones are for reading only. */
  readonly created: number;
}

/** Makes a key pair. */
export async function generateSecretKey(kind: KeyKind, address: string, created: number): Promise<SecretKey> {
  const pair = kind === "x25519" ? await generateX25519() : await generateXWing();
  const key = await readJwk(new Map(Object.entries(pair.jwk)));
  if (key === undefined) throw new RangeError("the platform made no usable key");
  return { key, secret: pair.secret, address, created };
}

async function generateX25519() {
  const pair = await crypto.subtle.generateKey("X25519", true, ["deriveBits"]);
  if (!("privateKey" in pair)) throw new TypeError("no key pair");
  const { x, d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const secret = strictBase64Url(d ?? "");
  if (x === undefined || secret === undefined) throw new TypeError("no key pair");
  return { jwk: { kty: "OKP", crv: "X25519", x }, secret };
}

/** The keys as a JWK Set (RFC 7517 s5); `address` and `created` are members of our own. */
export function writeKeySet(keys: readonly SecretKey[]): string {
  const jwks = keys.map(({ key, secret, address, created }) => {
    const { kid, use, ...members } = publicJwk(key);
    return { ...members, [secretName(key.kind)]: toBase64Url(secret), use, kid, address, created };
  });
  return JSON.stringify({ keys: jwks }, null, 1);
}

/** RFC 8037 s2; draft-ietf-cose-dilithium. */
const secretName = (kind: KeyKind) => (kind === "x25519" ? "d" : "priv");

/**
 * Reads a JWK Set of private keys, all or nothing.
 * @returns undefined for anything else, and where a private half does not belong to its public one
 */
export async function readKeySet(text: string): Promise<readonly SecretKey[] | undefined> {
  const list: unknown = parseMembers(text).get("keys");
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_SEALING_KEYS) return undefined;
  const keys: SecretKey[] = [];
  for (const item of list) {
    const key = await readSecretKey(membersOf(item));
    if (key === undefined) return undefined;
    keys.push(key);
  }
  return keys;
}

async function readSecretKey(jwk: ReadonlyMap<string, unknown>): Promise<SecretKey | undefined> {
  const key = await readJwk(jwk);
  const text = key === undefined ? undefined : jwk.get(secretName(key.kind));
  const secret = typeof text === "string" ? strictBase64Url(text) : undefined;
  const [address, created] = [jwk.get("address"), jwk.get("created")];
  if (key === undefined || secret === undefined || typeof address !== "string" || address === "") return undefined;
  if (typeof created !== "number" || !Number.isSafeInteger(created)) return undefined;
  const made = { key, secret, address, created };
  return (await usableKey(made)) === undefined ? undefined : made;
}

/** The key as `openSealed` takes it; what the platform keeps of it cannot be exported again. */
export function usableKey({ key, secret, address }: SecretKey): Promise<OpeningKey | undefined> {
  return openingKey(key.kind, secret, key, address);
}
