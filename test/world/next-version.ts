import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLIENTS } from "../../extension/packaging/manifests.mjs";
import { zip } from "../../extension/packaging/zip.mjs";
import type { World } from "./world.ts";

/** The version that an update brings: higher than that of any release made here. */
export const NEXT_VERSION = "99.0.0";

/** The built package of a client under another version, as the next release would be. */
function packageAs(client: string, version: string): Uint8Array {
  const dir = join("dist", client);
  const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const files = new Map(paths.sort().map((path) => [path.slice(dir.length + 1), readFileSync(path)]));
  const manifest: object = JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8"));
  files.set("manifest.json", Buffer.from(JSON.stringify({ ...manifest, version })));
  return zip(files);
}

/** Makes a folder with every client's package of {@link NEXT_VERSION}; returns its path. */
export function nextRelease(world: World): string {
  const folder = join(world.dir, "next");
  mkdirSync(folder);
  for (const [client, { ending }] of Object.entries(CLIENTS))
    writeFileSync(join(folder, `countersign-${client}-${NEXT_VERSION}.${ending}`), packageAs(client, NEXT_VERSION));
  return folder;
}
