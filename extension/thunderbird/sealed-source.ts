import { browser } from "../browser.ts";
import { gatherKnowledge } from "../check/knowledge.ts";
import type { SealedSource } from "../client.ts";
import { circumstancesOf } from "./check.ts";
import { isOutgoing, placeOf } from "./place.ts";
import { received } from "./received.ts";
import { readRaw } from "./source.ts";

/** Reads a message for the page that opens it. Rejects when there is no such message any more. */
export async function readSealed(messageId: number): Promise<SealedSource | undefined> {
  const header = await browser.messages.get(messageId);
  const [raw, accounts] = await Promise.all([readRaw(header), browser.accounts.list(false)]);
  const place = placeOf(header, accounts);
  if ("missing" in raw || place.kind !== "mail") return undefined;
  const { bytes, partial } = received(raw, header, place.store);
  const { knowledge } = await gatherKnowledge(circumstancesOf(place, accounts, Math.floor(Date.now() / 1000)));
  if (partial) return undefined;
  return { bytes, knowledge, sent: isOutgoing(header) };
}
