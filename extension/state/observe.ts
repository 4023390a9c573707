import type { Result } from "../../core/index.ts";
import { database } from "../database.ts";

/** How long the first sight of a stamped message is remembered, in seconds (4-threats E). */
const SEEN_AGE = 400 * 86_400;

/**
 * Keeps what later verdicts need: which domains stamp (only from VALID messages, ST-06) and when a stamped message was
 * first seen. Done before the verdict is shown, so that a page stopped right after loses nothing (EXT-11).
 *
 * @param firstSeen - Epoch seconds, when this mailbox got the message; undefined for mail that came by no account
 * (its first sight here would tell nothing about its age).
 */
export async function observe(
  result: Result,
  digest: string,
  firstSeen: number | undefined,
  now: number,
): Promise<void> {
  const domain = result.observations.stampedDomain;
  const seen = result.receipt && firstSeen !== undefined ? { digest, at: Math.min(firstSeen, now) } : undefined;
  if (domain === undefined && seen === undefined) return;
  const tx = (await database()).transaction(["stamped", "seen", "facts"], "readwrite");
  if (domain !== undefined && !(await tx.objectStore("stamped").get(domain))) {
    await tx.objectStore("stamped").add({ domain, at: now });
    // Unstamped mail of this domain is judged otherwise from now on (ST-05).
    const facts = await tx.objectStore("facts").get("clockwork");
    if (facts) await tx.objectStore("facts").put({ ...facts, epoch: facts.epoch + 1 }, "clockwork");
  }
  if (seen) {
    const store = tx.objectStore("seen");
    const before = await store.get(digest);
    if (!before || before.at > seen.at) await store.put(seen);
    for (
      let old = await store.index("time").openCursor(IDBKeyRange.upperBound(now - SEEN_AGE));
      old;
      old = await old.continue()
    )
      await old.delete();
  }
  await tx.done;
}

/** When this mailbox first saw these octets, epoch seconds; `digest` is lower-case hex SHA-256. */
export async function firstSeenOf(digest: string): Promise<number | undefined> {
  return (await (await database()).get("seen", digest))?.at;
}
