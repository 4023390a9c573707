import type { AuthservTrust } from "../knowledge.ts";
import { readDomain, readOneOf } from "./fields.ts";
import { listOf, objectOf, optional, type Reader, reportUnknown, required, withoutUndefined } from "./reading.ts";
import { publicSuffix } from "./scope.ts";

/** RFC 8601 section 2.2 through RFC 2045: a token; quoted ids are never read (T35). */
const TOKEN = /^[!#$%&'+\-.0-9A-Z^_`a-z{|}~]+$/;

/** Whether a text can be the authserv-id of one server: a token, and no wildcard (ADM-03). */
export const isAuthservId = (text: string): boolean => TOKEN.test(text);

/** Mail servers whose Authentication-Results count for the accounts of one domain (T30). */
export interface DomainServer extends AuthservTrust {
  /** Domain of the account's addresses; lower-case A-labels. */
  readonly accountDomain: string;
}

const readAuthservId: Reader<string> = (value, place) => {
  if (typeof value !== "string") return place.report("wrong-type", value);
  if (value === "") return place.report("empty", value);
  if (value.includes("*")) return place.report("wildcard", value);
  if (!isAuthservId(value)) return place.report("unknown-value", value);
  return publicSuffix(value) === value ? place.report("public-suffix", value) : value;
};

/** A host name, or the end of host names: never all names of a public suffix (ADM-03). */
const readHostSuffix: Reader<string> = (value, place) => {
  if (typeof value === "string" && value.includes("*")) return place.report("wildcard", value);
  const domain = readDomain(value, place);
  if (domain === undefined) return undefined;
  return publicSuffix(domain) === domain ? place.report("public-suffix", value) : domain;
};

const MEMBERS = ["accountDomain", "authservId", "borderHosts", "placement", "profile"];

/**
 * One server for the accounts of one domain. Without a border host, or without an id where no profile says how fields
 * without one are read, it would mean any server; such an entry is refused as a whole (ADM-03, T35).
 */
export const readDomainServer: Reader<DomainServer> = objectOf((found, place) => {
  reportUnknown(found, MEMBERS, place);
  const accountDomain = required(found, "accountDomain", place, readHostSuffix);
  const borderHosts = required(found, "borderHosts", place, listOf(readHostSuffix));
  const placement = required(found, "placement", place, readOneOf(["above", "below"]));
  const profile = optional(found, "profile", place, readOneOf(["microsoft365"]));
  const authservId =
    found.has("authservId") || !found.has("profile") ? required(found, "authservId", place, readAuthservId) : undefined;
  if (borderHosts?.length === 0) place.at("borderHosts").report("empty", "");
  const unread = (found.has("profile") && profile === undefined) || (authservId === undefined && profile === undefined);
  const partly = found.has("authservId") && authservId === undefined;
  if (accountDomain === undefined || placement === undefined || !borderHosts?.length || unread || partly)
    return undefined;
  return withoutUndefined<DomainServer>({ accountDomain, authservId, borderHosts, placement, profile });
});
