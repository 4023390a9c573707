import { type Composed, draftOf, putSealed, readiness } from "./compose.ts";
import { sealDraft } from "./seal-draft.ts";

/**
 * Seals the message of a window: what the window shall hold instead. Nothing in the window changes unless everything is
 * sealed.
 * @returns undefined where something stands in the way; {@link readiness} says what
 */
export async function sealComposed(tabId: number, details: Composed, cover: string): Promise<Composed | undefined> {
  const now = Math.floor(Date.now() / 1000);
  const { obstacle } = await readiness(details, now);
  if (obstacle !== undefined) return undefined;
  const jwe = await sealDraft(await draftOf(tabId, details, now));
  return jwe instanceof Uint8Array ? putSealed(tabId, details, jwe, cover) : undefined;
}
