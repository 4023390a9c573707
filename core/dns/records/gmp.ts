import { strictBase64 } from "../../canonical/encoding.ts";
import { parseTagList, type TagList } from "../../canonical/taglist.ts";
import { parseTime } from "../../canonical/times.ts";
import { lintKey } from "../../crypto/signature.ts";
import type { KnownKey, SignatureAlgorithm, StampPolicy } from "../../knowledge.ts";
import type { Question } from "../message.ts";
import { nameOf } from "../names.ts";
import { TYPE } from "../types.ts";
import type { Lookup } from "../validate.ts";
import { versioned } from "./txt.ts";

/** Why a proven answer holds no usable record. */
export type RecordFault =
  /** Two records of the version, so none (DNS-13, G37). */
  | "several"
  | "malformed"
  /** A key of an algorithm this version does not know (H13). */
  | "unknown-algorithm"
  /** KEY_WEAK (H13). */
  | "weak"
  /** The answer was made from a wildcard, so nobody published it for this name (DNS-07). */
  | "wildcard";

/** What a look-up says about a published record. `absent` is proven; `unproven` says nothing at all (T60). */
export type Published<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "absent" }
  | { readonly kind: "unusable"; readonly fault: RecordFault }
  | { readonly kind: "unproven" };

/** Where a key is published: `<kid>._gmp.<org_id>` (3-protocols 1.4). */
export function gmpKeyQuestion(orgId: string, kid: string): Question | undefined {
  const name = nameOf(`${kid}._gmp.${orgId}`);
  return name === undefined ? undefined : { name, type: TYPE.TXT };
}

/** Where a domain says how much of its mail is stamped: `_gmp.<domain>` (1.4, G36). */
export function gmpPolicyQuestion(domain: string): Question | undefined {
  const name = nameOf(`_gmp.${domain}`);
  return name === undefined ? undefined : { name, type: TYPE.TXT };
}

const KEY_TAGS = new Set(["v", "k", "p", "nb", "na"]);
const POLICY_TAGS = new Set(["v", "stamp"]);
const ALGORITHMS: ReadonlySet<string> = new Set<SignatureAlgorithm>(["ed25519", "ecdsa-p256-sha256", "rsa-pss-sha256"]);

/**
 * Reads a published key (G37, H13). An empty `p` gives a key without octets that is marked compromised, so that nothing
 * it ever signed counts.
 * @param at epoch seconds of the look-up
 */
export function readGmpKey(lookup: Lookup, orgId: string, kid: string, at: number): Published<KnownKey> {
  return theOne(lookup, KEY_TAGS, (tags) => {
    const alg = algorithmOf(tags.get("k"));
    const p = tags.get("p");
    if (tags.get("k") === undefined || p === undefined) return "malformed";
    if (alg === undefined) return "unknown-algorithm";
    const bounds = [timeOf(tags.get("nb")), timeOf(tags.get("na"))];
    const [notBefore, notAfter] = bounds;
    if (notBefore === false || notAfter === false) return "malformed";
    const own = { org_id: orgId, kid, alg, key: p, proof: { how: "dnssec", at } } as const;
    if (p === "") return { ...own, status: "compromised" };
    const octets = strictBase64(p);
    if (octets === undefined) return "malformed";
    if (lintKey(alg, octets) !== undefined) return "weak";
    return { ...own, ...(notBefore && { notBefore }), ...(notAfter && { notAfter }) };
  });
}

/** Reads a published stamping policy (1.4, G31). */
export function readStampPolicy(lookup: Lookup, domain: string): Published<StampPolicy> {
  return theOne(lookup, POLICY_TAGS, (tags) => {
    const stamp = tags.get("stamp");
    return stamp === "all" || stamp === "some" ? { domain, stamp } : "malformed";
  });
}

function theOne<T extends object>(
  { state, records, wildcard }: Lookup,
  defined: ReadonlySet<string>,
  read: (tags: ReadonlyMap<string, string>) => T | RecordFault,
): Published<T> {
  if (state !== "SECURE") return { kind: "unproven" };
  const [text, more] = versioned(records, "GMP1");
  if (text === undefined) return { kind: "absent" };
  if (wildcard) return { kind: "unusable", fault: "wildcard" };
  if (more !== undefined) return { kind: "unusable", fault: "several" };
  const tags = parseTagList(text, defined);
  const value = tags === undefined ? "malformed" : read(byName(tags));
  return typeof value === "string" ? { kind: "unusable", fault: value } : { kind: "found", value };
}

const byName = (tags: TagList) => new Map(tags.map(({ name, value }) => [name, value]));

function algorithmOf(k: string | undefined): SignatureAlgorithm | undefined {
  if (k === undefined || !ALGORITHMS.has(k)) return undefined;
  return k === "ed25519" || k === "ecdsa-p256-sha256" ? k : "rsa-pss-sha256";
}

/** Epoch seconds as RFC 3339; undefined for no bound, false for anything but a time from 2000 to 9999. */
function timeOf(text: string | undefined): string | undefined | false {
  if (text === undefined || text === "") return undefined;
  if (!/^\d{9,12}$/.test(text) || Number(text) > 253402300799) return false;
  const time = new Date(Number(text) * 1000).toISOString().replace(".000Z", "Z");
  return parseTime(time) === undefined ? false : time;
}
