import { strictBase64 } from "../canonical/encoding.ts";
import { parseTagList } from "../canonical/taglist.ts";
import { lintKey } from "../crypto/key-lint.ts";
import { bitLength, type RsaPublicKey, readBareRsaPublicKey, readRsaPublicKey } from "../crypto/rsa-key.ts";
import { isSoundRsaKey } from "../crypto/rsa-pkcs1.ts";

/** A published key that may be tried (RFC 6376 s3.6.1, RFC 8463). */
export interface PublishedKey {
  readonly kind: "key";
  readonly key: RsaKey | Ed25519Key;
  /** Flag `y`: the domain only tries DKIM out. */
  readonly testing: boolean;
  /** Flag `s`: `i=` and `d=` must name the same domain. */
  readonly strict: boolean;
}

interface RsaKey extends RsaPublicKey {
  readonly type: "rsa";
  readonly bits: number;
}

interface Ed25519Key {
  readonly type: "ed25519";
  readonly octets: Uint8Array;
}

/** What stands at a key's name, if no key that may be tried. */
export type NoKey = {
  /** `gone`: nothing is published. `weak`: below 1024 bits, or a key that anybody can sign with (RFC 8301 s3.2). */
  readonly kind: "gone" | "revoked" | "unusable" | "weak";
};

/** Values in one piece by grammar; notes and unknown tags may hold blanks. */
const ONE_PIECE = new Set(["v", "k"]);
const FOLDABLE = { has: (name: string) => !ONE_PIECE.has(name) };

/** RFC 8301 s3.2: less must not count; more than the upper bound only costs time (RFC 6376 s3.3.3 asks for 2048). */
const MIN_BITS = 1024;
const MAX_BITS = 8192;

/**
 * Reads the TXT records of a key's name: exactly one that may be a DKIM key, well formed. Several are undefined by
 * RFC 6376 s3.6.2.2 and therefore none; records of another `v` are not looked at.
 * @param texts one for each record, its character-strings joined
 */
export function readDkimKeyRecords(texts: readonly string[]): PublishedKey | NoKey {
  const own = texts.filter(
    (text) => !/^[\t ]*v[\t ]*=/.test(text) || /^[\t ]*v[\t ]*=[\t ]*DKIM1[\t ]*(?:;|$)/.test(text),
  );
  const [text] = own;
  if (text === undefined) return { kind: "gone" };
  return own.length > 1 ? { kind: "unusable" } : readRecord(text);
}

function readRecord(text: string): PublishedKey | NoKey {
  const unusable = { kind: "unusable" } as const;
  // Blanks after the last ";" break the grammar and nothing else; many zones have them.
  const tags = parseTagList(text.replace(/;[\t ]+$/, ";"), undefined, FOLDABLE);
  const value = new Map(tags?.map((tag) => [tag.name, tag.value]));
  // `v` stands first or not at all (RFC 6376 s3.6.1).
  if (tags === undefined || (value.has("v") && (tags[0]?.name !== "v" || value.get("v") !== "DKIM1"))) return unusable;
  const list = (name: string) => value.get(name)?.split(":");
  if (list("h")?.includes("sha256") === false) return unusable;
  const services = list("s") ?? ["*"];
  if (!services.includes("*") && !services.includes("email")) return unusable;
  const p = value.get("p");
  if (p === undefined) return unusable;
  if (p === "") return { kind: "revoked" };
  const octets = strictBase64(p);
  const key = octets === undefined ? undefined : readKey(value.get("k") ?? "rsa", octets);
  if (key === undefined || key === "weak") return key === undefined ? unusable : { kind: "weak" };
  const flags = list("t") ?? [];
  return { kind: "key", key, testing: flags.includes("y"), strict: flags.includes("s") };
}

function readKey(k: string, octets: Uint8Array): RsaKey | Ed25519Key | "weak" | undefined {
  if (k === "ed25519") {
    const fault = lintKey("ed25519", octets);
    if (fault === undefined) return { type: "ed25519", octets };
    return fault === "small-order" ? "weak" : undefined;
  }
  if (k !== "rsa") return undefined;
  const rsa = readRsaPublicKey(octets) ?? readBareRsaPublicKey(octets);
  if (rsa === undefined) return undefined;
  const bits = bitLength(rsa.modulus);
  if (bits < MIN_BITS || bits > MAX_BITS || !isSoundRsaKey(rsa)) return "weak";
  return { type: "rsa", ...rsa, bits };
}
