import { sleep, until } from "../world/until.ts";
import type { WebmailBrowser } from "../world/webmail-browser.ts";

/** Selector of a message's row in Roundcube's list. */
export const rowOf = (n: number): string =>
  `#rcmrow${Buffer.from(String(n + 1))
    .toString("base64")
    .replace(/=+$/, "")}`;

/** The message beside or below Roundcube's list, as a reader opens it. */
export function roundcubePreview(browser: WebmailBrowser): { open(n: number): Promise<void> } {
  const select = (n: number) =>
    browser.inPage((selector: string) => {
      const cell = document.querySelector(`${selector} td.subject`);
      for (const kind of ["mousedown", "mouseup", "click"])
        cell?.dispatchEvent(new MouseEvent(kind, { bubbles: true, button: 0 }));
      return cell !== null;
    }, rowOf(n));
  const isOpen = (n: number) =>
    browser.inPage(
      (uid: string) => {
        const frame = document.querySelector<HTMLIFrameElement>("#messagecontframe");
        const shown = new URL(frame?.contentDocument?.URL ?? location.href).searchParams;
        return shown.get("_action") === "preview" && shown.get("_uid") === uid;
      },
      String(n + 1),
    );
  return {
    // A press while the list is being drawn can be lost; a second one on the same row shows the same message.
    open: async (n) =>
      void (await until("the preview", async () => {
        if (!(await select(n))) return false;
        for (let tries = 0; tries < 50 && !(await isOpen(n)); tries++) await sleep(100);
        return isOpen(n);
      })),
  };
}
