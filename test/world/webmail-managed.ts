import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { command } from "../cli/command.ts";
import { driven, leadingTo } from "./chromium.ts";
import { type Firefox, launchFirefox, showButton } from "./firefox.ts";
import { addOnReady, ID } from "./mail-client.ts";
import { startManagedChromium } from "./managed-chromium.ts";
import { ownEtc } from "./own-etc.ts";
import { forceInstall } from "./thunderbird-install.ts";
import type { WebmailBrowser } from "./webmail-browser.ts";
import { chromiumAtWebmail, xdotool } from "./webmail-chromium.ts";
import { firefoxAtWebmail } from "./webmail-firefox.ts";
import type { Reachable } from "./webmail-start.ts";
import type { World } from "./world.ts";
import { startXvfb } from "./xvfb.ts";

/** A browser as an organisation hands it out: package and settings come by policy. */
export interface Managed {
  /** The browser that runs now. */
  browser(): WebmailBrowser;
  /** Hands out other settings: Chromium notices by itself, Firefox at its next start. */
  rollOut(settings: object): Promise<void>;
}

/** Starts it with these settings. */
export const startManaged = (
  world: World,
  name: WebmailBrowser["name"],
  site: Reachable,
  settings: object,
): Promise<Managed> => (name === "Firefox" ? managedFirefox : managedChromium)(world, site, settings);

async function managedChromium(world: World, site: Reachable, settings: object): Promise<Managed> {
  const managed = await startManagedChromium(world, settings, (https) => leadingTo({ ...site, https }));
  // The debugger cannot press the button of an extension that a policy installed: its key does.
  const press = async () => void xdotool(managed.display, "key", "ctrl+shift+y");
  const [page] = await managed.browser.pages();
  if (page === undefined) throw new Error("no tab");
  await page.bringToFront();
  const browser = chromiumAtWebmail(driven(managed.browser, managed.id, managed.display, press), page);
  return { browser: () => browser, rollOut: async (next) => managed.rollOut(next) };
}

/** Debian builds its Firefox so that it takes unsigned packages when told. */
const UNSIGNED = { "xpinstall.signatures.required": false };

async function managedFirefox(world: World, { names }: Reachable, settings: object): Promise<Managed> {
  const managed = await startManagedFirefox(world, settings, names);
  let browser = firefoxAtWebmail(managed.firefox());
  return {
    browser: () => browser,
    async rollOut(next) {
      await managed.rollOut(next);
      browser = firefoxAtWebmail(managed.firefox());
    },
  };
}

/**
 * A Firefox whose package and settings come by the file that the administrator's own script puts into its place; each
 * roll-out starts it anew.
 */
export interface ManagedFirefox {
  /** The one that runs now. */
  firefox(): Firefox;
  rollOut(settings: object): Promise<void>;
}

/**
 * Starts it with these settings.
 * @param names - names that lead to loopback
 */
export async function startManagedFirefox(
  world: World,
  settings: object,
  names: readonly string[] = [],
): Promise<ManagedFirefox> {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const xpi = resolve(`dist/countersign-firefox-${version}.xpi`);
  const display = await startXvfb(world);
  const { root, program } = ownEtc(world, "firefox-esr");
  const written = (values: object) => JSON.stringify({ policies: forceInstall(ID, xpi, values) });
  const file = join(world.dir, "policies.json");
  writeFileSync(file, written(settings));
  const env = { PATH: process.env.PATH, COUNTERSIGN: await command() };
  execFileSync("sh", ["docs/policy/deploy-policy.sh", "firefox", file, root], { env });
  const begin = async () => {
    const prefs = { ...UNSIGNED, "network.dns.localDomains": names.join() };
    const { marionette, process } = await launchFirefox(world, display, program, prefs);
    await addOnReady(marionette);
    const firefox: Firefox = { marionette, display };
    await showButton(firefox);
    return { firefox, process };
  };
  let running = await begin();
  return {
    firefox: () => running.firefox,
    async rollOut(next) {
      const { marionette } = running.firefox;
      await marionette.command("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => undefined);
      marionette.close();
      await running.process.stop();
      // As whoever hands files out without looking at them: the script takes nothing that does not count.
      writeFileSync(join(root, "etc/firefox/policies/policies.json"), written(next));
      running = await begin();
    },
  };
}
