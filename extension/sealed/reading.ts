import {
  innerKnowledge,
  type Opening,
  openSealed,
  type Reason,
  type Result,
  verifyMessage,
  type Writer,
  whoWrote,
} from "../../core/index.ts";
import { sharedEngine } from "../check/engine.ts";
import type { SealedSource } from "../client.ts";
import { type Inside, readInside } from "./inside.ts";
import { openingKeys } from "./keys.ts";

/** What the page shows of a sealed message. */
export type Reading =
  | {
      readonly state: "opened";
      readonly inside: Inside;
      /** The message inside, checked as a message of its own. */
      readonly result: Result;
      /** What inside does not fit outside; each is a caution (T29). */
      readonly reasons: readonly Reason[];
      /** Who could have written it; `oneself` for a copy among the user's own sent mail. */
      readonly writer: Writer | "oneself";
    }
  | Exclude<Opening, { readonly state: "opened" }>;

/**
 * Opens a sealed message, for a page that was asked to. Only keys of the account in which it lies are used (E2E-16);
 * everything stays in memory, and nobody is asked, whatever comes of it (E2E-12, E2E-14).
 */
export async function readSealedMessage({ bytes, knowledge, sent }: SealedSource): Promise<Reading> {
  const { addresses = [], sealingKids = [] } = knowledge.account ?? {};
  const engine = await sharedEngine();
  const keys = (await openingKeys(addresses)).filter(({ kid }) => sealingKids.includes(kid));
  const opening = await openSealed(bytes, keys, addresses, engine);
  if (opening.state !== "opened") return opening;
  performance.mark("opened");
  const { message } = opening;
  const result = await verifyMessage(message, innerKnowledge(knowledge), engine);
  const inside = readInside(message, engine);
  // A copy of one's own was meant for others.
  const own = sent && addresses.includes(inside.from);
  const reasons = own ? opening.reasons.filter(({ code }) => code !== "SEALED_NOT_ADDRESSED") : opening.reasons;
  return { state: "opened", inside, result, reasons, writer: own ? "oneself" : whoWrote(opening, result) };
}
