import type { KeyObject, X509Certificate } from "node:crypto";
import { type ClientName, EXTENSION_IDS } from "../../../core/index.ts";
import { crxId, packCrx } from "./crx.ts";
import {
  contentOf,
  type Files,
  packagesIn,
  publicHalf,
  readDirectory,
  readSums,
  signedSums,
  writeDirectory,
} from "./directory.ts";
import { versionsOf } from "./lists.ts";
import { compareVersions, type Package, readPackage } from "./packages.ts";
import { readZip } from "./read-zip.ts";
import { refuse } from "./refusal.ts";
import { checkSameContent, checkSignedPackage } from "./signed-package.ts";

/** A file that was read. */
export interface Given {
  readonly name: string;
  readonly octets: Buffer;
}

/** What Firefox gets: the package that Mozilla signed, the built one as it is, or nothing new. */
export type ForFirefox = { readonly signed: Given } | "unsigned" | "nothing";

/** What goes where, under whose keys. */
export interface Publication {
  /** Address under which the directory will be found: https, ends with `/`. */
  readonly url: string;
  readonly out: string;
  /** The built packages; Chromium's is the zip. */
  readonly built: ReadonlyMap<ClientName, Given>;
  readonly firefox: ForFirefox;
  readonly crxKey: KeyObject;
  readonly publisherKey: KeyObject;
  readonly authority: X509Certificate;
  readonly now: Date;
}

/** What was done. */
export interface Published {
  readonly packages: readonly Package[];
  /** Who signed Firefox's package. */
  readonly signer?: string;
}

/** Makes the directory, or adds a version to it. Nothing is written before everything is known to be right. */
export function publish(publication: Publication): Published {
  const { url, out, crxKey, publisherKey } = publication;
  checkUrl(url);
  const { packages: added, signer } = newPackages(publication);
  const files = readDirectory(out);
  const sums = files.size === 0 ? new Map<string, string>() : readSums(files, publicHalf(publisherKey));
  const earlier = packagesIn(files, sums);
  for (const one of earlier)
    if (one.client === "chromium" && one.id !== crxId(crxKey)) refuse("other-crx-key", one.file);
  for (const one of added) checkRises(one, earlier);
  const packages = [...earlier, ...added.filter((one) => !earlier.some(({ file }) => file === one.file))];
  const content = contentOf(packages, url, publicHalf(publisherKey));
  const all: Files = new Map([...content, ...signedSums(content, publisherKey)]);
  // What an earlier run wrote and this one does not is taken away; what nobody published is not touched.
  const others = [...files.keys()].filter((path) => !all.has(path));
  for (const path of others) if (!sums.has(path)) refuse("unlisted", path);
  writeDirectory(out, all, others);
  return { packages, ...(signer === undefined ? {} : { signer }) };
}

/** The address that every list and policy names. */
export function checkUrl(url: string): void {
  const read = URL.canParse(url) ? new URL(url) : undefined;
  const plain = read?.protocol === "https:" && read.username === "" && read.search === "" && read.hash === "";
  if (!plain || read.href !== url || !url.endsWith("/")) refuse("bad-url", url);
}

/** The packages of this version, as clients will fetch them. */
function newPackages({ built, firefox, crxKey, authority, now }: Publication): Published {
  const given = (client: ClientName) => built.get(client) ?? refuse("bad-packages", client);
  const [thunderbird, browser, chromium] = [given("thunderbird"), given("firefox"), given("chromium")];
  const packages = [
    readPackage("thunderbird", thunderbird.octets, thunderbird.name),
    readPackage("chromium", packCrx(chromium.octets, crxKey), chromium.name),
  ];
  if (firefox === "nothing") return { packages };
  if (firefox === "unsigned") return { packages: [...packages, readPackage("firefox", browser.octets, browser.name)] };
  const { name, octets } = firefox.signed;
  const signed = readPackage("firefox", octets, name);
  const signer = checkSignedPackage(signed.files, name, { id: EXTENSION_IDS.gecko, authority, now });
  checkSameContent(signed.files, readZip(browser.octets, browser.name), name);
  return { packages: [...packages, signed], signer };
}

/** The same version again is the same package; any other is newer than what is there. */
function checkRises({ client, version, file, octets }: Package, earlier: readonly Package[]): void {
  const [newest] = versionsOf(earlier, client);
  if (newest === undefined) return;
  const higher = compareVersions(version, newest.version);
  if (higher < 0) refuse("version-lower", `${file} after ${newest.file}`);
  if (higher === 0 && !newest.octets.equals(octets)) refuse("version-reused", file);
}
