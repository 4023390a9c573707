import { execFileSync } from "node:child_process";
import { inExtension } from "./extension-page.ts";
import { ID } from "./mail-client.ts";
import type { Marionette } from "./marionette.ts";
import { sleep, until } from "./until.ts";

const xdotool = (display: string, ...args: readonly (string | number)[]) =>
  execFileSync("xdotool", args.map(String), { env: { ...process.env, DISPLAY: display } });

/** Presses keys, named as xdotool names them (`ctrl+shift+y`, `Tab`, `Return`). */
export async function pressKeys(display: string, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    xdotool(display, "key", key);
    await sleep(80);
  }
}

/** Clicks one of the popup's elements with the real mouse: what needs a person's click gets one. */
export async function clickInPopup(marionette: Marionette, display: string, selector: string): Promise<void> {
  const inside = await until(`the element ${selector}`, () =>
    inExtension(
      marionette,
      ID,
      { view: "popup" },
      (selector: string) => {
        const element = document.querySelector(selector);
        element?.scrollIntoView({ block: "center" });
        const box = element?.getBoundingClientRect();
        return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      },
      selector,
    ),
  );
  const corner = await marionette.run((id: string) => {
    const popup = [...WebExtensionPolicy.getByID(id).extension.views].find((view) => view.viewType === "popup");
    return { x: popup.xulBrowser.screenX, y: popup.xulBrowser.screenY };
  }, ID);
  xdotool(display, "mousemove", Math.round(corner.x + inside.x), Math.round(corner.y + inside.y));
  await sleep(150);
  xdotool(display, "mousedown", 1);
  await sleep(50);
  xdotool(display, "mouseup", 1);
}
