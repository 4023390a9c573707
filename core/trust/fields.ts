import { strictBase64 } from "../canonical/encoding.ts";
import { parseTime } from "../canonical/times.ts";
import { lintKey } from "../crypto/key-lint.ts";
import type { OrganisationKey } from "../knowledge.ts";
import { toALabel } from "../message/domain.ts";
import { hides } from "./characters.ts";
import { isSharedProvider } from "./providers.ts";
import { objectOf, optional, type Place, type Reader, reportUnknown, required, withoutUndefined } from "./reading.ts";
import { publicSuffix, registrableDomain } from "./scope.ts";

/** Longest text of a trust record, in UTF-16 units; URLs excepted. */
const MAX_TEXT = 80;
const MAX_URL = 2000;

const KEY_ID = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const POLICY_ID = /^[A-Za-z0-9._-]{1,64}$/;
/** A dot-atom of RFC 5322 in ASCII: all a stamp can name in v=1 (G34). */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

const isString = (value: unknown): value is string => typeof value === "string";

/** A name shown to people. */
export const readName: Reader<string> = (value, place) => {
  if (!isString(value)) return place.report("wrong-type", value);
  if (value.trim() === "") return place.report("empty", value);
  if (value.length > MAX_TEXT) return place.report("too-long", value);
  return hides(value) ? place.report("hidden-characters", value) : value;
};

/** A boolean; anything else is reported and read as `otherwise`, the stricter side. */
export function readFlag(otherwise: boolean): Reader<boolean> {
  return (value, place) => {
    if (typeof value === "boolean") return value;
    place.report("wrong-type", value);
    return otherwise;
  };
}

/** A domain in the one form that is compared, see {@link toALabel}. */
export const readDomain: Reader<string> = (value, place) => {
  if (!isString(value)) return place.report("wrong-type", value);
  if (value === "") return place.report("empty", value);
  return toALabel(value) ?? place.report("not-a-domain", value);
};

/**
 * A domain somebody may be trusted for: refused at or above a public suffix, because that would be trust in strangers
 * (GMR-08, ADM-03, ADM-04). A mail provider for everybody is noted, not refused: it may stamp its own users' mail.
 */
export const readScopeDomain: Reader<string> = (value, place) => {
  if (isString(value) && value.includes("*")) return place.report("wildcard", value);
  const domain = readDomain(value, place);
  if (domain === undefined) return undefined;
  // The second test finds names above a suffix, such as those with a wildcard rule below them.
  const isSuffix = publicSuffix(domain) === domain || registrableDomain(`x.${domain}`) === undefined;
  if (isSuffix) return place.report("public-suffix", value);
  if (isSharedProvider(domain)) place.report("shared-provider", domain);
  return domain;
};

/** `local@domain`, the local part a dot-atom in ASCII, the domain in A-labels (G34). */
export const readAddress: Reader<string> = (value, place) => {
  if (!isString(value)) return place.report("wrong-type", value);
  const at = value.lastIndexOf("@");
  if (at < 1 || !LOCAL_PART.test(value.slice(0, at))) return place.report("not-an-address", value);
  const domain = readDomain(value.slice(at + 1), place);
  return domain === undefined ? undefined : `${value.slice(0, at)}@${domain}`;
};

/** A pair of G34. */
export const readDelegate: Reader<{ readonly from: string; readonly sender: string }> = objectOf((found, place) => {
  reportUnknown(found, ["from", "sender"], place);
  const from = required(found, "from", place, readAddress);
  const sender = required(found, "sender", place, readAddress);
  return from === undefined || sender === undefined ? undefined : { from, sender };
});

/** `YYYY-MM-DDThh:mm:ssZ` (G57). */
export const readTime: Reader<string> = (value, place) =>
  isString(value) && parseTime(value) !== undefined ? value : place.report("not-a-time", value);

/** A policy_id (G58). */
export const readPolicyId: Reader<string> = (value, place) =>
  isString(value) && POLICY_ID.test(value) ? value : place.report("unknown-value", value);

/** One of a closed list. */
export function readOneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return (value, place) => values.find((known) => known === value) ?? place.report("unknown-value", value);
}

/** Seconds or a maximum age: a positive whole number. */
export const readSeconds: Reader<number> = (value, place) =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : place.report("wrong-type", value);

/** Address of a status list (G56): https, no user, no fragment, a host name. */
export const readStatusList: Reader<{ readonly url: string; readonly maxAge: number }> = objectOf((found, place) => {
  reportUnknown(found, ["url", "maxAge"], place);
  const url = required(found, "url", place, readHttpsUrl);
  const maxAge = required(found, "maxAge", place, readSeconds);
  return url === undefined || maxAge === undefined ? undefined : { url, maxAge };
});

/** The text must be what the parser makes of it: no second spelling, no hidden host (IPP-09, G.3). */
export const readHttpsUrl: Reader<string> = (value, place) => {
  if (!isString(value) || value.length > MAX_URL || !URL.canParse(value))
    return place.report("not-an-https-url", value);
  const url = new URL(value);
  const plain = url.protocol === "https:" && url.username === "" && url.password === "" && url.hash === "";
  const host = plain && url.href === value ? readDomain(url.hostname, place) : undefined;
  return host === undefined ? place.report("not-an-https-url", value) : value;
};

export const ALGORITHMS = ["ed25519", "ecdsa-p256-sha256", "rsa-pss-sha256"] as const;
const KEY_MEMBERS = ["kid", "alg", "key", "notBefore", "notAfter", "status", "compromisedAt"];

/** Reads the members of a key; a bound that cannot be read refuses the key, as it would otherwise be valid longer. */
export function readKeyMembers(
  found: ReadonlyMap<string, unknown>,
  place: Place,
  also: readonly string[] = [],
): OrganisationKey | undefined {
  reportUnknown(found, [...KEY_MEMBERS, ...also], place);
  // A revoked key is published without its octets (3-protocols 1.4).
  const revoked = found.get("status") === "compromised";
  const kid = required(found, "kid", place, (value, at) =>
    isString(value) && KEY_ID.test(value) ? value : at.report("not-a-key-id", value),
  );
  const alg = required(found, "alg", place, readOneOf(ALGORITHMS));
  const key = required(found, "key", place, (value, at) =>
    isString(value) && strictBase64(value) !== undefined && (value !== "" || revoked)
      ? value
      : at.report("not-base64", value),
  );
  const bounds = {
    notBefore: optional(found, "notBefore", place, readTime),
    notAfter: optional(found, "notAfter", place, readTime),
    status: optional(found, "status", place, readOneOf(["active", "retired", "compromised"])),
    compromisedAt: optional(found, "compromisedAt", place, readTime),
  };
  const unread = Object.entries(bounds).some(([name, value]) => found.has(name) && value === undefined);
  if (kid === undefined || alg === undefined || key === undefined || unread) return undefined;
  // A weak key stays in the record, so that its stamps are KEY_WEAK and not merely unknown (G55).
  if (key !== "" && lintKey(alg, strictBase64(key) ?? new Uint8Array()) !== undefined)
    place.at("key").report("weak-key", key);
  return withoutUndefined<OrganisationKey>({ kid, alg, key, ...bounds });
}
