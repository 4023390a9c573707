import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ClientName } from "../../core/index.ts";
import { createCa, type LoopbackCa } from "./loopback-ca.ts";
import { type LoopbackHttps, startLoopbackHttps } from "./loopback-https.ts";
import type { World } from "./world.ts";

/** An organisation's own server with the directory that `node build.mjs updates` made. */
export interface UpdateSite {
  readonly https: LoopbackHttps;
  /** Who issued its certificate: an authority of the organisation's own. */
  readonly ca: LoopbackCa;
  /** The policies that the command wrote for a client. */
  policies(client: ClientName): Record<string, Record<string, object>>;
  /** Adds the packages of a folder, as an administrator does at each release. */
  publish(packages: string): Promise<void>;
  /** What is sent in the place of a file, by its path. */
  readonly instead: Map<string, Uint8Array>;
  /** A file of the directory. */
  file(path: string): Buffer;
  /** How often a file was fetched. */
  fetched(path: string): number;
}

const HOST = "packages.example.org";
const BELOW = "/countersign/";

const run = promisify(execFile);

/**
 * Starts it with the built packages; Firefox's is the unsigned one, which Debian's takes when told.
 * @param name - tells it from others in the same world
 */
export async function startUpdateSite(world: World, name = "updates"): Promise<UpdateSite> {
  const ca = createCa(world, name);
  const https = await startLoopbackHttps(world, ca, [HOST]);
  const out = join(world.dir, `site-${name}`);
  const instead = new Map<string, Uint8Array>();
  https.serve(HOST, ({ path }, response) => {
    const wanted = path.replace(/\?.*/, "").slice(BELOW.length);
    const file = join(out, wanted);
    if (!path.startsWith(BELOW) || !existsSync(file)) response.writeHead(404).end();
    else response.end(instead.get(wanted) ?? readFileSync(file));
  });
  const publish = async (packages: string): Promise<void> => {
    const keys = ["crx", "publisher"].flatMap((key) => [`--${key}-key`, join(world.dir, `keys-${name}`, `${key}.pem`)]);
    const options = ["--url", `https://${HOST}${BELOW}`, "--out", out, ...keys, "--make-keys", "--firefox-unsigned"];
    await run(process.execPath, ["build.mjs", "updates", ...options, "--packages", packages]);
  };
  await publish(releaseIn(join(world.dir, `release-${name}`)));
  return {
    https,
    ca,
    instead,
    publish,
    policies: (client) => {
      const written = JSON.parse(readFileSync(join(out, `policy/${client}-policies.json`), "utf8"));
      return client === "chromium" ? written : written.policies;
    },
    file: (path) => readFileSync(join(out, path)),
    fetched: (file) => https.asked.filter(({ path }) => path === `${BELOW}${file}`).length,
  };
}

/** A folder with the built packages alone: others of earlier builds may stand beside them. */
function releaseIn(folder: string): string {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  mkdirSync(folder);
  for (const file of ["thunderbird-V.xpi", "firefox-V.xpi", "chromium-V.zip"]) {
    const name = `countersign-${file.replace("V", version)}`;
    writeFileSync(join(folder, name), readFileSync(join("dist", name)));
  }
  return folder;
}
