import { chmodSync, cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, launch, type Page } from "puppeteer-core";
import type { LoopbackHttps } from "./loopback-https.ts";
import { startUpdateSite, type UpdateSite } from "./update-site.ts";
import type { World } from "./world.ts";
import { startXvfb } from "./xvfb.ts";

/** Chromium as an organisation hands it out: the package comes from its update server, by policy. */
export interface ManagedChromium {
  readonly browser: Browser;
  readonly display: string;
  readonly id: string;
  /** Puts other settings into the policy file; Chromium notices by itself. */
  rollOut(settings: object): void;
  openPage(path: string): Promise<Page>;
}

/** Switches that lead to an update server, and nowhere else. */
const toUpdates = ({ rules }: LoopbackHttps): readonly string[] => [
  `--host-resolver-rules=${rules.join(", ")}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
];

/**
 * Debian's Chromium with an /etc/chromium of its own: nothing of the system is touched. Needs root.
 * @param reached - switches that say where names lead, that of the update server among them; nowhere else unless told
 * @param site - the update server, unless it is one of its own
 */
export async function startManagedChromium(
  world: World,
  settings: object,
  reached: (updates: LoopbackHttps) => readonly string[] = toUpdates,
  site?: UpdateSite,
): Promise<ManagedChromium> {
  const display = await startXvfb(world);
  const { https, ca, policies } = site ?? (await startUpdateSite(world));
  const installing = policies("chromium");
  const [id = ""] = Object.keys(installing.ExtensionSettings ?? {});
  const etc = join(world.dir, "etc-chromium");
  cpSync("/etc/chromium", etc, { recursive: true });
  mkdirSync(join(etc, "policies/managed"), { recursive: true });
  const rollOut = (next: object) => {
    // Chromium watches the folder, and must not read half a file.
    const whole = join(etc, "countersign.json");
    writeFileSync(
      whole,
      JSON.stringify({
        ...installing,
        CACertificates: [ca.pem.replace(/-----[^-]+-----|\s/g, "")],
        // Without it nobody but the user may look into an extension that a policy installed.
        DeveloperToolsAvailability: 1,
        "3rdparty": { extensions: { [id]: next } },
      }),
    );
    renameSync(whole, join(etc, "policies/managed/countersign.json"));
  };
  rollOut(settings);
  const program = join(world.dir, "chromium.sh");
  const inside = `mount --bind '${etc}' /etc/chromium && exec /usr/bin/chromium "$@"`;
  writeFileSync(
    program,
    `#!/bin/sh\nexec unshare -m --propagation private sh -c '${inside.replaceAll("'", `'\\''`)}' chromium "$@"\n`,
  );
  chmodSync(program, 0o755);
  const profile = join(world.dir, "managed-profile");
  const browser = await launch({
    executablePath: program,
    headless: false,
    timeout: 120_000,
    pipe: true,
    userDataDir: profile,
    defaultViewport: null,
    env: { ...process.env, DISPLAY: display },
    // Both would keep a policy from installing anything.
    ignoreDefaultArgs: ["--disable-extensions", "--disable-background-networking"],
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", ...reached(https)],
  });
  world.defer(async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });
  const origin = `chrome-extension://${id}/`;
  await browser.waitForTarget((one) => one.url().startsWith(origin), { timeout: 120_000 });
  return {
    browser,
    display,
    id,
    rollOut,
    async openPage(path) {
      const page = await browser.newPage();
      await page.goto(`${origin}${path}`);
      await page.waitForSelector("main");
      return page;
    },
  };
}
