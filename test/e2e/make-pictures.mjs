// Refreshes the pictures of the documents from those that the end-to-end tests have just taken:
// `npm run test:e2e -- pictures serve webmail-pages webmail-horde && node test/e2e/make-pictures.mjs`
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";

const CHOSEN = new Map([
  ["thunderbird-verified", "light-verified"],
  ["thunderbird-alert-dark", "dark-alert"],
  ["thunderbird-caution-narrow", "narrow-caution"],
  ["thunderbird-verified-arabic", "arabic-verified"],
  ["popup-intact", "light-intact-popup"],
  ["popup-alert-forced-colors", "forced-colors-alert-popup"],
  ["verified-view", "light-verified-view"],
  ["options", "light-options"],
  ["operator", "serve-top"],
  ["webmail-alert", "webmail-light-alert-account"],
  ["webmail-thread", "webmail-horde-chromium-thread"],
]);

mkdirSync("docs/pictures", { recursive: true });
for (const [name, taken] of CHOSEN) {
  const file = `docs/pictures/${name}.png`;
  copyFileSync(`build/screenshots/${taken}.png`, file);
  // A palette is enough for a screen, and a third of the size.
  execFileSync("mogrify", ["-strip", "-dither", "None", "-colors", "255", file]);
}
console.log(`${CHOSEN.size} pictures in docs/pictures`);
