import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ID } from "./mail-client.ts";
import type { Marionette } from "./marionette.ts";

const DIR = "build/screenshots";

/** A rectangle of the screen in pixels. */
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Takes a picture of an X display, or of a part of it, as `build/screenshots/NAME.png`. */
export function photograph(display: string, name: string, area?: Area): string {
  mkdirSync(DIR, { recursive: true });
  const file = join(DIR, `${name}.png`);
  const [x, y] = [Math.floor(area?.x ?? 0), Math.floor(area?.y ?? 0)];
  const crop = area && ["-crop", `${Math.ceil(area.width)}x${Math.ceil(area.height)}+${x}+${y}`, "+repage"];
  execFileSync("import", ["-display", display, "-window", "root", ...(crop ?? []), file]);
  return file;
}

/** Where the open popup is on the screen. */
export function popupArea(marionette: Marionette): Promise<Area> {
  return marionette.run((id: string) => {
    const popup = [...WebExtensionPolicy.getByID(id).extension.views].find((view) => view.viewType === "popup");
    const { xulBrowser } = popup;
    const { width, height } = xulBrowser.getBoundingClientRect();
    return { x: xulBrowser.screenX, y: xulBrowser.screenY, width, height };
  }, ID);
}

/** Number of different colours in a picture: one that shows nothing has very few. */
export function coloursIn(file: string): number {
  return Number(execFileSync("identify", ["-format", "%k", file], { encoding: "utf8" }));
}
