import { browser } from "../browser.ts";
import { askFor, takeInKey } from "../sealed/recipients.ts";
import type { KeyActions } from "./seal/key-states.tsx";

const now = () => Math.floor(Date.now() / 1000);

/** The real actions about keys of recipients; `changed` shows the new state. */
export const keyActions = (changed: () => Promise<void>): KeyActions => ({
  async search(addresses) {
    await askFor(addresses, now());
    const end: unknown = await browser.runtime.sendMessage({ countersign: "look-up" });
    await changed();
    return end === "off" || end === "offline" || end === "not-allowed" ? end : "done";
  },
  async takeKey(address, text) {
    const done = await takeInKey(address, text, now());
    if (done) await changed();
    return done;
  },
});
