import type { KnownKey } from "../../core/index.ts";
import { noteEvent } from "../audit/log.ts";
import { database } from "../database.ts";
import { change, seconds } from "./clockwork.ts";

/** Keys whose owner is known without being trusted (G30). */
export const listKeys = async (): Promise<KnownKey[]> => (await database()).getAll("keys");

/** Adds or replaces one known key. */
export const putKey = (key: KnownKey) => change((tx) => tx.objectStore("keys").put(key));

/** Removes one known key. */
export async function removeKey(orgId: string, kid: string): Promise<void> {
  await change((tx) => tx.objectStore("keys").delete([orgId, kid]));
  await noteEvent({ at: seconds(), kind: "key-removed", organisation: orgId });
}
