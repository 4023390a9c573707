import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { buildPackages } from "./packages.mjs";

/** Mozilla's own command, in one version: it is fetched when it is needed, and is part of nothing that is built. */
export const WEB_EXT = "web-ext@10.7.0";

/** Where what Mozilla signed is put. */
const SIGNED = "dist/signed";

/** Credentials of the organisation's account at addons.mozilla.org. They stay in the environment: arguments can be seen. */
const CREDENTIALS = ["WEB_EXT_API_KEY", "WEB_EXT_API_SECRET"];

/** The sources from which everybody can build the same package; Mozilla wants them with packages that a program made. */
export const sourceArchive = (version) => `dist/countersign-source-${version}.zip`;

/** What is asked of Mozilla: to sign the built package for distribution from elsewhere. */
export const signingArguments = (version) => [
  ...["sign", "--channel", "unlisted", "--source-dir", "dist/firefox", "--artifacts-dir", SIGNED],
  ...["--upload-source-code", sourceArchive(version), "--no-input"],
];

/**
 * Builds the packages and has Mozilla sign Firefox's.
 * @param {readonly string[]} options for `web-ext`, besides
 * @returns the exit code
 */
export async function signFirefox(options) {
  const missing = CREDENTIALS.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    console.error(
      `sign-firefox: ${missing.join(" and ")} must be set; addons.mozilla.org gives them to each developer`,
    );
    return 2;
  }
  const git = (...args) => spawnSync("git", args, { encoding: "utf8" });
  const { status, stdout } = git("status", "--porcelain");
  if (status !== 0 || stdout !== "") {
    console.error("sign-firefox: there are changes that are in no commit; Mozilla gets the sources of the last one");
    return 1;
  }
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  await buildPackages();
  mkdirSync(SIGNED, { recursive: true });
  if (git("archive", "--format=zip", `--output=${sourceArchive(version)}`, "HEAD").status !== 0) return 1;
  const command = ["--yes", WEB_EXT, ...signingArguments(version), ...options];
  const run = spawnSync("npx", command, { stdio: "inherit", shell: process.platform === "win32" });
  if (run.status === 0) console.log(`in ${SIGNED}; next: node build.mjs updates … --firefox-signed FILE`);
  return run.status ?? 1;
}
