import { readdirSync, readFileSync } from "node:fs";
import { launch } from "puppeteer-core";
import { PNG_SIZES } from "../../extension/packaging/manifests.mjs";

const FOLDER = "extension/icons";

/** Every PNG icon as Chromium draws it now: a map from path to octets. */
export async function drawIcons(executablePath = "/usr/bin/chromium") {
  const browser = await launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const drawn = new Map();
  try {
    const page = await browser.newPage();
    for (const icon of readdirSync(FOLDER).filter((file) => file.endsWith(".svg")))
      for (const size of icon === "countersign.svg" ? PNG_SIZES.lists : PNG_SIZES.button) {
        const svg = readFileSync(`${FOLDER}/${icon}`).toString("base64");
        const png = await page.evaluate(
          async (svg, size) => {
            const image = new Image(size, size);
            image.src = `data:image/svg+xml;base64,${svg}`;
            await image.decode();
            const canvas = document.createElement("canvas");
            canvas.width = size;
            canvas.height = size;
            canvas.getContext("2d").drawImage(image, 0, 0, size, size);
            return canvas.toDataURL("image/png").split(",")[1];
          },
          svg,
          size,
        );
        drawn.set(`${FOLDER}/${icon.replace(".svg", `-${size}.png`)}`, Buffer.from(png, "base64"));
      }
  } finally {
    await browser.close();
  }
  return drawn;
}
