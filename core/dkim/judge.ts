import { headerGuesses } from "../canonical/header-guesses.ts";
import { equalOctets } from "../canonical/octets.ts";
import type { Knowledge } from "../knowledge.ts";
import { MAX_DKIM_GUESSES, MAX_DKIM_HEADER_OCTETS } from "../limits.ts";
import type { BodyHashes } from "./body.ts";
import { fitsAlgorithm, isTrue } from "./edge.ts";
import { type FoundKey, findKey } from "./key.ts";
import type { PublishedKey } from "./key-record.ts";
import type { DkimSignature, SignedBy } from "./signature.ts";
import { coveredNames, type Header, signedFields, signingInput } from "./signed-header.ts";

/** What keeps a true signature from being credit; the first that applies is told. */
export type Shortcoming = "expired" | "future" | "testing" | "weak" | "partial" | "unproven";

/** What became of one signature. */
export type Verdict =
  /** Signature and body hash are true. */
  | { readonly kind: "true"; readonly shortcoming?: Shortcoming }
  /**
   * It no longer fits. `header` is `unknown` without a key; `fields` are those that were changed since, each proven:
   * without the change the signature is true.
   */
  | {
      readonly kind: "changed";
      readonly body: boolean;
      readonly header: "same" | "changed" | "unknown";
      readonly fields: readonly string[];
    }
  /** The body hash fits, and there is no key to check the rest with. */
  | { readonly kind: "no-key"; readonly why: Exclude<FoundKey["kind"], "key"> }
  /** SHA-1 or an algorithm this version does not know, or a header beyond the limit: not tried. */
  | { readonly kind: "sha1" | "unsupported" | "too-long" };

/** Seconds a signer's clock may be ahead (as for receipts, G33). */
const AHEAD = 600;
/** RSA bits below which a true signature is no credit (3-protocols, common rules; RFC 8301 s3.2 asks signers for them). */
const CREDIT_BITS = 2048;

/** Everything signatures of one message are judged with. */
export interface Circumstances {
  readonly header: Header;
  readonly bodies: BodyHashes;
  readonly knowledge: Knowledge;
}

/** What a signature is by itself: without guesses what was changed, and without a thought of what it is worth. */
export type Trial =
  | { readonly kind: "true"; readonly key: PublishedKey & { readonly proven: boolean } }
  | {
      readonly kind: "false";
      readonly body: boolean;
      /** Absent where the header was not to blame, or could not be looked at. */
      readonly header?: { readonly key: PublishedKey; readonly fields: ReturnType<typeof signedFields> };
      readonly keyless?: true;
    }
  | (Verdict & { readonly kind: "no-key" | "sha1" | "unsupported" | "too-long" });

/** Tries one signature (RFC 6376 s6.1.3). */
export async function tryOut(signature: DkimSignature, { header, bodies, knowledge }: Circumstances): Promise<Trial> {
  if (signature.algorithm === "rsa-sha1") return { kind: "sha1" };
  if (signature.algorithm === "unknown") return { kind: "unsupported" };
  const hash = bodies(signature);
  const body = hash === undefined || !equalOctets(hash, signature.bodyHash);
  const key = usable(signature, findKey(signature, knowledge));
  if (key.kind !== "key") return body ? { kind: "false", body, keyless: true } : { kind: "no-key", why: key.kind };
  const fields = signedFields(signature, header);
  const input = signingInput(signature, fields);
  if (input.length > MAX_DKIM_HEADER_OCTETS) return { kind: "too-long" };
  if (!(await isTrue(signature, key, input))) return { kind: "false", body, header: { key, fields } };
  return body ? { kind: "false", body } : { kind: "true", key };
}

/** Judges one signature (RFC 6376 s6.1). Never an alarm: who forwards mail breaks signatures (s4.4). */
export async function judge(signature: DkimSignature, circumstances: Circumstances): Promise<Verdict> {
  const trial = await tryOut(signature, circumstances);
  if (trial.kind === "true") {
    const shortcoming = shortcomingOf(signature, trial.key, circumstances.header, circumstances.knowledge);
    return { kind: "true", ...(shortcoming && { shortcoming }) };
  }
  if (trial.kind !== "false") return trial;
  const { body, header, keyless } = trial;
  if (header === undefined) return { kind: "changed", body, header: keyless ? "unknown" : "same", fields: [] };
  const { key, fields } = header;
  const named = signature.headerForm === "relaxed" ? await changedFields(signature, key, fields) : [];
  return { kind: "changed", body, header: "changed", fields: named };
}

/** A key for another algorithm is none for this signature. */
export const usableKey = (by: SignedBy, found: FoundKey): FoundKey =>
  found.kind === "key" && !fitsAlgorithm(by, found) ? { kind: "unusable" } : found;

/** So is one whose flag `s` forbids this `i=`. */
function usable(signature: DkimSignature, found: FoundKey): FoundKey {
  const forbidden = found.kind === "key" && found.strict && !signature.sameAgent;
  return forbidden ? { kind: "unusable" } : usableKey(signature, found);
}

function shortcomingOf(
  signature: DkimSignature,
  { key, testing, proven }: PublishedKey & { readonly proven: boolean },
  header: Header,
  { now, firstSeen = now }: Knowledge,
): Shortcoming | undefined {
  const { expires, signedAt, length } = signature;
  // The age of a message counts from when this mailbox first saw it, never from today (3-protocols, common rules).
  if (expires !== undefined && expires < firstSeen) return "expired";
  if (signedAt !== undefined && signedAt > firstSeen + AHEAD) return "future";
  if (testing) return "testing";
  if (key.type === "rsa" && (key.bits < CREDIT_BITS || !isUsualExponent(key.exponent))) return "weak";
  if (length !== undefined || leavesOpen(signature, header)) return "partial";
  return proven ? undefined : "unproven";
}

/** 65537 or more: smaller ones are credit for nobody (3-protocols, common rules). */
const isUsualExponent = (exponent: Uint8Array) => exponent.reduce((value, octet) => value * 256 + octet, 0) >= 65537;

/** A From or a Content-Type outside the signature lets somebody else decide who wrote what (T37, MIME-11). */
function leavesOpen(signature: DkimSignature, header: Header): boolean {
  const covered = coveredNames(signature, header);
  return ["from", "content-type"].some((name) => header.instances.has(name) && !covered.has(name));
}

/** Undoes what lists and forwarders do to a header, one guess after the other: a match is proof, no match is silence. */
async function changedFields(
  signature: DkimSignature,
  key: PublishedKey,
  fields: ReturnType<typeof signedFields>,
): Promise<readonly string[]> {
  let attempts = 0;
  for (const guess of headerGuesses(fields)) {
    const input = signingInput(signature, guess.fields);
    if (++attempts > MAX_DKIM_GUESSES) return [];
    if (await isTrue(signature, key, input)) return guess.names;
  }
  return [];
}
