import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const DIR = "build/screenshots";

/** A rectangle of the screen in pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Takes a picture of an X display, or of a part of it, as `build/screenshots/NAME.png`. */
export function photograph(display: string, name: string, area?: Area): string {
  mkdirSync(DIR, { recursive: true });
  const file = join(DIR, `${name}.png`);
  const part =
    area === undefined
      ? []
      : [
          "-crop",
          `${Math.ceil(area.width)}x${Math.ceil(area.height)}+${Math.floor(area.x)}+${Math.floor(area.y)}`,
          "+repage",
        ];
  execFileSync("import", ["-display", display, "-window", "root", ...part, file]);
  return file;
}
