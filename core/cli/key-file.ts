import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { OrganisationKey, SignatureAlgorithm } from "../knowledge.ts";
import { Failure } from "./failure.ts";
import { readableByOthers, readText } from "./files.ts";

/** Marks the format; a later one gets another number. */
const FORMAT = "countersign-key/1";

/** A key file: one JSON object. The public half has no `private` member and is what trust records are made from. */
export interface KeyFile extends OrganisationKey {
  readonly format: typeof FORMAT;
  readonly org_id: string;
  /** The one address whose key this is (`ipp keygen`); absent for a key of the whole organisation. */
  readonly address?: string;
  /** PKCS#8 as PEM (RFC 7468), encrypted when made with a passphrase (PBES2, RFC 8018). */
  readonly private?: string;
}

/** Names of key types on the command line (`--type`). */
export const KEY_TYPES: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  ["ed25519", "ed25519"],
  ["p256", "ecdsa-p256-sha256"],
  ["rsa", "rsa-pss-sha256"],
]);
const RSA_BITS = 3072;

/** What a new key is for; times are RFC 3339 UTC. */
export type KeyNames = Pick<KeyFile, "org_id" | "kid" | "notBefore" | "notAfter" | "address">;

/** Makes a key pair; the private half is encrypted if there is a passphrase. */
export function generateKey(alg: SignatureAlgorithm, names: KeyNames, passphrase?: string): KeyFile {
  const { privateKey, publicKey } = newPair(alg);
  const pem = privateKey.export(
    passphrase === undefined
      ? { type: "pkcs8", format: "pem" }
      : { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase },
  );
  return { format: FORMAT, ...names, alg, key: publicOctets(alg, publicKey).toString("base64"), private: String(pem) };
}

/** The half that may be given away. */
export function publicHalf({ private: _, ...rest }: KeyFile): KeyFile {
  return rest;
}

function newPair(alg: SignatureAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (alg === "ed25519") return generateKeyPairSync("ed25519");
  if (alg === "ecdsa-p256-sha256") return generateKeyPairSync("ec", { namedCurve: "P-256" });
  return generateKeyPairSync("rsa", { modulusLength: RSA_BITS, publicExponent: 65537 });
}

/** The octets that `key` and `p` carry (G25). */
function publicOctets(alg: SignatureAlgorithm, key: KeyObject): Buffer {
  const spki = key.export({ type: "spki", format: "der" });
  if (alg === "rsa-pss-sha256") return spki;
  // A SubjectPublicKeyInfo of these two ends with the raw key (RFC 8410 section 4, RFC 5480 section 2.2).
  return spki.subarray(spki.length - (alg === "ed25519" ? 32 : 65));
}

/**
 * Reads a key file.
 * @throws Failure `FILE_UNREADABLE`, `KEY_FILE`
 */
export function readKeyFile(path: string): KeyFile {
  const bad = (what: string) => new Failure("KEY_FILE", `${path} is not a key file: ${what}`);
  let value: unknown;
  try {
    value = JSON.parse(readText(path));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw bad("it is not JSON");
  }
  if (typeof value !== "object" || value === null) throw bad("it is not a JSON object");
  const members = new Map<string, unknown>(Object.entries(value));
  if (members.get("format") !== FORMAT) throw bad(`"format" is not "${FORMAT}"`);
  const text = (name: string): string => {
    const found = members.get(name);
    if (typeof found !== "string" || found === "") throw bad(`"${name}" is missing`);
    return found;
  };
  const optional = <const N extends string>(name: N) =>
    members.has(name) ? ({ [name]: text(name) } as { readonly [K in N]: string }) : undefined;
  const alg = [...KEY_TYPES.values()].find((a) => a === members.get("alg"));
  if (alg === undefined) throw bad(`"alg" is none of ${[...KEY_TYPES.values()].join(", ")}`);
  return {
    format: FORMAT,
    org_id: text("org_id"),
    kid: text("kid"),
    alg,
    key: text("key"),
    ...optional("address"),
    ...optional("notBefore"),
    ...optional("notAfter"),
    ...optional("private"),
  };
}

/** A key ready for signing. */
export interface SigningKey {
  readonly file: KeyFile;
  readonly pkcs8: Uint8Array;
}

/**
 * Reads a key file with its private half.
 * @throws Failure `KEY_FILE`, `PASSPHRASE`, `KEY_READABLE_BY_OTHERS`, `KEY_UNUSABLE`
 */
export function readSigningKey(path: string, passphrase: string | undefined): SigningKey {
  const file = readKeyFile(path);
  if (file.private === undefined) {
    throw new Failure("KEY_FILE", `${path} holds the public half only`, "Name the file that keygen wrote first.");
  }
  if (readableByOthers(path)) {
    throw new Failure("KEY_READABLE_BY_OTHERS", `${path} can be read by other users`, `chmod 600 ${path}`);
  }
  const encrypted = file.private.includes("BEGIN ENCRYPTED PRIVATE KEY");
  if (encrypted && passphrase === undefined) {
    throw new Failure("PASSPHRASE", `${path} is locked with a passphrase`, "Give --passphrase-file FILE.");
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: file.private, ...(encrypted && passphrase !== undefined ? { passphrase } : {}) });
  } catch (error) {
    if (encrypted) throw new Failure("PASSPHRASE", `the passphrase does not open ${path}`, undefined, error);
    throw new Failure("KEY_FILE", `${path} is not a key file: "private" is no PKCS#8 key`, undefined, error);
  }
  if (typeOf(key) !== file.alg || publicOctets(file.alg, createPublicKey(key)).toString("base64") !== file.key) {
    throw new Failure("KEY_UNUSABLE", `${path}: the private half does not belong to "key" and "alg"`);
  }
  return { file, pkcs8: new Uint8Array(key.export({ type: "pkcs8", format: "der" })) };
}

function typeOf(key: KeyObject): SignatureAlgorithm | undefined {
  if (key.asymmetricKeyType === "ed25519") return "ed25519";
  if (key.asymmetricKeyType === "rsa") return "rsa-pss-sha256";
  return key.asymmetricKeyDetails?.namedCurve === "prime256v1" ? "ecdsa-p256-sha256" : undefined;
}

/** The first line of a passphrase file, or the variable `COUNTERSIGN_PASSPHRASE`. */
export function readPassphrase(file: string | undefined): string | undefined {
  if (file === undefined) return process.env.COUNTERSIGN_PASSPHRASE;
  const line = readText(file).split(/\r?\n/)[0] ?? "";
  if (line === "") throw new Failure("PASSPHRASE", `${file} has no passphrase in its first line`);
  return line;
}
