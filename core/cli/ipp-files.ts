import { toBase64 } from "../canonical/encoding.ts";
import { equalOctets } from "../canonical/octets.ts";
import { readPolicy } from "../ipp/policy.ts";
import type { RecipientPolicy } from "../policies.ts";
import { keyFingerprint } from "../x509/certificate.ts";
import { type PublishedCertificates, readPublished } from "../x509/published.ts";
import { formatTime } from "./clock.ts";
import { Failure } from "./failure.ts";
import { exists, readText, replaceText, writeNew } from "./files.ts";
import { faultText } from "./knowledge-file.ts";
import { note } from "./terminal.ts";

/** A certificate that ends within this time is made anew, in seconds. */
const RENEWAL = 30 * 86_400;
/** A web server runs as somebody else. */
const MODE = 0o644;

/**
 * Reads a policy, whole or not at all.
 * @throws Failure `FILE_UNREADABLE`, `RECORD`
 */
export function readPolicyFile(path: string): { readonly text: string; readonly policy: RecipientPolicy } {
  const text = readText(path);
  const { policy, faults } = readPolicy(text);
  if (policy === undefined) throw new Failure("RECORD", `${path} is no policy: ${faults.map(faultText).join("; ")}`);
  return { text, policy };
}

/** A file to write, and whether one that says something else may be replaced. */
export interface Place {
  readonly path: string;
  readonly replace: boolean;
}

/** A `.pub` that is wanted. */
export interface WantedPub {
  readonly text: string;
  readonly address: string;
  /** The signing key it must be of: octets of G25, base64. */
  readonly key: string;
  /** Epoch seconds. */
  readonly now: number;
  /** Also replace a certificate of the same key that holds for long yet. */
  readonly renew: boolean;
}

/**
 * Writes a `.pub`, leaves a good one as it is, renews one of the same keys, and refuses to put another key in its place
 * unasked: readers pin the first they meet (X5-01).
 * @throws Failure `KEY_UNUSABLE`, `PUBLISHED`, `FILE_UNWRITABLE`
 */
export async function writePub(place: Place, wanted: WantedPub): Promise<void> {
  note(await pubWritten(place, wanted));
}

/** What became of the file. */
async function pubWritten({ path, replace }: Place, wanted: WantedPub): Promise<string> {
  const { text, address, key, now, renew } = wanted;
  const fresh = await readPublished(text, address, [now]);
  if (fresh.kind === "fault")
    throw new Failure("KEY_UNUSABLE", `the certificate is none that ${address} can publish (${fresh.code})`);
  if (toBase64(fresh.signing.publicKey.key) !== key)
    throw new Failure("KEY_UNUSABLE", "the certificate is of another key than the key file");
  const told = `${path}  SHA-256 ${keyFingerprint(fresh.signing)}`;
  const until = `until ${formatTime(fresh.signing.notAfter)}`;
  if (!exists(path)) {
    writeNew(path, text, MODE);
    return `${told}, ${until}`;
  }
  const oldText = readText(path);
  const old = await readPublished(oldText, address, []);
  const same = old.kind === "published" && keepsKeys(old, fresh);
  if (!same && !replace)
    throw new Failure(
      "PUBLISHED",
      `${path} publishes ${old.kind === "fault" ? "something that is no .pub of this address" : "other keys"}`,
      "--replace puts these in their place; readers will be asked about a changed key.",
    );
  const holds = old.kind === "published" && same && sameEncryption(old, fresh) && old.signing.notAfter > now + RENEWAL;
  if (oldText === text || (holds && !renew && old.signing.notBefore <= now)) return `${told}, unchanged`;
  replaceText(path, text, MODE);
  return `${told}, ${same ? "renewed" : "replaced"}, ${until}`;
}

/** The same signing key; an encryption key may be added, and none is lost or changed. */
function keepsKeys(old: PublishedCertificates, fresh: PublishedCertificates): boolean {
  const signs = equalOctets(old.signing.publicKey.key, fresh.signing.publicKey.key);
  return signs && (old.encryption === undefined || sameEncryption(old, fresh));
}

function sameEncryption({ encryption: a }: PublishedCertificates, { encryption: b }: PublishedCertificates): boolean {
  return a === undefined || b === undefined ? a === b : equalOctets(a.publicKey.key, b.publicKey.key);
}

/**
 * Writes a `.pol`; another one that is there stays unless it may be replaced.
 * @throws Failure `PUBLISHED`, `FILE_UNWRITABLE`
 */
export function writePol(place: Place, text: string): void {
  note(`${place.path}  ${polWritten(place, text)}`);
}

function polWritten({ path, replace }: Place, text: string): string {
  if (!exists(path)) {
    writeNew(path, text, MODE);
    return "written";
  }
  if (readText(path) === text) return "unchanged";
  if (!replace) throw new Failure("PUBLISHED", `${path} is another policy`, "--replace puts this one in its place.");
  replaceText(path, text, MODE);
  return "replaced";
}
