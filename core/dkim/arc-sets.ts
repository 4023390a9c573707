import { asciiLower } from "../message/fields.ts";
import type { HeaderField, Message } from "../message/message.ts";
import {
  type DkimSignature,
  readSigned,
  readSignedBy,
  readTags,
  type SignedBy,
  type TaggedField,
  valuesOf,
} from "./signature.ts";

/** Most instances of an ARC chain (RFC 8617 s4.2.1). */
const MAX_INSTANCES = 50;

/** An ARC-Seal whose every tag was read (RFC 8617 s4.1.3). */
export interface ArcSeal extends TaggedField, SignedBy {
  /** `cv=`: what the sealer found out about the chain before it. */
  readonly status: "none" | "pass" | "fail";
}

/** What one intermediary added (RFC 8617 s4.2). */
export interface ArcSet {
  /** ARC-Authentication-Results: what it says it found. */
  readonly results: HeaderField;
  readonly message: HeaderField;
  readonly seal: ArcSeal;
}

/** The sets of a message, as far as their form goes. */
export type ArcSets =
  /** Sets 1 to n, each complete and once; the signature is that of the newest. */
  | { readonly kind: "sets"; readonly sets: readonly ArcSet[]; readonly signature: DkimSignature }
  /** The last sealer itself says the chain is broken (s5.2 step 2). */
  | { readonly kind: "failed"; readonly domain: string }
  | { readonly kind: "malformed" };

const NAMES = ["arc-authentication-results", "arc-message-signature", "arc-seal"] as const;
const MALFORMED = { kind: "malformed" } as const;

/**
 * Reads the form of an ARC chain (RFC 8617 s5.2 steps 1 to 3): the sets 1 to n, each complete and once, `cv=none` in the
 * first and `pass` in all others. Older ARC-Message-Signatures are sealed octets and not read: nothing is left of the
 * message they signed.
 * @returns undefined for a message without ARC fields
 */
export function readArcSets(message: Message): ArcSets | undefined {
  const [results = [], signatures = [], seals = []] = NAMES.map((name) =>
    message.fields.filter(({ lowerName }) => lowerName === name),
  );
  const count = seals.length;
  if (count + results.length + signatures.length === 0) return undefined;
  if (count === 0 || count > MAX_INSTANCES || results.length !== count || signatures.length !== count) return MALFORMED;
  const sets: ArcSet[] = [];
  const [byResults, bySignature, bySeal] = [
    byInstance(results, (field) => resultsInstance(message, field)),
    byInstance(signatures, (field) => tagInstance(message, field)),
    byInstance(seals, (field) => tagInstance(message, field)),
  ];
  for (let instance = 1; instance <= count; instance++) {
    const [own, signed, sealed] = [byResults.get(instance), bySignature.get(instance), bySeal.get(instance)];
    const seal = sealed && readSeal(message, sealed);
    if (own === undefined || signed === undefined || seal === undefined) return MALFORMED;
    sets.push({ results: own, message: signed, seal });
  }
  return judgeForm(message, sets);
}

function judgeForm(message: Message, sets: readonly ArcSet[]): ArcSets {
  const newest = sets.at(-1);
  if (newest?.seal.status === "fail") return { kind: "failed", domain: newest.seal.domain };
  const inOrder = sets.every(({ seal }, place) => seal.status === (place === 0 ? "none" : "pass"));
  const signature = newest && inOrder ? readMessageSignature(message, newest.message) : undefined;
  return signature === undefined ? MALFORMED : { kind: "sets", sets, signature };
}

/** Fields by instance; two of one instance are none. */
function byInstance(fields: readonly HeaderField[], instanceOf: (field: HeaderField) => number) {
  const found = new Map<number, HeaderField | undefined>();
  for (const field of fields) {
    const instance = instanceOf(field);
    found.set(instance, found.has(instance) ? undefined : field);
  }
  return found;
}

/** `instance = [CFWS] "i" [CFWS] "=" [CFWS] 1*2DIGIT`; comments there are nobody's habit and not read. 0 where it is none. */
function resultsInstance(message: Message, field: HeaderField): number {
  const text = message.text(field.valueStart, field.end);
  return instanceNumber(/^[\t\r\n ]*i[\t\r\n ]*=[\t\r\n ]*(\d+)[\t\r\n ]*;/.exec(text)?.[1]);
}

function tagInstance(message: Message, field: HeaderField): number {
  const tagged = readTags(message, field);
  return tagged === undefined ? 0 : instanceNumber(valuesOf(tagged).get("i"));
}

const instanceNumber = (text = "0") => (/^[1-9]\d?$/.test(text) ? Number(text) : 0);

function readSeal(message: Message, field: HeaderField): ArcSeal | undefined {
  const tagged = readTags(message, field);
  if (tagged === undefined) return undefined;
  const value = valuesOf(tagged);
  const by = readSignedBy(value);
  const status = asciiLower(value.get("cv") ?? "");
  // A seal covers all sets and nothing else: `h=` would promise more (s4.1.3).
  if (by === undefined || value.has("h")) return undefined;
  return status === "none" || status === "pass" || status === "fail" ? { ...tagged, ...by, status } : undefined;
}

/** As a DKIM-Signature, but for `v=`, which it has not, and `i=`, which is the instance; no seal is signed by it (s4.1.2). */
function readMessageSignature(message: Message, field: HeaderField): DkimSignature | undefined {
  const tagged = readTags(message, field);
  const signature = tagged && readSigned(tagged, valuesOf(tagged));
  if (signature === undefined || signature.names.includes("arc-seal")) return undefined;
  return { ...signature, sameAgent: true };
}
