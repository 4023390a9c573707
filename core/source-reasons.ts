import type { Knowledge } from "./knowledge.ts";
import type { Message } from "./message/message.ts";
import type { People } from "./people.ts";
import type { Reason } from "./result.ts";
import { isNullSender } from "./trust/null-sender.ts";

/** What the source itself leaves open; of such a message no receipt is judged (ACQ-07, DOS-08). */
export function sourceReasons(message: Message, knowledge: Knowledge): readonly Reason[] {
  if (message.limit !== undefined) return [{ code: message.limit, params: {} }];
  return knowledge.partialSource === true ? [{ code: "E_SOURCE_PARTIAL", params: {} }] : [];
}

/**
 * Two programs could read the message, or who wrote it, differently. Half a message always looks broken, and of one that
 * reached a limit nothing was read to its end: both say so instead (ACQ-07, DOS-08).
 */
export function structureReasons(
  message: Message,
  { author, addressees, replyTo }: People,
  knowledge: Knowledge,
  unstamped: boolean,
): readonly Reason[] {
  if (message.limit !== undefined) return [];
  const ofMessage = knowledge.partialSource === true ? [] : message.ambiguities;
  const fields = [...(unstamped && isNullSender(message) ? [] : [author]), ...addressees, replyTo];
  return [...ofMessage, ...fields.flatMap(({ ambiguities }) => ambiguities)];
}
