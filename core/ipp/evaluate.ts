import type { PolicyAction, PolicyLayers, PolicyRule, RecipientPolicy, Requirement } from "../policies.ts";

/** What a policy asks about a message. */
export interface PolicyFacts {
  /** The declared nature; absent without a well-formed declaration. */
  readonly nature?: string;
  /** The declaration is signed, and the signature holds. */
  readonly signed: boolean;
  /** The message is sealed end to end. */
  readonly encrypted: boolean;
  /** Lower-case A-labels of the one From domain. */
  readonly fromDomain?: string;
  /** The identifier of List-Id, lower case. */
  readonly listId?: string;
}

/** What a policy says about one message. */
export interface PolicyOutcome {
  readonly action: PolicyAction;
  /** The first rule that fits, the default, or a requirement that is not met. */
  readonly because: "rule" | "default" | Requirement;
  /** Index of the rule that fitted. */
  readonly rule?: number;
}

/**
 * One policy out of several: the user's rules are tried first, then the administrator's, then the published ones; mode and
 * default are those of the strongest layer there is; every layer's requirements hold.
 */
export function mergePolicies(all: PolicyLayers): RecipientPolicy | undefined {
  const layers = LAYERS.map((name) => all[name]).filter((layer) => layer !== undefined);
  const [first] = layers;
  if (first === undefined) return undefined;
  const required = new Set(layers.flatMap(({ require = [] }) => require));
  return {
    mode: first.mode,
    default: first.default,
    ...(required.size > 0 && { require: [...required] }),
    rules: layers.flatMap(({ rules }) => rules),
  };
}

/** The layers, the strongest first. */
export const LAYERS = ["user", "managed", "published"] as const satisfies readonly (keyof PolicyLayers)[];

/** Whose rule or default decided; undefined for a requirement, of which several layers may be the authors. */
export function decidingLayer(all: PolicyLayers, { because, rule = 0 }: PolicyOutcome): keyof PolicyLayers | undefined {
  if (because !== "rule" && because !== "default") return undefined;
  let rules = 0;
  return LAYERS.find((name) => {
    rules += all[name]?.rules.length ?? 0;
    return all[name] !== undefined && (because === "default" || rule < rules);
  });
}

/**
 * Evaluates a policy: the first rule that fits decides, then what it and the policy require of an accepted message. Advice
 * for the reader; only a mail server that reads the same policy acts on it (IPP-07).
 */
export function evaluatePolicy(policy: RecipientPolicy, facts: PolicyFacts): PolicyOutcome {
  const rule = policy.rules.findIndex((candidate) => fits(candidate, facts));
  const found = policy.rules[rule];
  const action = found?.action ?? policy.default;
  const from = { because: found === undefined ? "default" : "rule", ...(found !== undefined && { rule }) } as const;
  if (action === "reject") return { action, ...from };
  const missing = [...(policy.require ?? []), ...(found?.require ?? [])].find((requirement) => !facts[requirement]);
  return missing === undefined ? { action, ...from } : { ...from, action: "reject", because: missing };
}

function fits({ match }: PolicyRule, { nature, fromDomain, listId }: PolicyFacts): boolean {
  const has = (items: readonly string[] | undefined, value: string | undefined, same = equal) =>
    items === undefined || (value !== undefined && items.some((item) => same(item, value)));
  return has(match.nature, nature) && has(match.from_domain, fromDomain, coversDomain) && has(match.list_id, listId);
}

const equal = (item: string, value: string) => item === value;
const coversDomain = (item: string, domain: string) =>
  item.startsWith("*.") ? domain.endsWith(item.slice(1)) : item === domain;
