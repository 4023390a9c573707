import { readPolicyAt } from "../ipp/policy.ts";
import type { RecipientPolicy } from "../policies.ts";
import { readDomain } from "../trust/fields.ts";
import { listOf, objectOf, type Reader, reportUnknown, required } from "../trust/reading.ts";
import type { Kind } from "./kinds.ts";
import { DOMAIN_RULES } from "./schemas.ts";

/** What an administrator wants and does not want for the addresses of one domain (3-protocols 4.1). */
export interface DomainRules {
  /** Lower-case A-labels; means itself only. */
  readonly accountDomain: string;
  readonly policy: RecipientPolicy & { readonly v: 1 };
}

/** Policies in the form of a `.pol`, each for the addresses of one domain. */
export const domainRules: Kind<readonly DomainRules[]> = {
  read: (value, place) => {
    const seen = new Set<string>();
    const readNew: Reader<DomainRules> = (entry, at) => {
      const rules = readDomainRules(entry, at);
      if (rules === undefined) return undefined;
      // Two policies for one address are told apart by nobody.
      if (seen.has(rules.accountDomain)) return at.at("accountDomain").report("duplicate", rules.accountDomain);
      seen.add(rules.accountDomain);
      return rules;
    };
    return listOf(readNew)(value, place);
  },
  schema: { type: "array", items: DOMAIN_RULES },
};

/** A policy with one wrong value is none: half of it would accept what its author refused (IPP-06). */
const readDomainRules: Reader<DomainRules> = objectOf((found, place) => {
  reportUnknown(found, ["accountDomain", "policy"], place);
  const accountDomain = required(found, "accountDomain", place, readDomain);
  const policy = required(found, "policy", place, readPolicyAt);
  return accountDomain === undefined || policy === undefined
    ? undefined
    : { accountDomain, policy: { v: 1, ...policy } };
});
