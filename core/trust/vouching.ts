import type { Evidence } from "../evidence.ts";
import type { Knowledge, Vouch } from "../knowledge.ts";
import { MAX_VOUCH_QUESTIONS } from "../limits.ts";
import type { Line, Want } from "../result.ts";

/** What certifiers say about the organisation behind a message. */
export interface VouchingEvidence extends Evidence {
  /** A certifier that vouches for all mail of the organisation. */
  readonly vouchedBy?: string;
}

/**
 * Says who vouches for an organisation that is proven and not trusted (RFC 5518, 3-protocols section 5). Certifiers are
 * those that the user or the administrator listed, never one that a message names; their word is information, no trust
 * record: it moves no badge (G30).
 * @param domain the proven organisation; undefined where none is proven, since a name alone may be anybody's
 */
export function checkVouching(
  domain: string | undefined,
  { certifiers = [], vouches = [] }: Pick<Knowledge, "certifiers" | "vouches">,
): VouchingEvidence {
  if (domain === undefined) return { reasons: [], lines: [], wants: [] };
  const known = certifiers.flatMap((certifier) => vouches.filter((vouch) => isAbout(vouch, domain, certifier)));
  const asked = certifiers.filter((certifier) => !known.some((vouch) => vouch.certifier === certifier));
  const wants: Want[] = asked.slice(0, MAX_VOUCH_QUESTIONS).map((certifier) => ({ kind: "vouch", domain, certifier }));
  const vouchedBy = known.find(vouchesForAll)?.certifier;
  return { reasons: [], lines: known.map(lineOf), wants, ...(vouchedBy !== undefined && { vouchedBy }) };
}

const isAbout = (vouch: Vouch, domain: string, certifier: string) =>
  vouch.domain === domain && vouch.certifier === certifier;

/** The kind of a message is its sender's own word, so only a certifier's `all` is about every message. */
const vouchesForAll = ({ types }: Vouch) => types.includes("all");

function lineOf(vouch: Vouch): Line {
  const { domain, certifier, types } = vouch;
  if (vouchesForAll(vouch)) return { system: "message", code: "vouched", params: { domain, certifier } };
  return { system: "message", code: "vouched-types", params: { domain, certifier, types: types.join(", ") } };
}
