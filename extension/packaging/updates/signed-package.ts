import { createHash, type X509Certificate } from "node:crypto";
import { verifyCoseSign } from "./cose-sign.ts";
import { refuse } from "./refusal.ts";
import { verifySignedData } from "./signed-data.ts";
import { leadsTo, type Signer, subjectOf, subjectPart } from "./signers.ts";

/** What Mozilla adds to a package: a list of the files signed with COSE, and one signed with PKCS #7 over a third file. */
const [COSE_LIST, COSE_SIGNATURE] = ["META-INF/cose.manifest", "META-INF/cose.sig"];
const [LIST, DIGEST_OF_LIST, SIGNATURE] = ["META-INF/manifest.mf", "META-INF/mozilla.sf", "META-INF/mozilla.rsa"];
const ADDED = [COSE_LIST, COSE_SIGNATURE, LIST, DIGEST_OF_LIST, SIGNATURE];

type Files = ReadonlyMap<string, Buffer>;

/** What a signature is checked against. */
export interface Expected {
  /** The add-on's id, which the certificate names. */
  readonly id: string;
  readonly authority: X509Certificate;
  readonly now: Date;
}

/** Whether somebody signed: nothing of META-INF is in what is built. */
export const hasSignature = (files: Files): boolean => [...files.keys()].some((path) => /^meta-inf\//i.test(path));

const sha256 = (octets: Uint8Array) => createHash("sha256").update(octets).digest("base64");

/**
 * Checks Mozilla's signatures on an add-on's package, both of them: every file stands in both lists with its SHA-256,
 * and both lists are signed by a certificate for this add-on that leads to Mozilla's authority.
 * @param what name of the package, for the refusal
 * @returns who signed
 */
export function checkSignedPackage(files: Files, what: string, { id, authority, now }: Expected): string {
  const get = (path: string) => files.get(path) ?? refuse("not-signed", `${what}: no ${path}`);
  const [coseList, list, digestOfList] = [get(COSE_LIST), get(LIST), get(DIGEST_OF_LIST)];
  checkList(files, list, [LIST, DIGEST_OF_LIST, SIGNATURE], `${what}: ${LIST}`);
  checkList(files, coseList, ADDED, `${what}: ${COSE_LIST}`);
  const said = sectionsOf(digestOfList, `${what}: ${DIGEST_OF_LIST}`)[0]?.get("SHA256-Digest-Manifest");
  if (said !== sha256(list)) refuse("manifest-differs", `${what}: ${DIGEST_OF_LIST}`);
  const checked = (path: string, signer: Signer | undefined) => {
    if (signer === undefined) return refuse("signature-wrong", `${what}: ${path}`);
    const { certificate } = signer;
    const known = subjectPart(certificate, "CN") === id && leadsTo(signer, authority, now);
    return known ? subjectOf(certificate) : refuse("signer-unknown", `${what}: ${path}: ${subjectOf(certificate)}`);
  };
  checked(SIGNATURE, verifySignedData(get(SIGNATURE), digestOfList));
  return checked(COSE_SIGNATURE, verifyCoseSign(get(COSE_SIGNATURE), coseList));
}

/**
 * Checks that what came back from Mozilla is what was built here: but for the signature the same files with the same octets.
 * @param what name of the signed package, for the refusal
 */
export function checkSameContent(signed: Files, built: Files, what: string): void {
  for (const path of new Set([...built.keys(), ...signed.keys()])) {
    if (ADDED.includes(path)) continue;
    const [one, other] = [signed.get(path), built.get(path)];
    if (one === undefined || other === undefined || !one.equals(other)) refuse("not-our-build", `${what}: ${path}`);
  }
}

/** Each file but those left out stands in the list once, with its digest, and nothing else does. */
function checkList(files: Files, list: Buffer, without: readonly string[], what: string): void {
  const [, ...sections] = sectionsOf(list, what);
  const digests = new Map(sections.map((section) => [section.get("Name") ?? "", section.get("SHA256-Digest")]));
  const wanted = [...files.keys()].filter((path) => !without.includes(path));
  for (const path of [...wanted, ...digests.keys()]) {
    const file = without.includes(path) ? undefined : files.get(path);
    if (file === undefined || digests.get(path) !== sha256(file)) refuse("manifest-differs", `${what}: ${path}`);
  }
  if (digests.size !== sections.length) refuse("manifest-differs", what);
}

/** Sections of a JAR manifest: lines of names and values, a line that begins with a space goes on with the one before. */
function sectionsOf(octets: Buffer, what: string): readonly ReadonlyMap<string, string>[] {
  const text = octets.toString("utf8").replaceAll("\r\n", "\n");
  const whole = text.replaceAll("\n ", "").split(/\n\n+/);
  return whole
    .filter((section) => section !== "")
    .map((section) => {
      const lines = section.split("\n").filter((line) => line !== "");
      const pairs = lines.map((line) => /^([A-Za-z0-9-]+): (.*)$/.exec(line) ?? refuse("manifest-differs", what));
      const names = new Map(pairs.map(([, name = "", value = ""]) => [name, value]));
      return names.size === pairs.length ? names : refuse("manifest-differs", what);
    });
}
