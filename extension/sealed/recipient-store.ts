import type { KeyKind } from "../../core/index.ts";
import { database } from "../background/database.ts";

/** The key of somebody else that the user took in: one for each address. */
export interface RecipientKey {
  /** In the form of T22. */
  readonly address: string;
  readonly kid: string;
  readonly kind: KeyKind;
  readonly octets: Uint8Array;
  /** Epoch seconds. */
  readonly at: number;
}

/** Every key that was taken in. */
export const listRecipientKeys = async (): Promise<readonly RecipientKey[]> =>
  (await database()).getAll("recipientKeys");

/** The key of one address. */
export const recipientKeyOf = async (address: string): Promise<RecipientKey | undefined> =>
  (await database()).get("recipientKeys", address);

/** Takes one in, in the place of what was there. */
export async function keepRecipientKey(key: RecipientKey): Promise<void> {
  await (await database()).put("recipientKeys", key);
}

/** Forgets one. */
export async function forgetRecipientKey(address: string): Promise<void> {
  await (await database()).delete("recipientKeys", address);
}
