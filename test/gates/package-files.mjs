// The built packages, as folders and as the files that users install.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { CLIENTS } from "../../extension/packaging/manifests.mjs";

/** The installable file of a client. */
export function packageFile(client = "thunderbird") {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  return `dist/countersign-${client}-${version}.${CLIENTS[client].ending}`;
}

/** Map from path inside a client's package to octets. */
export function packageFiles(client = "thunderbird") {
  const folder = join("dist", client);
  const files = new Map();
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort())
    if (statSync(join(folder, path)).isFile()) files.set(path, readFileSync(join(folder, path)));
  return files;
}
