import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { refuse } from "./refusal.ts";
import { readPublisherKey } from "./ssh-signature.ts";

/** Chromium's packages are signed with RSA, lists of files with Ed25519. */
export type KeyKind = "rsa" | "ed25519";

const LEAST_RSA_BITS = 2048;

/**
 * Makes a private key (PKCS #8 in PEM) that only its owner can read. What is there already stays as it is.
 * @param out the directory that will be published, in which no key may lie
 * @returns whether a key was made
 */
export function makeKey(file: string, kind: KeyKind, out: string): boolean {
  if (existsSync(file)) return false;
  mustLieOutside(out, file);
  const { privateKey } =
    kind === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 3072 }) : generateKeyPairSync("ed25519");
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
  return true;
}

/** Where a path leads, links followed as far as there is something. */
const whereIs = (path: string): string =>
  existsSync(path) ? realpathSync(path) : join(whereIs(dirname(path)), basename(path));

function mustLieOutside(out: string, file: string): void {
  if (!relative(whereIs(resolve(out)), whereIs(resolve(file))).startsWith("..")) refuse("key-would-be-published", file);
}

/**
 * Reads a private key.
 * @param out the directory that will be published, in which no key may lie
 */
export function readKey(file: string, kind: KeyKind, out: string): KeyObject {
  if (!existsSync(file)) refuse("key-missing", file);
  mustLieOutside(out, file);
  // Windows has other permissions, and tells of none here.
  if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) refuse("key-open-to-others", file);
  const key = privateKeyIn(readFileSync(file, "utf8"));
  const long = kind === "ed25519" || (key?.asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_RSA_BITS;
  return key?.asymmetricKeyType === kind && long ? key : refuse("key-unreadable", file);
}

function privateKeyIn(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** Reads the publisher's public key, as the command or `ssh-keygen` writes it. */
export function readPublisherKeyFile(file: string): KeyObject {
  if (!existsSync(file)) refuse("key-missing", file);
  return readPublisherKey(readFileSync(file, "utf8")) ?? refuse("key-unreadable", file);
}

/**
 * Mozilla's authority for add-ons, as Firefox has it built in.
 * @param file another certificate in PEM, for the day on which Mozilla has another one
 */
export function readAuthorityFile(file = "extension/packaging/updates/mozilla-root.pem"): X509Certificate {
  if (!existsSync(file)) refuse("key-missing", file);
  try {
    return new X509Certificate(readFileSync(file));
  } catch {
    return refuse("key-unreadable", file);
  }
}
