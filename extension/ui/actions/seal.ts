import { browser } from "../../browser.ts";
import { allow } from "../../lookups/permission.ts";
import { takeInFound, takeInKey } from "../../sealed/recipients.ts";
import { type Served, searchKeys } from "../../sealed/search.ts";
import type { KeyActions } from "../seal/key-states.tsx";

const now = () => Math.floor(Date.now() / 1000);

/** The real actions about keys of recipients; `changed` shows the new state. */
export const keyActions = (changed: () => Promise<void>): KeyActions => ({
  async search(from, addresses) {
    const searched = await searchKeys(from, addresses, now(), lookUpNow);
    await changed();
    return searched;
  },
  allowHost: (url) => allow(new URL(url)),
  async takeKey(address, text) {
    const done = await takeInKey(address, text, now());
    if (done) await changed();
    return done;
  },
  async takeFound(address, key) {
    await takeInFound(address, key, now());
    await changed();
  },
});

async function lookUpNow(): Promise<Served> {
  const end: unknown = await browser.runtime.sendMessage({ countersign: "look-up" });
  return end === "off" || end === "offline" || end === "not-allowed" ? end : "done";
}
