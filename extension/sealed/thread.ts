import { browser } from "../browser.ts";

/** Message-IDs named at most: the thread's first, and the last ones (RFC 5322 s3.6.4 sets no limit). */
const MOST = 20;

/**
 * The thread of a message, as an answer to it names it inside: what stands outside is bound by nothing (RFC 9788).
 * @returns Message-IDs without their angle brackets, the answered message's last; none where they cannot be had
 */
export async function threadOf(messageId: number | undefined): Promise<readonly string[]> {
  if (messageId === undefined) return [];
  try {
    const [{ headerMessageId }, { headers = {} }] = await Promise.all([
      browser.messages.get(messageId),
      browser.messages.getFull(messageId),
    ]);
    const named = new Map(Object.entries(headers)).get("references") ?? [];
    const before = [...named.join(" ").matchAll(/<([!-;=?-~]{1,250})>/g)].map(([, id = ""]) => id);
    const thread = [...new Set([...before, headerMessageId])].filter((id) => /^[!-;=?-~]{1,250}$/.test(id));
    return thread.length <= MOST ? thread : [...thread.slice(0, 1), ...thread.slice(1 - MOST)];
  } catch {
    // The message may be gone meanwhile; an answer without its thread is an answer.
    return [];
  }
}
