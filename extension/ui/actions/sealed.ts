import { verify } from "../../../core/index.ts";
import { sharedEngine } from "../../check/engine.ts";
import type { SealedReader } from "../../client.ts";
import type { PopupSealed } from "../popup/sealed.tsx";

/** The popup's way to sealed mail. */
export const popupSealed = (reader: SealedReader, openPage: (path: string) => Promise<void>): PopupSealed => ({
  async isSealedCopy({ messageId }) {
    const source = await reader.read(messageId);
    if (source === undefined) return false;
    const { lines } = await verify(source.bytes, source.knowledge, await sharedEngine());
    return lines.some(({ system, code }) => system === "hpke" && code === "for-you");
  },
  open: ({ messageId }) => openPage(`ui/sealed.html?message=${messageId}`),
});
