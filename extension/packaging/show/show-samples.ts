import { spawnSync } from "node:child_process";
import { installedThunderbird } from "../../../test/world/thunderbird-install.ts";
import { createWorld } from "../../../test/world/world.ts";
import { showInChromium } from "./chromium.ts";
import { showInThunderbird } from "./thunderbird.ts";

/** Opens the sample mailbox in Thunderbird or else in Chromium, where one is installed and there is a screen. */

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const onPath = (program: string) => spawnSync("which", [program], { encoding: "utf8" }).stdout?.trim() || undefined;

const hasScreen = () =>
  process.platform !== "linux" || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

async function show(): Promise<void> {
  const thunderbird = installedThunderbird() ?? onPath("thunderbird");
  const chromium = CHROMIUM.map(onPath).find((program) => program !== undefined);
  if (thunderbird === undefined && chromium === undefined)
    return console.log("Neither Thunderbird nor Chromium is installed here (Debian: apt-get install thunderbird).");
  if (!hasScreen()) return console.log("There is no screen here, so nothing is opened.");
  const world = createWorld("start");
  try {
    if (thunderbird !== undefined) await showInThunderbird(thunderbird, world);
    else if (chromium !== undefined) await showInChromium(chromium, world);
  } finally {
    await world.end();
  }
}

await show();
