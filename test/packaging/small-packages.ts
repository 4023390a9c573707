import { generateKeyPairSync, type KeyObject, type X509Certificate } from "node:crypto";
import type { ClientName } from "../../core/index.ts";
import { EXTENSION_IDS } from "../../core/index.ts";
import type { Given, Publication } from "../../extension/packaging/updates/publish.ts";
import { refusalOf } from "../../extension/packaging/updates/refusal.ts";
import { zip } from "../../extension/packaging/zip.mjs";

// Packages of a few octets that have what the command looks at.

/** Keys of the right kinds, made once: RSA takes its time. */
export const CRX_KEY: KeyObject = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
export const PUBLISHER_KEY: KeyObject = generateKeyPairSync("ed25519").privateKey;

export const ADDRESS = "https://packages.example.org/countersign/";

/** Files of one client's package. */
export function filesOf(client: ClientName, version: string, id: string = EXTENSION_IDS.gecko): Map<string, Buffer> {
  const gecko = { browser_specific_settings: { gecko: { id, strict_min_version: "153.0" } } };
  const manifest = { version, ...(client === "chromium" ? { minimum_chrome_version: "148" } : gecko) };
  return new Map([
    ["manifest.json", Buffer.from(JSON.stringify(manifest))],
    ["background.js", Buffer.from(`// ${client} ${version}\n`)],
    [`_locales/${"de/".repeat(25)}messages.json`, Buffer.from("{}")],
  ]);
}

/** The built packages of a version, as `node build.mjs packages` leaves them. */
export const builtOf = (version: string): Map<ClientName, Given> =>
  new Map(
    (["thunderbird", "firefox", "chromium"] as const).map((client) => {
      const name = `countersign-${client}-${version}.${client === "chromium" ? "zip" : "xpi"}`;
      return [client, { name, octets: zip(filesOf(client, version)) }];
    }),
  );

/** A publication of a version with the keys above. */
export const publicationOf = (
  out: string,
  version: string,
  authority: X509Certificate,
  changes: Partial<Publication> = {},
): Publication => ({
  url: ADDRESS,
  out,
  built: builtOf(version),
  firefox: "unsigned",
  crxKey: CRX_KEY,
  publisherKey: PUBLISHER_KEY,
  authority,
  now: new Date(),
  ...changes,
});

/** The message of a refusal; undefined where the work was done. */
export function refusedBy(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (refusalOf(error) === undefined || !(error instanceof Error)) throw error;
    return error.message;
  }
}
