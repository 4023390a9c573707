import { inExtension } from "../world/extension-page.ts";
import { ID } from "../world/mail-client.ts";
import type { Marionette } from "../world/marionette.ts";
import { until } from "../world/until.ts";

/** Opens "Check a message" in a client of Mozilla, drops a file there, and resolves to the badge. */
export async function checkDropped(marionette: Marionette, name: string, bytes: Uint8Array): Promise<string> {
  await inExtension(marionette, ID, { view: "background" }, async () => {
    await chrome.tabs.create({ url: chrome.runtime.getURL("ui/check.html") });
  });
  const there = { view: "tab", page: "ui/check.html" } as const;
  await until("the page", () => inExtension(marionette, ID, there, () => document.querySelector(".drop") !== null));
  const drop = (name: string, base64: string) => {
    const octets = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([octets], name));
    document
      .querySelector(".drop")
      ?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  };
  await inExtension(marionette, ID, there, drop, name, Buffer.from(bytes).toString("base64"));
  return until("the badge", () =>
    inExtension(marionette, ID, there, () => document.querySelector("main")?.dataset.badge ?? ""),
  );
}
