import type { RunIn } from "../world/marionette.ts";
import { until } from "../world/until.ts";

/** Drops a file on "Check a message", which is open, and resolves to the badge. */
export async function checkDropped(run: RunIn, name: string, bytes: Uint8Array): Promise<string> {
  await until("the page", () => run(() => document.querySelector(".drop") !== null));
  const drop = (name: string, base64: string) => {
    const octets = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([octets], name));
    document
      .querySelector(".drop")
      ?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  };
  await run(drop, name, Buffer.from(bytes).toString("base64"));
  return until("the badge", () =>
    run((name: string) => {
      const main = document.querySelector("main");
      return (main?.textContent.includes(name) && main.dataset.badge) ?? "";
    }, name),
  );
}
