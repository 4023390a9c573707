import { asciiLower } from "../message/fields.ts";
import { isBelow } from "../trust/scope.ts";
import type { Certificate } from "./certificate.ts";
import { isSelfIssued } from "./certificate.ts";
import type { NameConstraints } from "./extensions.ts";
import type { GeneralName } from "./general-name.ts";
import { readHost } from "./host-name.ts";
import { mailboxOf, sameMailbox } from "./mailbox.ts";
import { EMAIL_ADDRESS, isWithin } from "./name.ts";

/** What became of the name constraints of a path. */
export type ConstraintVerdict = "kept" | "broken" | "limit";

/**
 * Applies the name constraints of every issuer to every certificate below it (RFC 5280 s6.1.3 b and c, s4.2.1.10).
 * What cannot be compared counts against the path: a constraint of an unknown kind, a name or constraint that is no
 * name of its kind (X5-04).
 * @param path leaf first, anchor last
 * @param budget comparisons left for all paths that are tried; gets less
 */
export function checkNameConstraints(path: readonly Certificate[], budget: { comparisons: number }): ConstraintVerdict {
  for (const [depth, issuer] of path.entries()) {
    const constraints = issuer.known.nameConstraints;
    if (constraints === undefined) continue;
    for (const [below, certificate] of path.slice(0, depth).entries()) {
      // Self-issued certificates between serve the change of keys; the leaf is never excused.
      if (below > 0 && isSelfIssued(certificate)) continue;
      const names = namesOf(certificate);
      budget.comparisons -= names.length * (constraints.permitted.length + constraints.excluded.length);
      if (budget.comparisons < 0) return "limit";
      if (!names.every((name) => isAllowed(name, constraints))) return "broken";
    }
  }
  return "kept";
}

/** Every name a certificate claims: alternative names, subject, and addresses that old certificates put there. */
function namesOf({ known, subject }: Certificate): readonly GeneralName[] {
  const names: GeneralName[] = [...(known.subjectAltName?.names ?? [])];
  if (subject.attributes.length > 0) names.push({ kind: "directoryName", name: subject });
  for (const { type, text } of subject.attributes)
    if (type === EMAIL_ADDRESS) names.push({ kind: "rfc822Name", text: text ?? "" });
  return names;
}

function isAllowed(name: GeneralName, { permitted, excluded }: NameConstraints): boolean {
  const ofKind = (base: GeneralName) => family(base) === family(name);
  const limits = permitted.filter(ofKind);
  if (limits.length > 0 && !limits.some((base) => falls(name, base, "permitted") === true)) return false;
  return excluded.filter(ofKind).every((base) => falls(name, base, "excluded") === false);
}

/** rfc822Name constraints hold for internationalised mailboxes too (RFC 9598 s6). */
function family(name: GeneralName): string {
  if (name.kind === "smtpUtf8Mailbox") return "rfc822Name";
  return name.kind === "other" ? `${name.tag} ${name.type ?? ""}` : name.kind;
}

/** Whether a name falls in a subtree; undefined when that cannot be said. */
function falls(name: GeneralName, base: GeneralName, list: "permitted" | "excluded"): boolean | undefined {
  if (base.kind === "directoryName" && name.kind === "directoryName") return isWithin(name.name, base.name);
  if (base.kind === "iPAddress" && name.kind === "iPAddress") return inNetwork(name.octets, base.octets);
  if (base.kind === "dNSName" && name.kind === "dNSName") return hostFalls(name.text, base.text, list);
  if (base.kind === "rfc822Name") return mailboxFalls(name, base.text);
  if (base.kind === "uniformResourceIdentifier" && name.kind === base.kind) return uriFalls(name.text, base.text);
  return undefined;
}

/** Equal or below; a wildcard is permitted only where all it stands for is, and excluded where any of it is. */
function hostFalls(text: string, baseText: string, list: "permitted" | "excluded"): boolean | undefined {
  const host = readHost(text);
  if (baseText === "") return host && true;
  const base = readHost(baseText);
  if (host === undefined || base === undefined || base.wildcard) return undefined;
  const inside = atOrBelow(host.domain, base.domain);
  return inside || (list === "excluded" && host.wildcard && isBelow(base.domain, host.domain));
}

/** A mailbox, a host, or with a leading dot all hosts below (RFC 5280 s4.2.1.10). */
function mailboxFalls(name: GeneralName, base: string): boolean | undefined {
  const mailbox = mailboxOf(name);
  if (mailbox === undefined) return undefined;
  if (base.includes("@")) {
    const own = mailboxOf({ kind: "rfc822Name", text: base });
    return own && sameMailbox(own, mailbox);
  }
  return domainFalls(mailbox.domain, base);
}

/** scheme, optional user, host, optional port. */
const URI_HOST = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#@:[\]]+)(?::\d*)?(?:[/?#]|$)/i;

function uriFalls(uri: string, base: string): boolean | undefined {
  const host = readHost(URI_HOST.exec(uri)?.[1] ?? "");
  return host === undefined || host.wildcard ? undefined : domainFalls(host.domain, base);
}

function domainFalls(domain: string, base: string): boolean | undefined {
  const below = base.startsWith(".");
  const own = readHost(asciiLower(below ? base.slice(1) : base));
  if (own === undefined || own.wildcard) return undefined;
  return below ? isBelow(domain, own.domain) : domain === own.domain;
}

const atOrBelow = (domain: string, base: string) => domain === base || isBelow(domain, base);

/** Address and mask, whose ones come first (RFC 4632). */
function inNetwork(address: Uint8Array, network: Uint8Array): boolean | undefined {
  const size = network.length / 2;
  if (size !== 4 && size !== 16) return undefined;
  const mask = network.subarray(size);
  const bits = Array.from(mask, (octet) => octet.toString(2).padStart(8, "0")).join("");
  if (!/^1*0*$/.test(bits) || (address.length !== 4 && address.length !== 16)) return undefined;
  return address.length === size && address.every((octet, i) => ((octet ^ (network[i] ?? 0)) & (mask[i] ?? 0)) === 0);
}
