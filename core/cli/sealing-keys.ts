import { isBackup, unwrapKeys } from "../hpke/backup.ts";
import { type HandedKey, readHandedKey } from "../hpke/handed.ts";
import type { OpeningKey } from "../hpke/key.ts";
import { readKeySet, type SecretKey, usableKey } from "../hpke/key-set.ts";
import { Failure } from "./failure.ts";
import { readableByOthers, readText } from "./files.ts";
import { shown } from "./terminal.ts";

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

/**
 * Reads a public key; see {@link readHandedKey}.
 * @param now epoch seconds; a published key has its time
 * @param expected whose key it has to be
 * @throws Failure `KEY_FILE`
 */
export async function readRecipientKey(path: string, now: number, expected?: string): Promise<HandedKey> {
  const handed = await readHandedKey(readText(path), now, expected);
  if (handed !== undefined) return handed;
  const whose = expected === undefined ? "" : ` of ${shown(expected)}`;
  throw new Failure("KEY_FILE", `${path} is no public key${whose} for sealed messages that can be used now`);
}
