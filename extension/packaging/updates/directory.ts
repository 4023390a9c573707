import { createPublicKey, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { listsOf, versionsOf } from "./lists.ts";
import { CLIENT_NAMES, clientOf, newestFileOf, type Package, readPackage, sha256 } from "./packages.ts";
import { refuse } from "./refusal.ts";
import { allowedSigner, isSignedBy, sshSignature } from "./ssh-signature.ts";

/** Digests of all other files, and the signature over them. */
export const [SUMS, SIGNATURE] = ["SHA256SUMS", "SHA256SUMS.sig"];

/** Whose signatures count, as `ssh-keygen` reads it. It proves nothing by itself: it is handed on by another way. */
export const PUBLISHER = "publisher.pub";

/** Octets by path. */
export type Files = ReadonlyMap<string, Buffer>;

/** Everything in a directory of updates, without following links. */
export function readDirectory(directory: string): Files {
  const files = new Map<string, Buffer>();
  if (!existsSync(directory)) return files;
  const top = readdirSync(directory);
  // Nobody's home is read, let alone written to.
  if (top.length > 0 && !top.includes(SUMS)) refuse("not-a-directory-of-updates", SUMS);
  const visit = (below: string) => {
    for (const entry of readdirSync(join(directory, below), { withFileTypes: true })) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) files.set(path, readFileSync(join(directory, path)));
      else refuse("unlisted", path);
    }
  };
  visit("");
  return files;
}

/**
 * Everything that the directory holds but its digests: packages, lists, policies, the publisher's public key, and the
 * newest package that a policy names under a name that stays: Thunderbird would be taken back to the version it names.
 * @param url address of the directory
 */
export function contentOf(packages: readonly Package[], url: string, publisher: KeyObject): Files {
  const newest = CLIENT_NAMES.flatMap((client) => versionsOf(packages, client).slice(0, 1));
  const lists = [...listsOf(packages, url)].map(([path, text]) => [path, Buffer.from(text)] as const);
  return new Map([
    ...packages.map(({ file, octets }) => [file, octets] as const),
    ...newest.flatMap(({ client, octets }) => (client === "chromium" ? [] : [[newestFileOf(client), octets] as const])),
    ...lists,
    [PUBLISHER, Buffer.from(allowedSigner(publisher))],
  ]);
}

/** The digests as `sha256sum` reads them, and the signature over them. */
export function signedSums(content: Files, privateKey: KeyObject): Files {
  const lines = [...content].map(([path, octets]) => `${sha256(octets)}  ${path}\n`);
  const sums = Buffer.from(lines.toSorted((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join(""));
  return new Map([
    [SUMS, sums],
    [SIGNATURE, Buffer.from(sshSignature(sums, privateKey))],
  ]);
}

/** Digests by path, once the signature over them verified. */
export function readSums(files: Files, publisher: KeyObject): ReadonlyMap<string, string> {
  const sums = files.get(SUMS) ?? refuse("not-a-directory-of-updates", SUMS);
  const signature = files.get(SIGNATURE)?.toString("latin1") ?? refuse("missing", SIGNATURE);
  if (!isSignedBy(sums, signature, publisher)) refuse("other-publisher", SIGNATURE);
  const lines = sums.toString("utf8").split("\n").slice(0, -1);
  return new Map(
    lines.map((line) => {
      const [, digest = "", path = ""] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? refuse("altered", SUMS);
      return [path, digest];
    }),
  );
}

/** The packages among files that are what their digests say; each stands under the name of what is in it. */
export function packagesIn(files: Files, sums: ReadonlyMap<string, string>): readonly Package[] {
  return [...sums].flatMap(([path, digest]) => {
    const client = clientOf(path);
    if (client === undefined) return [];
    const octets = files.get(path) ?? refuse("missing", path);
    if (sha256(octets) !== digest) refuse("altered", path);
    const found = readPackage(client, octets, path);
    return found.file === path ? [found] : refuse("bad-package", path);
  });
}

/** Puts files into a directory, each at once, in this order: who reads a new list finds what it names. */
export function writeDirectory(directory: string, files: Files, obsolete: readonly string[]): void {
  for (const [path, octets] of files) {
    const to = join(directory, path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(`${to}.new`, octets);
    renameSync(`${to}.new`, to);
  }
  for (const path of obsolete) rmSync(join(directory, path));
}

/** The public half of a key. */
export const publicHalf = (key: KeyObject): KeyObject => createPublicKey(key);
