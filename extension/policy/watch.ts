import { browser } from "../browser.ts";
import { refreshPolicy } from "./current.ts";

/**
 * Reads the policy again when the client says that it changed, and tells then. Chromium says so while it runs, and on a
 * fresh installation some seconds after its first answer; Gecko never does.
 */
export function watchPolicy(changed: () => Promise<unknown>): void {
  browser.storage.onChanged.addListener(async (_changes, area) => {
    if (area !== "managed") return;
    await refreshPolicy();
    await changed();
  });
}
