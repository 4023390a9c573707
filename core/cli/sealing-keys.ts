import { readMapKeyText } from "../dns/records/map-key.ts";
import { isBackup, unwrapKeys } from "../hpke/backup.ts";
import { type OpeningKey, readJwk, type SealingKey } from "../hpke/key.ts";
import { readKeySet, type SecretKey, usableKey } from "../hpke/key-set.ts";
import { parseMembers } from "../hpke/members.ts";
import { keyFromRecord } from "../hpke/published.ts";
import { Failure } from "./failure.ts";
import { readableByOthers, readText } from "./files.ts";

/**
 * The private keys of a file of `hpke-keygen`, or of a backup of the extension.
 * @throws Failure `KEY_FILE`, `PASSPHRASE`, `KEY_READABLE_BY_OTHERS`
 */
export async function readSecretKeys(path: string, passphrase: string | undefined): Promise<readonly SecretKey[]> {
  const text = readText(path);
  if (readableByOthers(path))
    throw new Failure("KEY_READABLE_BY_OTHERS", `${path} can be read by other users`, `chmod 600 ${path}`);
  const bad = new Failure("KEY_FILE", `${path} holds no private keys for sealed messages`);
  if (!isBackup(text)) {
    const keys = await readKeySet(text);
    if (keys === undefined) throw bad;
    return keys;
  }
  if (passphrase === undefined)
    throw new Failure("PASSPHRASE", `${path} is locked with a passphrase`, "Give --passphrase-file FILE.");
  const keys = await unwrapKeys(text, passphrase);
  if (!("fault" in keys)) return keys;
  if (keys.fault === "passphrase") throw new Failure("PASSPHRASE", `the passphrase does not open ${path}`);
  throw bad;
}

/** The same keys, ready for use. */
export async function usableKeys(keys: readonly SecretKey[]): Promise<readonly OpeningKey[]> {
  const ready = await Promise.all(keys.map(usableKey));
  return ready.filter((key) => key !== undefined);
}

/** A recipient's public key and, where its file says so, whose it is. */
export interface RecipientKey {
  readonly key: SealingKey;
  readonly address: string | undefined;
}

/**
 * Reads a public key: the `.pub` file of `hpke-keygen` or another JWK, or the text of a MAPKEY record.
 * @param now epoch seconds; a published key has its time
 * @throws Failure `KEY_FILE`
 */
export async function readRecipientKey(path: string, now: number): Promise<RecipientKey> {
  const text = readText(path).trim();
  const members = text.startsWith("{") ? parseMembers(text) : undefined;
  const key = members === undefined ? await fromRecord(text, now) : await readJwk(members);
  if (key === undefined)
    throw new Failure("KEY_FILE", `${path} is no public key for sealed messages that can be used now`);
  const address = members?.get("address");
  return { key, address: typeof address === "string" ? address : undefined };
}

async function fromRecord(text: string, now: number): Promise<SealingKey | undefined> {
  const record = readMapKeyText(text);
  return record && keyFromRecord(record, now);
}
