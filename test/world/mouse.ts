import { execFileSync } from "node:child_process";
import { inExtension, type View } from "./extension-page.ts";
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
export const clickInPopup = (marionette: Marionette, display: string, selector: string): Promise<void> =>
  clickIn(marionette, display, { view: "popup" }, selector);

/** The same in any page of the extension that is on the screen. */
export async function clickIn(
  marionette: Marionette,
  display: string,
  page: { readonly view: View; readonly page?: string },
  selector: string,
): Promise<void> {
  const inside = await until(`the element ${selector}`, () =>
    inExtension(
      marionette,
      ID,
      page,
      async (selector: string) => {
        const element = document.querySelector(selector);
        element?.scrollIntoView({ block: "center", behavior: "instant" });
        await new Promise((done) => setTimeout(done, 50));
        const box = element?.getBoundingClientRect();
        return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      },
      selector,
    ),
  );
  const corner = await marionette.run(
    (id: string, type: string, part: string) => {
      const views = [...WebExtensionPolicy.getByID(id).extension.views].filter((view) => view.viewType === type);
      const shown = views.findLast((view) => view.xulBrowser?.currentURI?.spec.includes(part));
      return { x: shown.xulBrowser.screenX, y: shown.xulBrowser.screenY };
    },
    ID,
    page.view,
    page.page ?? "",
  );
  xdotool(display, "mousemove", Math.round(corner.x + inside.x), Math.round(corner.y + inside.y));
  await sleep(150);
  xdotool(display, "mousedown", 1);
  await sleep(50);
  xdotool(display, "mouseup", 1);
}
