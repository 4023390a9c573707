import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { ClientName } from "../../../core/index.ts";
import { checkDirectory } from "./check.ts";
import { crxId } from "./crx.ts";
import { publicHalf } from "./directory.ts";
import { makeKey, readAuthorityFile, readKey, readPublisherKeyFile } from "./keys.ts";
import { versionsOf } from "./lists.ts";
import { CLIENT_NAMES, type Package } from "./packages.ts";
import { type ForFirefox, type Given, publish } from "./publish.ts";
import { refusalOf, refuse } from "./refusal.ts";
import { hasSignature } from "./signed-package.ts";
import { fingerprintOf } from "./ssh-signature.ts";

const USAGE = `usage: node build.mjs updates --url https://HOST/PATH/ --out DIR --crx-key FILE --publisher-key FILE
         [--make-keys] [--packages DIR] [--firefox-signed FILE | --firefox-unsigned] [--mozilla-root FILE]
       node build.mjs updates --check DIR [--publisher-key FILE] [--mozilla-root FILE]`;

const OPTIONS = {
  url: { type: "string" },
  out: { type: "string" },
  "crx-key": { type: "string" },
  "publisher-key": { type: "string" },
  "make-keys": { type: "boolean" },
  packages: { type: "string" },
  "firefox-signed": { type: "string" },
  "firefox-unsigned": { type: "boolean" },
  "mozilla-root": { type: "string" },
  check: { type: "string" },
} as const;

/** What the command may use. */
export interface Surroundings {
  /** Folder that relative paths of the options start from. */
  readonly from: string;
  /** Builds the packages and returns the paths of what was made. */
  readonly build: () => Promise<readonly string[]>;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

/**
 * Makes a directory of updates, or checks one.
 * @returns the exit code: 1 for a refusal, 2 for options that nobody can follow
 */
export async function updates(options: readonly string[], around: Surroundings): Promise<number> {
  try {
    if (await perform(options, around)) return 0;
    around.complain(USAGE);
    return 2;
  } catch (error) {
    if (refusalOf(error) === undefined || !(error instanceof Error)) throw error;
    around.complain(error.message);
    return 1;
  }
}

type Options = ReturnType<typeof parsed>;

const parsed = (options: readonly string[]) =>
  parseArgs({ args: [...options], options: OPTIONS, strict: true, allowPositionals: false }).values;

async function perform(options: readonly string[], around: Surroundings): Promise<boolean> {
  let values: Options;
  try {
    values = parsed(options);
  } catch (error) {
    around.complain(error instanceof Error ? error.message : String(error));
    return false;
  }
  const path = (file: string) => resolve(around.from, file);
  const root = values["mozilla-root"];
  const authority = readAuthorityFile(root && path(root));
  const { url, out, check, "crx-key": crx, "publisher-key": publisher } = values;
  if (check !== undefined) {
    if (Object.keys(values).some((name) => !["check", "publisher-key", "mozilla-root"].includes(name))) return false;
    const key = publisher === undefined ? undefined : readPublisherKeyFile(path(publisher));
    sayChecked(checkDirectory(path(check), { publisher: key, authority, now: new Date() }), key !== undefined, around);
    return true;
  }
  const signed = values["firefox-signed"];
  if (url === undefined || out === undefined || crx === undefined || publisher === undefined) return false;
  if (signed !== undefined && values["firefox-unsigned"]) return false;
  for (const [file, kind] of [
    [path(crx), "rsa"],
    [path(publisher), "ed25519"],
  ] as const)
    if (values["make-keys"] && makeKey(file, kind, path(out)))
      around.print(`made the key ${file}; keep a copy in a safe place`);
  const crxKey = readKey(path(crx), "rsa", path(out));
  const publisherKey = readKey(path(publisher), "ed25519", path(out));
  const { packages: folder } = values;
  const paths = folder === undefined ? await around.build() : inFolder(path(folder));
  const given = (file: string): Given => ({ name: file, octets: readFileSync(file) });
  const firefox: ForFirefox =
    signed === undefined ? (values["firefox-unsigned"] ? "unsigned" : "nothing") : { signed: given(path(signed)) };
  const built = new Map(CLIENT_NAMES.map((client): [ClientName, Given] => [client, given(packageOf(client, paths))]));
  const now = new Date();
  const { packages, signer } = publish({ url, out: path(out), built, firefox, crxKey, publisherKey, authority, now });
  for (const client of CLIENT_NAMES) around.print(`${client}: ${newestOf(packages, client)}`);
  if (signer !== undefined) around.print(`Firefox's package is what was built here, signed by ${signer}`);
  around.print(`Chromium's id: ${crxId(crxKey)}`);
  around.print(`publisher's key: ${fingerprintOf(publicHalf(publisherKey))}`);
  return true;
}

const inFolder = (folder: string) => readdirSync(folder).map((file) => join(folder, file));

/** The one package of a client among files. */
function packageOf(client: ClientName, paths: readonly string[]): string {
  const wanted = new RegExp(`countersign-${client}-[0-9.]+\\.(?:${client === "chromium" ? "zip" : "xpi"})$`);
  const [found, more] = paths.filter((one) => wanted.test(one));
  return found === undefined || more !== undefined ? refuse("bad-packages", client) : found;
}

function newestOf(packages: readonly Package[], client: ClientName): string {
  const [newest, ...older] = versionsOf(packages, client);
  if (newest === undefined) return "no package; Firefox takes one that Mozilla signed (--firefox-signed)";
  const unsigned = client === "firefox" && !hasSignature(newest.files) ? ", not signed by Mozilla" : "";
  return `${newest.version}${unsigned}${older.length === 0 ? "" : `, after ${older.map((one) => one.version).join(", ")}`}`;
}

function sayChecked(
  { url, packages, publisher, signers }: ReturnType<typeof checkDirectory>,
  known: boolean,
  { print }: Surroundings,
): void {
  print(`in order: ${packages.length} packages for ${url}`);
  for (const [file, signer] of signers) print(`${file}: signed by ${signer}`);
  const whose = known ? "" : "; read from the directory itself, so it proves nobody: name the key with --publisher-key";
  print(`publisher's key: ${fingerprintOf(publisher)}${whose}`);
}
