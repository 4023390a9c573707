import { join, resolve } from "node:path";
import { launch } from "puppeteer-core";
import { keep } from "../../../test/world/state.ts";
import { until } from "../../../test/world/until.ts";
import type { World } from "../../../test/world/world.ts";
import { sampleFiles, sampleKnowledge } from "./samples.ts";

/** To whom the samples are addressed. */
const READER = "robin@home.example";

/**
 * Opens Chromium on a throw-away profile: the extension installed, its knowledge in place, and the sample mailbox in
 * "Check a message". Nothing of the user's own browser is touched. Resolves when the user has closed it.
 */
export async function showInChromium(program: string, world: World): Promise<void> {
  const browser = await launch({
    executablePath: program,
    headless: false,
    pipe: true,
    userDataDir: join(world.dir, "profile"),
    enableExtensions: [resolve("dist/chromium")],
    defaultViewport: null,
    ignoreDefaultArgs: ["--enable-automation"],
    // Chromium has no sandbox for root, who tries this in a container.
    args: ["--no-first-run", "--window-size=1100,1000", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  const closed = new Promise<void>((done) => browser.once("disconnected", done));
  world.defer(() => browser.close());
  const worker = await (await browser.waitForTarget((one) => one.type() === "service_worker")).worker();
  if (worker === null) throw new Error("the service worker is no worker");
  // Its welcome comes in a tab of its own, once it has made its database.
  await browser.waitForTarget((one) => one.url().endsWith("/ui/first-run.html"));
  await worker.evaluate(keep, sampleKnowledge(), "none", {});
  const page = (await browser.pages())[0] ?? (await browser.newPage());
  await page.goto(new URL("/ui/check.html", worker.url()).href);
  await page.type('input[type="email"]', READER);
  const field = await page.waitForSelector('input[type="file"]');
  const files = sampleFiles();
  await field?.uploadFile(...files);
  await until("the verdicts", async () => (await page.$$("details.message")).length === files.length);
  await page.bringToFront();
  console.log(`Chromium shows the ${files.length} messages in “Check a message”, on a throw-away profile.`);
  console.log("A file came by no server that could be believed, so no sample says “Domain checked” there.");
  await closed;
}
