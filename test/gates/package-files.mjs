// The built Thunderbird package, as a folder and as the file that users install.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export const FOLDER = "dist/thunderbird";

/** The installable file. */
export function packageFile() {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  return `dist/countersign-thunderbird-${version}.xpi`;
}

/** Map from path inside the package to octets. */
export function packageFiles() {
  const files = new Map();
  for (const path of readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).sort())
    if (statSync(join(FOLDER, path)).isFile()) files.set(path, readFileSync(join(FOLDER, path)));
  return files;
}
