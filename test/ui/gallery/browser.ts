import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { type Browser, launch, type Page } from "puppeteer-core";
import type { Screen } from "./screen.ts";

/** Where Chromium is; Debian's by default. */
const CHROMIUM = process.env.COUNTERSIGN_CHROMIUM ?? "/usr/bin/chromium";

/** Options for `test()`: without Chromium the pictures are skipped loudly, except in CI, where that is a failure. */
export function needsChromium(): { skip: string | false } {
  if (existsSync(CHROMIUM) || process.env.CI === "true") return { skip: false };
  return { skip: `${CHROMIUM} not found (apt install chromium, or set COUNTERSIGN_CHROMIUM)` };
}

/** How a screen is looked at. */
export interface Look {
  readonly language?: string;
  readonly scheme?: "light" | "dark";
  readonly forcedColors?: boolean;
  /** In CSS pixels. */
  readonly width?: number;
}

/** The gallery in a running Chromium. */
export interface Gallery {
  /** Shows a screen in a page of its own; the caller closes it. */
  open(screen: Screen, look?: Look): Promise<Page>;
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
  });
  // The real page with its style sheet, only the script is another one: no module, as pages from files have no origin.
  const html = readFileSync("extension/ui/popup.html", "utf8");
  writeFileSync(
    join(folder, "ui/gallery.html"),
    html.replace('type="module" src="popup.js"', 'defer src="gallery.js"'),
  );
  cpSync("extension/ui/style.css", join(folder, "ui/style.css"));
  cpSync("extension/icons", join(folder, "icons"), { recursive: true });
  const browser = await launch({ executablePath: CHROMIUM, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
  return {
    open: (screen, look = {}) => open(browser, pathToFileURL(join(folder, "ui/gallery.html")).href, screen, look),
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function open(browser: Browser, url: string, screen: Screen, look: Look): Promise<Page> {
  const { language = "en", scheme = "light", forcedColors = false, width = screen.page === "popup" ? 432 : 900 } = look;
  const page = await browser.newPage();
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  if (forcedColors) {
    const session = await page.createCDPSession();
    await session.send("Emulation.setEmulatedMedia", {
      features: [
        { name: "forced-colors", value: "active" },
        { name: "prefers-color-scheme", value: scheme },
      ],
    });
  }
  const messages = {
    ...readJson(`core/words/${language}.json`),
    ...readJson(`extension/_locales/${language}/messages.json`),
  };
  await page.evaluateOnNewDocument(provide, messages, screen);
  await page.goto(url);
  await page.waitForSelector("main");
  return page;
}

/** Runs in the page before its scripts: a client's i18n over the real texts, and the screen to show. */
function provide(messages: Record<string, unknown>, screen: Screen): void {
  type Entry = { message: string; placeholders?: Record<string, { content: string }> };
  const texts = new Map(Object.entries(messages as Record<string, Entry>));
  const getMessage = (key: string, values: readonly string[] = []): string => {
    const entry = texts.get(key);
    if (entry === undefined) return "";
    const contents = new Map(
      Object.entries(entry.placeholders ?? {}).map(([name, { content }]) => [name.toLowerCase(), content]),
    );
    return entry.message.replace(/\$(\w+)\$/g, (mark, name: string) =>
      (contents.get(name.toLowerCase()) ?? mark).replace(
        /\$([1-9])/g,
        (_, place: string) => values[Number(place) - 1] ?? "",
      ),
    );
  };
  const client = { runtime: { id: "gallery" }, i18n: { getMessage } };
  Object.assign(globalThis, { browser: client, chrome: client, galleryScreen: screen });
}
