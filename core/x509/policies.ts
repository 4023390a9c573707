import { type Certificate, isSelfIssued } from "./certificate.ts";
import { ANY_POLICY } from "./policy-extensions.ts";

/** What the caller asks of policies (RFC 5280 s6.1.1); by default any policy will do, and none is needed. */
export interface PolicyInputs {
  /** Policies that are good enough; absent: any. */
  readonly acceptable?: readonly string[];
  readonly requireExplicit?: boolean;
  readonly inhibitMapping?: boolean;
  readonly inhibitAny?: boolean;
}

/** A policy at one depth of the graph: what the next certificate may say instead, and which policies above lead here. */
interface PolicyNode {
  readonly expected: ReadonlySet<string>;
  readonly parents: ReadonlySet<string>;
}

type Level = Map<string, PolicyNode>;

/**
 * Whether the policies of a path are acceptable, by the graph of RFC 9618, which has one node for each policy and depth and
 * so cannot grow without bounds as the tree of RFC 5280 can.
 * @param path leaf first, anchor last
 */
export function policiesHold(path: readonly Certificate[], inputs: PolicyInputs): boolean {
  const certificates = path.slice(0, -1).reverse();
  const always = certificates.length + 1;
  const counters = {
    explicit: inputs.requireExplicit ? 0 : always,
    mapping: inputs.inhibitMapping ? 0 : always,
    any: inputs.inhibitAny ? 0 : always,
  };
  const levels: Level[] = [new Map([[ANY_POLICY, { expected: new Set([ANY_POLICY]), parents: new Set<string>() }]])];
  for (const [at, certificate] of certificates.entries()) {
    const isLeaf = at === certificates.length - 1;
    const { policies = [], mappings = [], requireExplicit, inhibitMapping, inhibitAny } = certificate.known;
    const anyHolds = counters.any > 0 || (!isLeaf && isSelfIssued(certificate));
    const level = nextLevel(levels.at(-1) ?? new Map(), policies, anyHolds);
    levels.push(level);
    if (counters.explicit === 0 && level.size === 0) return false;
    if (!isLeaf) applyMappings(level, mappings, counters.mapping > 0);
    if (isLeaf || !isSelfIssued(certificate)) {
      counters.explicit = Math.max(0, counters.explicit - 1);
      counters.mapping = Math.max(0, counters.mapping - 1);
      counters.any = Math.max(0, counters.any - 1);
    }
    // Of a leaf only "required from here on" means anything (RFC 5280 s6.1.5 b).
    if (!isLeaf || requireExplicit === 0) counters.explicit = Math.min(counters.explicit, requireExplicit ?? always);
    counters.mapping = Math.min(counters.mapping, inhibitMapping ?? always);
    counters.any = Math.min(counters.any, inhibitAny ?? always);
  }
  return counters.explicit > 0 || hasAcceptable(levels, inputs.acceptable);
}

/** RFC 9618 s5.4 d and e: policies of one certificate, as the ones above allow them. */
function nextLevel(above: Level, policies: readonly string[], anyHolds: boolean): Level {
  const level: Level = new Map();
  const expecting = (policy: string) =>
    new Set([...above].filter(([, { expected }]) => expected.has(policy)).map(([name]) => name));
  for (const policy of policies.filter((name) => name !== ANY_POLICY)) {
    const parents = expecting(policy);
    if (parents.size === 0 && above.has(ANY_POLICY)) parents.add(ANY_POLICY);
    if (parents.size > 0) level.set(policy, { expected: new Set([policy]), parents });
  }
  if (!policies.includes(ANY_POLICY) || !anyHolds) return level;
  for (const policy of new Set([...above.values()].flatMap(({ expected }) => [...expected])))
    if (!level.has(policy)) level.set(policy, { expected: new Set([policy]), parents: expecting(policy) });
  return level;
}

/** RFC 9618 s5.5 b: what the next certificate may say instead of a policy; where mapping is forbidden, the policy ends. */
function applyMappings(level: Level, mappings: readonly (readonly [string, string])[], isAllowed: boolean): void {
  for (const from of new Set(mappings.map(([policy]) => policy))) {
    const node = level.get(from);
    if (!isAllowed) {
      level.delete(from);
      continue;
    }
    const parents = node?.parents ?? (level.has(ANY_POLICY) ? new Set([ANY_POLICY]) : undefined);
    if (parents === undefined) continue;
    level.set(from, { parents, expected: new Set(mappings.filter(([policy]) => policy === from).map(([, to]) => to)) });
  }
}

/** RFC 9618 s5.6 g: a policy of the authority that leads to the leaf is among the acceptable ones. */
function hasAcceptable(levels: readonly Level[], acceptable: readonly string[] | undefined): boolean {
  let alive = new Set(levels.at(-1)?.keys() ?? []);
  if (acceptable === undefined || alive.size === 0) return alive.size > 0;
  if (alive.has(ANY_POLICY)) return acceptable.length > 0;
  for (const level of levels.toReversed()) {
    const above = new Set<string>();
    for (const name of alive) {
      const parents = level.get(name)?.parents ?? new Set<string>();
      if (name !== ANY_POLICY && parents.has(ANY_POLICY) && acceptable.includes(name)) return true;
      for (const parent of parents) above.add(parent);
    }
    alive = above;
  }
  return false;
}
