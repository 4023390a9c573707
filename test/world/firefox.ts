import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { LoopbackHttps } from "./loopback-https.ts";
import { ID } from "./mail-client.ts";
import { connectMarionette, type Marionette } from "./marionette.ts";
import { freePort } from "./ports.ts";
import { type Running, start } from "./processes.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";
import { startXvfb } from "./xvfb.ts";

const PACKAGE = resolve("dist/firefox");

/** Debian's Firefox ESR with the built package, on a screen of its own. */
export interface Firefox {
  readonly marionette: Marionette;
  readonly display: string;
}

/** How it is started. */
export interface FirefoxOptions {
  /** Names that lead to loopback. */
  readonly names: readonly string[];
  /** Servers besides, under their real names and port 443. */
  readonly https?: Pick<LoopbackHttps, "prefs">;
  /** The package, unless it is the built one. */
  readonly folder?: string;
}

const QUIET = {
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "browser.tabs.warnOnClose": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "signon.rememberSignons": false,
  "termsofuse.bypassNotification": true,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
  "trailhead.firstrun.didSeeAboutWelcome": true,
  // Without a window manager every click would count as one outside the popup.
  "ui.popup.disable_autohide": true,
} as const;

/** Starts it with a fresh profile; servers on loopback may have any certificate. */
export async function startFirefox(world: World, { names, https, folder = PACKAGE }: FirefoxOptions): Promise<Firefox> {
  const display = await startXvfb(world);
  const { marionette } = await launchFirefox(world, display, "firefox-esr", {
    ...https?.prefs,
    "network.dns.localDomains": [
      ...names,
      ...(https === undefined ? [] : [https.prefs["network.dns.localDomains"]]),
    ].join(),
  });
  await marionette.command("Addon:Install", { path: folder, temporary: true });
  await showButton({ marionette, display });
  return { marionette, display };
}

/** Waits for the first window, and puts the button into its toolbar, where a reader looks at it. */
export async function showButton({ marionette }: Firefox): Promise<void> {
  await until("the first window", () =>
    marionette.run(() => Services.wm.getMostRecentWindow("navigator:browser")?.gBrowserInit?.delayedStartupFinished),
  );
  await marionette.run((id: string) => {
    const { CustomizableUI } = Services.wm.getMostRecentWindow("navigator:browser");
    CustomizableUI.addWidgetToArea(`${id.replace(/[^a-z0-9_-]/g, "_")}-browser-action`, "nav-bar");
  }, ID);
}

/**
 * Starts a Firefox on the one profile of this world, made at the first start.
 * @param certificates - `checked`: it believes whom it knows, and whom its policies name
 */
export async function launchFirefox(
  world: World,
  display: string,
  program: string,
  prefs: Readonly<Record<string, string | number | boolean>> = {},
  certificates: "any" | "checked" = "any",
): Promise<{ readonly marionette: Marionette; readonly process: Running }> {
  const [profile, home] = [join(world.dir, "firefox"), join(world.dir, "firefox-home")];
  mkdirSync(profile, { recursive: true });
  mkdirSync(home, { recursive: true });
  const port = await freePort();
  const all = { ...QUIET, "marionette.port": port, ...prefs };
  const lines = Object.entries(all).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, "user.js"), `${lines.join("\n")}\n`);
  const args = ["--no-remote", "--profile", profile, "--marionette", "--remote-allow-system-access"];
  const child = start(world, program, [...args, "--width", "1280", "--height", "900"], {
    log: join(world.dir, "firefox.log"),
    env: {
      PATH: process.env.PATH,
      LANG: "C.UTF-8",
      HOME: home,
      DISPLAY: display,
      MOZ_CRASHREPORTER_DISABLE: "1",
      DBUS_SESSION_BUS_ADDRESS: "disabled:",
      NO_AT_BRIDGE: "1",
    },
  });
  const acceptInsecureCerts = certificates === "any";
  return { marionette: await connectMarionette(port, child.ended, { acceptInsecureCerts }), process: child };
}
