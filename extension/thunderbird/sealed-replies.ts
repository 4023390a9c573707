import { browser } from "../browser.ts";
import type { SealedReplies } from "../client.ts";
import { quotation } from "../sealed/inside.ts";

/** Answers by Thunderbird's composer. */
export const sealedReplies = (messageId: number): SealedReplies => ({
  async sealed(inside) {
    const { showAnswer } = await import("../ui/seal/answer.tsx");
    await showAnswer(messageId, inside);
  },
  async unsealed(inside, quote) {
    const quoted = { plainTextBody: quote ? `\n\n${quotation(inside)}\n` : "" };
    // To the sender inside: whatever stands outside as Reply-To was bound by nothing.
    await browser.compose.beginReply(messageId, "replyToSender", { to: [inside.from], isPlainText: true, ...quoted });
  },
});
