import { createHash } from "node:crypto";
import { type ClientName, EXTENSION_IDS, parseStrictJson } from "../../../core/index.ts";
import { readCrx } from "./crx.ts";
import { readZip } from "./read-zip.ts";
import { refuse } from "./refusal.ts";

/** A package as clients fetch it. */
export interface Package {
  readonly client: ClientName;
  readonly version: string;
  /** Its name in the directory. */
  readonly file: string;
  readonly octets: Buffer;
  /** The add-on's id; that of Chromium follows from the key. */
  readonly id: string;
  /** The oldest version of the program that takes it. */
  readonly since: string;
  /** What is in it. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** In this order everywhere. */
export const CLIENT_NAMES: readonly ClientName[] = ["thunderbird", "firefox", "chromium"];

const endingOf = (client: ClientName) => (client === "chromium" ? "crx" : "xpi");

/** The package of one version, which never changes again. */
const fileOf = (client: ClientName, version: string) => `countersign-${client}-${version}.${endingOf(client)}`;

/** The newest package, under the name that policies have. */
export const newestFileOf = (client: ClientName) => `countersign-${client}.${endingOf(client)}`;

const VERSIONED = /^countersign-(thunderbird|firefox|chromium)-[0-9.]+\.(?:xpi|crx)$/;

/** Whose package of some version a file is by its name; undefined for other files. */
export function clientOf(file: string): ClientName | undefined {
  const name = VERSIONED.exec(file)?.[1];
  return CLIENT_NAMES.find((client) => client === name);
}

export const sha256 = (octets: Uint8Array) => createHash("sha256").update(octets).digest("hex");

/** One to four numbers, which is what every client understands. */
const VERSION = /^(?:0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8})){0,3}$/;

/** Less than zero where `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const numbers = (version: string) => [...version.split(".").map(Number), 0, 0, 0, 0].slice(0, 4);
  const others = numbers(b);
  return numbers(a).reduce((found, number, at) => found || number - (others[at] ?? 0), 0);
}

function member(value: unknown, ...names: readonly string[]): unknown {
  const [name, ...more] = names;
  if (name === undefined) return value;
  const members =
    typeof value === "object" && value !== null ? new Map<string, unknown>(Object.entries(value)) : undefined;
  return member(members?.get(name), ...more);
}

/**
 * Reads a published package: its signature where it is Chromium's, its files, and what its manifest says.
 * @param what name of the file, for the refusal
 */
export function readPackage(client: ClientName, octets: Buffer, what: string): Package {
  const crx = client === "chromium" ? readCrx(octets, what) : undefined;
  const files = readZip(crx?.zip ?? octets, what);
  const read = parseStrictJson(files.get("manifest.json")?.toString("utf8") ?? "");
  const manifest = "value" in read ? read.value : undefined;
  const version = member(manifest, "version");
  const gecko = (name: string) => member(manifest, "browser_specific_settings", "gecko", name);
  const since = client === "chromium" ? member(manifest, "minimum_chrome_version") : gecko("strict_min_version");
  if (typeof version !== "string" || !VERSION.test(version) || typeof since !== "string" || !/^[0-9.]+$/.test(since))
    return refuse("bad-package", what);
  const id = crx?.id ?? EXTENSION_IDS.gecko;
  if (crx === undefined && gecko("id") !== id) refuse("other-id", what);
  return { client, version, file: fileOf(client, version), octets, id, since, files };
}
