import type { FindingCode } from "../dns/session.ts";

/** Why a look-up ended without proof, for people who run the zone. */
export const RESOLUTION_REASONS: ReadonlyMap<FindingCode, string> = new Map<FindingCode, string>([
  ["NO_CONNECTION", "no resolver could be reached"],
  ["HTTP_STATUS", "the resolver refused the question"],
  ["CONTENT_TYPE", "something that is no resolver answered, perhaps the login page of a network"],
  ["NOT_DNS", "the answer could not be read"],
  ["SERVER_FAILED", "the resolver could not find an answer"],
  ["ANCHOR_UNKNOWN", "the root is signed with a key this version does not know: update countersign"],
  ["ANCHOR_REVOKED", "the root key this version knows was revoked: update countersign"],
  ["SIGNATURE_MISSING", "the zone is signed, but the signature did not arrive"],
  ["DENIAL_MISSING", "the answer says there is nothing, without proof"],
  ["NSEC3_COST", "the zone uses more NSEC3 iterations than are computed here (RFC 9276 asks for 0)"],
  ["DNS_LIMIT", "the zone has more keys or signatures than are tried"],
  ["DELEGATION_INSECURE", "the zone is not signed: nobody can prove what it publishes"],
  ["ALGORITHM_UNSUPPORTED", "the zone is signed with an algorithm or digest that no longer counts"],
  ["OPT_OUT", "the name may stand below an unsigned delegation"],
  ["SIGNATURE_FALSE", "a signature is false"],
  ["SIGNATURE_EXPIRED", "a signature has expired, or this computer's clock is wrong"],
  ["SIGNATURE_EARLY", "a signature is not valid yet, or this computer's clock is wrong"],
  ["KEY_MISSING", "the parent's DS names no key of the zone, or no key of the zone made the signature"],
  ["KEY_WEAK", "the zone's key is too weak"],
]);
