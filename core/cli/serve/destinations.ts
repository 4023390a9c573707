import { isDomain } from "../../ipp/grammar.ts";
import { domainOf } from "../../message/addr-spec.ts";
import { toALabel } from "../../message/domain.ts";
import type { Destination } from "./push.ts";

/** A rule of the command line: a domain or `*`, and where its reports go. */
export interface PushRule {
  readonly domain: string;
  readonly destination: Destination | "abuse" | "none";
}

/**
 * Reads `DOMAIN=WHERE`: `mailto:ADDRESS`, an https URL, `abuse` for the mailbox of RFC 2142, or `none`; `*` is every domain
 * that no other rule names.
 */
export function readPushRule(text: string): PushRule | undefined {
  const cut = text.indexOf("=");
  const name = text.slice(0, Math.max(cut, 0));
  const domain = name === "*" ? name : toALabel(name);
  const where = text.slice(cut + 1);
  if (domain === undefined || domain === "" || (domain !== "*" && !isDomain(domain))) return undefined;
  if (where === "abuse" || where === "none") return { domain, destination: where };
  const mailbox = /^mailto:([^\s?<>,]{1,250})$/.exec(where)?.[1];
  if (mailbox !== undefined)
    return isMailbox(mailbox) ? { domain, destination: { kind: "mail", to: mailbox } } : undefined;
  if (!URL.canParse(where)) return undefined;
  const url = new URL(where);
  return url.protocol === "https:" && url.username === "" ? { domain, destination: { kind: "https", url } } : undefined;
}

/** A plain address: nothing in it could be an option or a second line for a mail program. */
export function isMailbox(text: string): boolean {
  return /^[A-Za-z0-9._+=~-]{1,64}@/.test(text) && !text.startsWith("-") && isDomain(domainOf(text));
}

/** Where reports about a domain go under the rules; undefined for nowhere. */
export function destinationBy(rules: readonly PushRule[]): (domain: string) => Destination | undefined {
  const byDomain = new Map(rules.map(({ domain, destination }) => [domain, destination]));
  return (domain) => {
    const rule = byDomain.get(domain) ?? byDomain.get("*") ?? "none";
    if (rule === "none") return undefined;
    // The domain of a verified report is one in which a sender signed, so it may stand in an address.
    return rule === "abuse" ? { kind: "mail", to: `abuse@${domain}` } : rule;
  };
}
