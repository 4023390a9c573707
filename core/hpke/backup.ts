import { argon2id } from "hash-wasm";
import { asciiBytes, strictBase64, toBase64 } from "../canonical/encoding.ts";
import { decryptContent, encryptContent } from "./content.ts";
import { readKeySet, type SecretKey, writeKeySet } from "./key-set.ts";
import { membersOf, parseMembers } from "./members.ts";
import type { Random } from "./suite.ts";

/** Names the format; it is authenticated with the parameters. */
const FORMAT = "countersign-sealing-keys/1";

/** Argon2id: RFC 9106 s4, second recommended option. About half a second. */
const COST = { memory: 65_536, passes: 3, lanes: 4 } as const;
/** Cost that a foreign file may ask for at most: memory in KiB. */
const MOST = { memory: 1_048_576, passes: 16, lanes: 16 } as const;

const SALT_OCTETS = 16;
const IV_OCTETS = 12;
const TAG_OCTETS = 16;
const KEY_OCTETS = 32;

interface Parameters {
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: Uint8Array;
  readonly iv: Uint8Array;
}

/** Why a backup gives no keys. A wrong passphrase and a damaged file look alike. */
export interface BackupError {
  readonly fault: "format" | "passphrase";
}

/**
 * Wraps private keys with a passphrase: Argon2id (RFC 9106), then A256GCM over the JWK Set. The only form in which
 * private keys leave the program (E2E-13).
 * @throws where the platform allows no WebAssembly
 */
export async function wrapKeys(keys: readonly SecretKey[], passphrase: string, random: Random): Promise<string> {
  const parameters: Parameters = { ...COST, salt: random(SALT_OCTETS), iv: random(IV_OCTETS) };
  const wrappingKey = await deriveKey(passphrase, parameters);
  const plaintext = new TextEncoder().encode(writeKeySet(keys));
  const { ciphertext, tag } = await encryptContent(plaintext, wrappingKey, parameters.iv, headOctets(parameters));
  const sealed = new Uint8Array(ciphertext.length + tag.length);
  sealed.set(ciphertext);
  sealed.set(tag, ciphertext.length);
  return JSON.stringify({ ...headOf(parameters), ciphertext: toBase64(sealed) }, null, 1);
}

/** Opens what {@link wrapKeys} made. Total, but for a platform without WebAssembly, where it throws. */
export async function unwrapKeys(text: string, passphrase: string): Promise<readonly SecretKey[] | BackupError> {
  const read = readBackup(text);
  if (read === undefined) return { fault: "format" };
  const { parameters, sealed } = read;
  const wrappingKey = await deriveKey(passphrase, parameters);
  const border = sealed.length - TAG_OCTETS;
  const content = { iv: parameters.iv, ciphertext: sealed.subarray(0, border), tag: sealed.subarray(border) };
  const plaintext = await decryptContent(content, wrappingKey, headOctets(parameters));
  if (plaintext === undefined) return { fault: "passphrase" };
  return (await readKeySet(new TextDecoder().decode(plaintext))) ?? { fault: "format" };
}

/** Whether a text calls itself such a backup. */
export function isBackup(text: string): boolean {
  return text.length < 256 * 1024 && text.includes(`"${FORMAT}"`);
}

/** One text, however it is typed: NFC, as RFC 8265 s4.2 has it. */
function deriveKey(passphrase: string, { memory, passes, lanes, salt }: Parameters): Promise<Uint8Array> {
  return argon2id({
    password: passphrase.normalize("NFC"),
    salt,
    parallelism: lanes,
    iterations: passes,
    memorySize: memory,
    hashLength: KEY_OCTETS,
    outputType: "binary",
  });
}

function headOf({ memory, passes, lanes, salt, iv }: Parameters) {
  const kdf = { name: "argon2id", memory, passes, lanes, salt: toBase64(salt) };
  return { format: FORMAT, kdf, cipher: "A256GCM", iv: toBase64(iv) };
}

const headOctets = (parameters: Parameters) => asciiBytes(JSON.stringify(headOf(parameters)));

function readBackup(text: string): { parameters: Parameters; sealed: Uint8Array } | undefined {
  const top = parseMembers(text);
  const kdf = membersOf(top.get("kdf"));
  if (top.get("format") !== FORMAT || top.get("cipher") !== "A256GCM" || kdf.get("name") !== "argon2id")
    return undefined;
  const within = (name: keyof typeof MOST, least: number) => {
    const value = kdf.get(name);
    return typeof value === "number" && Number.isInteger(value) && value >= least && value <= MOST[name] ? value : 0;
  };
  const [lanes, passes] = [within("lanes", 1), within("passes", 1)];
  const memory = within("memory", 8 * Math.max(1, lanes));
  const [salt, iv, sealed] = [kdf.get("salt"), top.get("iv"), top.get("ciphertext")].map(octetsOf);
  if (lanes === 0 || passes === 0 || memory === 0 || salt === undefined || sealed === undefined) return undefined;
  if (salt.length < 8 || iv?.length !== IV_OCTETS || sealed.length <= TAG_OCTETS) return undefined;
  return { parameters: { memory, passes, lanes, salt, iv }, sealed };
}

const octetsOf = (value: unknown) => (typeof value === "string" ? strictBase64(value) : undefined);
