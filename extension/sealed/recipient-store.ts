import type { KeyKind } from "../../core/index.ts";
import { database } from "../database.ts";

/** The key of somebody else that the user took in: one of each kind for each address. */
export interface RecipientKey {
  /** In the form of T22. */
  readonly address: string;
  readonly kid: string;
  readonly kind: KeyKind;
  readonly octets: Uint8Array;
  /** Epoch seconds. */
  readonly at: number;
}

const STORES = { x25519: "recipientKeys", "x-wing": "recipientXWingKeys" } as const satisfies Record<KeyKind, string>;

/** Every key that was taken in. */
export async function listRecipientKeys(): Promise<readonly RecipientKey[]> {
  const db = await database();
  return (await Promise.all(Object.values(STORES).map((store) => db.getAll(store)))).flat();
}

/** The key of one address. */
export const recipientKeyOf = async (address: string, kind: KeyKind): Promise<RecipientKey | undefined> =>
  (await database()).get(STORES[kind], address);

/** Takes one in, in the place of what was there. */
export async function keepRecipientKey(key: RecipientKey): Promise<void> {
  await (await database()).put(STORES[key.kind], key);
}

/** Forgets one. */
export async function forgetRecipientKey({ address, kind }: Pick<RecipientKey, "address" | "kind">): Promise<void> {
  await (await database()).delete(STORES[kind], address);
}
