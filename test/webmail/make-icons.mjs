// Draws the PNG icons of Chromium's package from the SVG ones: node test/webmail/make-icons.mjs
import { writeFileSync } from "node:fs";
import { drawIcons } from "./draw-icons.mjs";

for (const [path, octets] of await drawIcons()) writeFileSync(path, octets);
