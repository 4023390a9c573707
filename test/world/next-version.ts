import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zip } from "../../extension/packaging/zip.mjs";

/** The version that an update brings: higher than that of any release made here. */
export const NEXT_VERSION = "99.0.0";

/** The built package of a client under {@link NEXT_VERSION}, as the next release would be. */
export function nextPackage(client: "thunderbird" | "chromium"): Uint8Array {
  const dir = join("dist", client);
  const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const files = new Map(paths.sort().map((path) => [path.slice(dir.length + 1), readFileSync(path)]));
  const manifest: object = JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8"));
  files.set("manifest.json", Buffer.from(JSON.stringify({ ...manifest, version: NEXT_VERSION })));
  return zip(files);
}
