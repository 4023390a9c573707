import {
  generateSecretKey,
  type KeyKind,
  mapKeyText,
  type OpeningKey,
  openingKey,
  publicJwk,
  publishedAt,
  type SealingKey,
  type SecretKey,
  sealingKey,
  unwrapKeys,
  wrapKeys,
} from "../../core/index.ts";
import { database } from "../database.ts";
import { newestFirst, type StoredSealingKey, storedKeys } from "./stored-keys.ts";

/** What may be shown of a key. */
export type ShownSealingKey = Pick<StoredSealingKey, "kid" | "address" | "kind" | "created"> & {
  readonly newest: boolean;
  readonly hasBackup: boolean;
  /** The record that publishes it (T14): its name in the DNS, and its text. */
  readonly record: { readonly name: string; readonly text: string };
};

const random = (octets: number) => crypto.getRandomValues(new Uint8Array(octets));

/**
 * Makes a key for an address; an older one stays for reading. The backup is made now or never: afterwards nobody can
 * take the key out, this program included.
 * @param passphrase undefined: no backup
 * @returns the public key, to be published
 */
export async function makeSealingKey(
  address: string,
  kind: KeyKind,
  passphrase: string | undefined,
  now: number,
): Promise<SealingKey> {
  const secret = await generateSecretKey(kind, address, now);
  const backup = passphrase === undefined ? undefined : await wrapKeys([secret], passphrase, random);
  await keep(secret, backup);
  return secret.key;
}

async function keep(secret: SecretKey, backup: string | undefined): Promise<void> {
  const { key, address, created } = secret;
  const common = { kid: key.kid, address, kind: key.kind, created, publicOctets: key.octets };
  const guarded = key.kind === "x-wing" ? { seed: await encryptSeed(secret.secret) } : await guardedPair(secret);
  await (await database()).put("sealingKeys", { ...common, ...guarded, ...(backup !== undefined && { backup }) });
}

async function guardedPair({ key, secret, address }: SecretKey): Promise<{ readonly pair: CryptoKeyPair }> {
  const usable = await openingKey("x25519", secret, key, address);
  if (usable?.kind !== "x25519") throw new TypeError("the key does not fit its public half");
  return { pair: usable.pair };
}

async function encryptSeed(seed: Uint8Array) {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = random(12);
  return { key, iv, ciphertext: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, Uint8Array.from(seed)) };
}

/** The private keys of these addresses, the newest first: what `openSealed` takes (E2E-16). */
export async function openingKeys(addresses: readonly string[]): Promise<readonly OpeningKey[]> {
  return (await storedKeys(addresses)).flatMap(({ kid, address, pair, seed }): OpeningKey[] => {
    if (pair !== undefined) return [{ kind: "x25519", kid, address, pair }];
    if (seed === undefined) return [];
    const { key, iv, ciphertext } = seed;
    const decrypt = async () => new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, ciphertext));
    return [{ kind: "x-wing", kid, address, seed: decrypt }];
  });
}

/** The newest public key of an address: the one to publish, and the one that copies in Sent are sealed to. */
export async function newestSealingKey(address: string, kind: KeyKind): Promise<SealingKey | undefined> {
  const [newest] = (await storedKeys([address])).filter((key) => key.kind === kind);
  return newest && sealingKey(kind, newest.publicOctets);
}

/** Every key, for the options page. */
export async function listSealingKeys(): Promise<readonly ShownSealingKey[]> {
  const all = newestFirst(await (await database()).getAll("sealingKeys"));
  return Promise.all(
    all.map(async ({ kid, address, kind, created, backup, publicOctets }) => {
      const newest = all.find((key) => key.address === address && key.kind === kind)?.kid === kid;
      const { domain, id } = await publishedAt(address, kind);
      const record = { name: `${id}._mapkey.${domain}`, text: mapKeyText({ kind, kid, octets: publicOctets }) };
      return { kid, address, kind, created, newest, hasBackup: backup !== undefined, record };
    }),
  );
}

/** The wrapped copy of a key, to be saved by the user. */
export async function sealingKeyBackup(kid: string): Promise<string | undefined> {
  return (await (await database()).get("sealingKeys", kid))?.backup;
}

/** The public half as the `.pub` file of `hpke-keygen`. */
export async function publicKeyFile(kid: string): Promise<string | undefined> {
  const stored = await (await database()).get("sealingKeys", kid);
  const key = stored && (await sealingKey(stored.kind, stored.publicOctets));
  return key && `${JSON.stringify({ ...publicJwk(key), address: stored.address }, null, 1)}\n`;
}

/**
 * Takes the keys of a backup in, beside those that are there. A key that is there already stays as it is.
 * @returns how many keys were new, or why none could be read
 */
export async function restoreSealingKeys(text: string, passphrase: string): Promise<number | "format" | "passphrase"> {
  const secrets = await unwrapKeys(text, passphrase);
  if ("fault" in secrets) return secrets.fault;
  let added = 0;
  for (const secret of secrets) {
    if ((await (await database()).get("sealingKeys", secret.key.kid)) !== undefined) continue;
    await keep(secret, await wrapKeys([secret], passphrase, random));
    added += 1;
  }
  return added;
}

/** Deletes a key: mail that was sealed to it can then be read by nobody. */
export async function forgetSealingKey(kid: string): Promise<void> {
  await (await database()).delete("sealingKeys", kid);
}
