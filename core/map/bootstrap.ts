import { strictBase64 } from "../canonical/encoding.ts";
import { jsonMembers, readCompactJws } from "../canonical/jws.ts";
import { verifySignature } from "../crypto/signature.ts";
import { wellFormed } from "../dns/records/map-key.ts";
import type { MapKey, MapKeyRecord } from "../knowledge.ts";
import { MAX_BOOTSTRAP_TEXT } from "../limits.ts";
import { isCount, isDomain, isLabel } from "./grammar.ts";

/** What a domain in an unsigned zone publishes at `https://<domain>/.well-known/map-bootstrap` (T17). */
export interface Bootstrap {
  readonly domain: string;
  /** Concerns mail sent to the domain, so readers of its mail ignore it (T07). */
  readonly mode: "enforce" | "testing" | "none";
  /** Epoch seconds. */
  readonly issued: number;
  readonly expires: number;
  readonly keys: readonly (MapKeyRecord & { readonly id: string })[];
}

const FORMAT = "map-bootstrap/1";
const MODES = ["enforce", "testing", "none"] as const;
/** Longest life of a document, in seconds (T17). */
const MAX_LIFETIME = 7 * 86_400;
/** Seconds that the server's clock may be ahead (U17). */
const CLOCK_SKEW = 300;

/**
 * Reads a bootstrap document. Its signature, by one of its own keys, proves only that it is in one piece; that it is the
 * domain's own is the TLS certificate's word. To be asked for, and believed, only after a proven insecure delegation (MAP-11).
 * @param jws compact JWS (RFC 7515 s3.1)
 * @param domain the host it came from
 * @param now epoch seconds
 * @param newest highest `iat` seen from this domain: an older document is refused
 */
export async function readBootstrap(
  jws: string,
  domain: string,
  now: number,
  newest = 0,
): Promise<Bootstrap | undefined> {
  const parts = readCompactJws(jws, MAX_BOOTSTRAP_TEXT);
  if (parts === undefined) return undefined;
  const kid = readHeader(parts.header);
  const bootstrap = readPayload(parts.payload);
  const signer = bootstrap?.keys.find(({ id }) => id === kid);
  if (bootstrap === undefined || signer === undefined || bootstrap.domain !== domain) return undefined;
  if (bootstrap.issued < newest || bootstrap.issued - CLOCK_SKEW > now || now > bootstrap.expires) return undefined;
  const key = signer.k === "ed25519" ? strictBase64(signer.p) : undefined;
  if (key === undefined) return undefined;
  const good = await verifySignature("ed25519", key, parts.signed, parts.signature);
  return good === true ? bootstrap : undefined;
}

/** The keys of a document as knowledge. */
export function bootstrapKeys({ domain, keys, expires }: Bootstrap): readonly MapKey[] {
  return keys.map(({ id, ...record }) => ({ domain, id, anchor: "https", state: "insecure", record, expires }));
}

/** `{alg,kid}` and nothing else. */
function readHeader(text: string): string | undefined {
  const { kid } = jsonMembers(text);
  return isLabel(kid) && [`{"alg":"EdDSA","kid":"${kid}"}`, `{"kid":"${kid}","alg":"EdDSA"}`].includes(text)
    ? kid
    : undefined;
}

function readPayload(text: string): Bootstrap | undefined {
  const { v, domain, mode: word, iat: issued, exp: expires, keys: items } = jsonMembers(text);
  const mode = MODES.find((known) => known === word);
  if (v !== FORMAT || mode === undefined || !isDomain(domain) || !isCount(issued) || !isCount(expires))
    return undefined;
  if (expires < issued || expires - issued > MAX_LIFETIME || !Array.isArray(items)) return undefined;
  const keys = items.map(readItem).filter((key) => key !== undefined);
  if (keys.length < items.length || new Set(keys.map(({ id }) => id)).size < keys.length) return undefined;
  const bootstrap = { domain, mode, issued, expires, keys };
  // One spelling only: other members, duplicates and other number forms do not survive the comparison (RFC 8785).
  return payloadText(bootstrap) === text ? bootstrap : undefined;
}

function readItem(item: unknown): Bootstrap["keys"][number] | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(item));
  const [id, usage, k, p, nb, na] = ["id", "usage", "k", "p", "nb", "na"].map((name) => members.get(name));
  if (!isLabel(id) || typeof usage !== "string" || typeof k !== "string" || typeof p !== "string") return undefined;
  if ((nb !== undefined && !isCount(nb)) || (na !== undefined && !isCount(na))) return undefined;
  const times = { ...(nb !== undefined && { nb }), ...(na !== undefined && { na }) };
  const record = wellFormed({ usage, k, p, ...times });
  return record && { id, ...record };
}

/** The payload in the form of RFC 8785: every text in it is ASCII without escapes, every number a small integer. */
export function payloadText({ domain, mode, issued, expires, keys }: Bootstrap): string {
  const items = keys.map(({ id, usage, k, p, nb, na }) => ({ id, k, na, nb, p, usage }));
  return JSON.stringify({ domain, exp: expires, iat: issued, keys: items, mode, v: FORMAT });
}
