import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { launch } from "puppeteer-core";
import { PNG_SIZES } from "../../extension/packaging/manifests.mjs";
import { needsChromium } from "../ui/gallery/browser.ts";

const FOLDER = "extension/icons";
const uri = (file: string, type: string) =>
  `data:${type};base64,${readFileSync(`${FOLDER}/${file}`).toString("base64")}`;

/** Mean difference of a channel, of 255, that another version of a browser may make at the edges. */
const TOLERANCE = 4;

test(
  "EXT-12: Chromium's pictures are those of the SVG icons, one for each size its button wants",
  needsChromium(),
  async () => {
    const browser = await launch({
      executablePath: "/usr/bin/chromium",
      timeout: 120_000,
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      const page = await browser.newPage();
      for (const svg of readdirSync(FOLDER).filter((file) => file.endsWith(".svg")))
        for (const size of svg === "countersign.svg" ? (PNG_SIZES.lists ?? []) : (PNG_SIZES.button ?? [])) {
          const png = svg.replace(".svg", `-${size}.png`);
          const difference = await page.evaluate(
            async (sources: readonly string[], size: number) => {
              const pixels: Uint8ClampedArray[] = [];
              for (const source of sources) {
                const image = new Image();
                image.src = source;
                await image.decode();
                const brush = Object.assign(document.createElement("canvas"), { width: size, height: size }).getContext(
                  "2d",
                );
                brush?.drawImage(image, 0, 0, size, size);
                pixels.push(brush?.getImageData(0, 0, size, size).data ?? new Uint8ClampedArray(0));
              }
              const [a, b] = pixels;
              return a === undefined || b === undefined || a.length === 0
                ? 255
                : a.reduce((sum, value, place) => sum + Math.abs(value - (b[place] ?? 0)), 0) / a.length;
            },
            [uri(svg, "image/svg+xml"), uri(png, "image/png")],
            size,
          );
          assert.ok(difference <= TOLERANCE, `${png} differs by ${difference}: node test/webmail/make-icons.mjs`);
        }
    } finally {
      await browser.close();
    }
  },
);
