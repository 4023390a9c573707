import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { type Browser, launch, type Page } from "puppeteer-core";
import { seededMistake } from "../../attacks/mistake.mjs";
import type { Screen } from "./screen.ts";

/** Where Chromium is; Debian's by default. */
const CHROMIUM = process.env.COUNTERSIGN_CHROMIUM ?? "/usr/bin/chromium";

/** Options for `test()`: without Chromium the pictures are skipped loudly, except in CI, where that is a failure. */
export function needsChromium(): { skip: string | false } {
  if (existsSync(CHROMIUM) || process.env.CI === "true") return { skip: false };
  return { skip: `${CHROMIUM} not found (apt install chromium, or set COUNTERSIGN_CHROMIUM)` };
}

/** How screens are looked at. */
export interface Look {
  readonly language?: string;
  readonly scheme?: "light" | "dark";
  readonly forcedColors?: boolean;
  /** In CSS pixels; a popup is 432 wide by default and a page 900. */
  readonly width?: number;
}

/** One browser tab that shows one screen after the other. */
export interface Viewer {
  readonly page: Page;
  show(screen: Screen): Promise<void>;
}

/** The gallery in a running Chromium. */
export interface Gallery {
  open(look?: Look): Promise<Viewer>;
  close(): Promise<void>;
}

const readJson = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, "utf8"));

/** Builds the gallery out of the real pages' parts and starts Chromium. */
export async function startGallery(): Promise<Gallery> {
  const folder = mkdtempSync(join(tmpdir(), "gallery-"));
  mkdirSync(join(folder, "ui"));
  await build({
    entryPoints: ["test/ui/gallery/gallery.tsx"],
    outfile: join(folder, "ui/gallery.js"),
    bundle: true,
    format: "iife",
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "warning",
    plugins: seededMistake(),
  });
  // The real page with its style sheet; its script is no module, as pages from files have no origin.
  const html = readFileSync("extension/ui/popup.html", "utf8");
  const own = html.replace('type="module" src="popup.js"', 'defer src="gallery.js"');
  writeFileSync(join(folder, "ui/gallery.html"), own);
  cpSync("extension/ui/style.css", join(folder, "ui/style.css"));
  cpSync("extension/ui/style", join(folder, "ui/style"), { recursive: true });
  cpSync("extension/icons", join(folder, "icons"), { recursive: true });
  const browser = await startChromium();
  return {
    open: (look = {}) => open(browser, pathToFileURL(join(folder, "ui/gallery.html")).href, look),
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const startChromium = (): Promise<Browser> =>
  launch({
    executablePath: CHROMIUM,
    headless: true,
    timeout: 120_000,
    args: ["--no-sandbox", "--disable-gpu"],
  });

/** Lends an empty page of a Chromium of its own. */
export async function withBlankPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
  const browser = await startChromium();
  try {
    return await use(await browser.newPage());
  } finally {
    await browser.close();
  }
}

const WIDTHS = {
  popup: 432,
  check: 900,
  options: 900,
  "first-run": 900,
  "verified-view": 900,
  sweep: 900,
  sealed: 900,
  seal: 432,
  "seal-write": 900,
} as const;

async function open(browser: Browser, url: string, look: Look): Promise<Viewer> {
  const { language = "en", scheme = "light", forcedColors = false, width } = look;
  const page = await browser.newPage();
  const features = [
    { name: "prefers-color-scheme", value: scheme },
    { name: "forced-colors", value: forcedColors ? "active" : "none" },
  ];
  await (await page.createCDPSession()).send("Emulation.setEmulatedMedia", { features });
  const messages = {
    ...readJson(`core/words/${language}.json`),
    ...readJson(`extension/_locales/${language}/messages.json`),
  };
  await page.evaluateOnNewDocument(provideClient, messages);
  await page.goto(url, { waitUntil: "load" });
  return {
    page,
    async show(screen) {
      await page.setViewport({ width: width ?? WIDTHS[screen.page], height: 600 });
      await page.evaluate((shown) => globalThis.showScreen(shown), screen);
      await page.waitForSelector("main");
    },
  };
}

/** Runs in the page before its scripts: a client's i18n over the real texts. */
function provideClient(messages: Record<string, unknown>): void {
  type Entry = { message: string; placeholders?: Record<string, { content: string }> };
  const texts = new Map(Object.entries(messages as Record<string, Entry>));
  const missing: string[] = [];
  const getMessage = (key: string, values: readonly string[] = []): string => {
    if (!texts.has(key)) missing.push(key);
    const { message, placeholders = {} } = texts.get(key) ?? { message: "" };
    const contents = new Map(Object.entries(placeholders).map(([name, { content }]) => [name.toLowerCase(), content]));
    const filled = (content: string) =>
      content.replace(/\$([1-9])/g, (_, place: string) => values[Number(place) - 1] ?? "");
    return message.replace(/\$(\w+)\$/g, (mark, name: string) => filled(contents.get(name.toLowerCase()) ?? mark));
  };
  const client = { runtime: { id: "gallery" }, i18n: { getMessage } };
  Object.assign(globalThis, { browser: client, chrome: client, galleryMissing: missing });
}
