import { chmodSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { type Browser, launch, type Page } from "puppeteer-core";
import { type Crx, makeCrxKey, packCrx } from "./crx.ts";
import { freePort } from "./ports.ts";
import type { World } from "./world.ts";
import { startXvfb } from "./xvfb.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

/** Chromium as an organisation hands it out: the package comes from its update server, by policy. */
export interface ManagedChromium {
  readonly browser: Browser;
  readonly display: string;
  readonly id: string;
  /** Puts other settings into the policy file; Chromium notices by itself. */
  rollOut(settings: object): void;
  /** Puts a newer package on the update server, signed with the same key. */
  publish(zip: Uint8Array, version: string): void;
  openPage(path: string): Promise<Page>;
}

/** What the update server hands out. */
type Offered = Crx & { readonly version: string };

/** An update server on loopback; resolves to its address. */
async function serve(world: World, offered: () => Offered): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = createServer((request, response) => {
    const { id, octets, version } = offered();
    const list = `<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0"><app appid="${id}"><updatecheck codebase="${url}/countersign.crx" version="${version}"/></app></gupdate>`;
    const isList = request.url?.startsWith("/updates.xml") === true;
    response.setHeader("content-type", isList ? "application/xml" : "application/x-chrome-extension");
    response.end(isList ? list : octets);
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  world.defer(() => void server.close());
  return `${url}/updates.xml`;
}

/**
 * Debian's Chromium with an /etc/chromium of its own: nothing of the system is touched. Needs root.
 * @param reached - switches that say where names lead; nowhere unless told
 */
export async function startManagedChromium(
  world: World,
  settings: object,
  reached: readonly string[] = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
): Promise<ManagedChromium> {
  const display = await startXvfb(world);
  const key = makeCrxKey();
  const signed = (zip: Uint8Array, version: string): Offered => ({ ...packCrx(zip, key), version });
  let offered = signed(readFileSync(`dist/countersign-chromium-${version}.zip`), version);
  const { id } = offered;
  const updates = await serve(world, () => offered);
  const etc = join(world.dir, "etc-chromium");
  cpSync("/etc/chromium", etc, { recursive: true });
  mkdirSync(join(etc, "policies/managed"), { recursive: true });
  const rollOut = (next: object) => {
    // Chromium watches the folder, and must not read half a file.
    const whole = join(etc, "countersign.json");
    writeFileSync(
      whole,
      JSON.stringify({
        ExtensionSettings: {
          [id]: { installation_mode: "force_installed", update_url: updates, override_update_url: true },
        },
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
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", ...reached],
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
    publish: (zip, version) => {
      offered = signed(zip, version);
    },
    async openPage(path) {
      const page = await browser.newPage();
      await page.goto(`${origin}${path}`);
      await page.waitForSelector("main");
      return page;
    },
  };
}
