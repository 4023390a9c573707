import type { KeyObject, X509Certificate } from "node:crypto";
import { contentOf, PUBLISHER, packagesIn, readDirectory, readSums, SIGNATURE, SUMS } from "./directory.ts";
import { type Package, sha256 } from "./packages.ts";
import { checkUrl } from "./publish.ts";
import { refuse } from "./refusal.ts";
import { checkSignedPackage, hasSignature } from "./signed-package.ts";
import { readPublisherKey } from "./ssh-signature.ts";

/** What a directory was found to be. */
export interface Checked {
  readonly url: string;
  readonly packages: readonly Package[];
  readonly publisher: KeyObject;
  /** Who signed each package that Mozilla signed, by its file. */
  readonly signers: ReadonlyMap<string, string>;
}

/** Against what it is checked. */
export interface Trusted {
  /** Whose signature counts; without it the key in the directory itself, which only shows that nothing broke. */
  readonly publisher: KeyObject | undefined;
  readonly authority: X509Certificate;
  readonly now: Date;
}

/** Where the lists say that the packages are. */
const ADDRESS = /https:\/\/[^"<>\s]*\/(?=countersign-(?:thunderbird|firefox|chromium)[.-])/;

/**
 * Checks a directory before it goes online, or as somebody fetched it: the signature, every file, every package, and
 * that the lists and policies are those that follow from the packages.
 */
export function checkDirectory(directory: string, { publisher: known, authority, now }: Trusted): Checked {
  const files = readDirectory(directory);
  const own = readPublisherKey(files.get(PUBLISHER)?.toString("latin1") ?? "");
  const publisher = known ?? own ?? refuse("missing", PUBLISHER);
  const sums = readSums(files, publisher);
  for (const [path, digest] of sums) {
    const octets = files.get(path) ?? refuse("missing", path);
    if (sha256(octets) !== digest) refuse("altered", path);
  }
  for (const path of files.keys()) if (!sums.has(path) && path !== SUMS && path !== SIGNATURE) refuse("unlisted", path);
  const packages = packagesIn(files, sums);
  const lists = [...files]
    .filter(([path]) => /\.(?:json|xml)$/.test(path))
    .map(([, octets]) => octets.toString("utf8"));
  const [url = ""] = ADDRESS.exec(lists.join("\n")) ?? [];
  checkUrl(url);
  const wanted = contentOf(packages, url, publisher);
  for (const path of new Set([...wanted.keys(), ...sums.keys()])) {
    const [one, other] = [wanted.get(path), files.get(path)];
    if (one === undefined || other === undefined || !one.equals(other)) refuse("altered", path);
  }
  const signed = packages.filter((one) => one.client === "firefox" && hasSignature(one.files));
  const signers = signed.map(
    ({ file, files: inside, id }) => [file, checkSignedPackage(inside, file, { id, authority, now })] as const,
  );
  return { url, packages, publisher, signers: new Map(signers) };
}
