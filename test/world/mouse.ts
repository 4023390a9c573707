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

interface Place {
  readonly view: View;
  readonly page?: string;
}

/** The same in any page of the extension that is on the screen. */
export async function clickIn(marionette: Marionette, display: string, page: Place, selector: string): Promise<void> {
  let before = "";
  // A page that still draws itself, or a panel that still grows, would be missed.
  const { x, y } = await until(`the element ${selector} to stand still`, async () => {
    const point = await middleOf(marionette, page, selector);
    const still = JSON.stringify(point) === before;
    before = JSON.stringify(point);
    return still && point;
  });
  xdotool(display, "mousemove", x, y);
  await sleep(150);
  xdotool(display, "mousedown", 1);
  await sleep(50);
  xdotool(display, "mouseup", 1);
}

/** Where the middle of an element is on the screen; undefined while it is not there. */
async function middleOf(
  marionette: Marionette,
  page: Place,
  selector: string,
): Promise<{ readonly x: number; readonly y: number } | undefined> {
  const inside = await inExtension(
    marionette,
    ID,
    page,
    (selector: string) => {
      const element = document.querySelector(selector);
      element?.scrollIntoView({ block: "center", behavior: "instant" });
      const box = element?.getBoundingClientRect();
      return box && box.width > 0 ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    },
    selector,
  );
  if (inside === null) return undefined;
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
  return { x: Math.round(corner.x + inside.x), y: Math.round(corner.y + inside.y) };
}
