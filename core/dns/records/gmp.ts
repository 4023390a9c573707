import { strictBase64 } from "../../canonical/encoding.ts";
import { parseTime } from "../../canonical/times.ts";
import { lintKey } from "../../crypto/signature.ts";
import type { KnownKey, SignatureAlgorithm, StampPolicy } from "../../knowledge.ts";
import type { Question } from "../message.ts";
import { nameOf } from "../names.ts";
import { TYPE } from "../types.ts";
import type { Lookup } from "../validate.ts";
import { type Published, theRecord } from "./published.ts";

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
export function readGmpKey(
  lookup: Pick<Lookup, "state" | "records" | "wildcard">,
  orgId: string,
  kid: string,
  at: number,
): Published<KnownKey> {
  return theRecord(lookup, "GMP1", KEY_TAGS, (tags) => {
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
export function readStampPolicy(
  lookup: Pick<Lookup, "state" | "records" | "wildcard">,
  domain: string,
): Published<StampPolicy> {
  return theRecord(lookup, "GMP1", POLICY_TAGS, (tags) => {
    const stamp = tags.get("stamp");
    return stamp === "all" || stamp === "some" ? { domain, stamp } : "malformed";
  });
}

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
