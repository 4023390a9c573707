import type { KeyKind } from "../../core/index.ts";
import { database } from "../database.ts";

/**
 * One key of an address as it lies in the database of the extension's origin, which no page and no content script
 * reaches (E2E-13). Nothing in it can be turned into octets of a private key without the passphrase of the backup.
 */
export interface StoredSealingKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly address: string;
  readonly kind: KeyKind;
  /** Epoch seconds. */
  readonly created: number;
  readonly publicOctets: Uint8Array;
  /** `x25519`: cannot be exported. */
  readonly pair?: CryptoKeyPair;
  /** `x-wing`: the seed, encrypted by a key that cannot be exported. */
  readonly seed?: { readonly key: CryptoKey; readonly iv: Uint8Array<ArrayBuffer>; readonly ciphertext: ArrayBuffer };
  /** The key wrapped with the user's passphrase; absent where the user wanted none, and then there is no other copy. */
  readonly backup?: string;
}

/** Thumbprints of the keys of these addresses, for `Account.sealingKids`. */
export async function sealingKids(addresses: readonly string[]): Promise<readonly string[]> {
  return (await storedKeys(addresses)).map(({ kid }) => kid);
}

/** Everything kept for these addresses, the newest first. */
export async function storedKeys(addresses: readonly string[]): Promise<readonly StoredSealingKey[]> {
  const store = (await database()).transaction("sealingKeys").store.index("address");
  const found = await Promise.all(addresses.map((address) => store.getAll(address)));
  return newestFirst(found.flat());
}

/** The order in which keys are used. */
export const newestFirst = (keys: readonly StoredSealingKey[]) => [...keys].sort((a, b) => b.created - a.created);
