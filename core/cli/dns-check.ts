import type { Answers, TrustBase } from "../dns/session.ts";
import { TYPE } from "../dns/types.ts";
import type { Fact } from "../lookup/facts.ts";
import { type Ask, type LookedUp, lookUp, type Step } from "../lookup/look-up.ts";
import type { DnsWant } from "../lookup/questions.ts";
import { formatTime } from "./clock.ts";
import { RESOLUTION_REASONS } from "./dns-reasons.ts";
import { EXIT } from "./failure.ts";
import { fingerprint } from "./records.ts";
import { shown } from "./terminal.ts";

/** What `countersign dns --check` asks about, and of whom. */
export interface DnsCheck {
  readonly org: string;
  readonly kids: readonly string[];
  readonly mapIds?: readonly string[];
  readonly certifiers?: readonly string[];
  readonly clientMxType?: number;
  readonly ask: Ask;
  /** Epoch seconds. */
  readonly now: number;
  readonly base?: TrustBase;
}

/** A want, and whether it was named on the command line: what was named has to be there. */
interface Sought {
  readonly want: DnsWant;
  readonly named: boolean;
}

/**
 * Proves what a domain publishes, record by record, from the root.
 * @returns a report for people, and the exit code: 0 when everything named was found, the rest found or proven absent
 */
export async function checkPublished(check: DnsCheck): Promise<{ readonly text: string; readonly code: number }> {
  const { ask, now, base, clientMxType } = check;
  const parts: string[] = [];
  let code: number = EXIT.ok;
  let known: Answers = new Map();
  for (const { want, named } of soughtBy(check)) {
    const options = { known, ...(base && { base }), ...(clientMxType !== undefined && { clientMxType }) };
    const found = await lookUp(want, ask, now, options);
    known = found.answers;
    const { good, lines } = describeLookUp(found, named);
    if (!good) code = EXIT.negative;
    parts.push([...lines, ""].join("\n"));
  }
  return { text: parts.join("\n"), code };
}

/**
 * A look-up in words, one line for each zone whose keys were proven, and what came of it.
 * @param named nothing published is a fault
 */
export function describeLookUp(found: LookedUp, named: boolean): { good: boolean; lines: readonly string[] } {
  const [good, said] = verdictOn(found, named);
  return { good, lines: [...found.steps.flatMap((step) => describeStep(step, found)), resultLine(good, said)] };
}

/** The last line about one thing that was checked. */
export const resultLine = (good: boolean, said: string) => `  ${good ? "result" : "FAULT "}   ${said}`;

function soughtBy({ org, kids, mapIds = [], certifiers = [] }: DnsCheck): readonly Sought[] {
  const maybe = (want: DnsWant): Sought => ({ want, named: false });
  const named = (want: DnsWant): Sought => ({ want, named: true });
  return [
    maybe({ kind: "gmp-policy", domain: org }),
    ...kids.map((kid) => named({ kind: "gmp-key", org_id: org, kid })),
    maybe({ kind: "ipp-anchor", domain: org }),
    maybe({ kind: "client-mx", domain: org }),
    maybe({ kind: "mt2-issuer", issuer: org }),
    ...mapIds.map((id) => named({ kind: "map-key", domain: org, id })),
    ...certifiers.map((certifier) => named({ kind: "vouch", domain: org, certifier })),
  ];
}

const TYPE_NAMES = new Map<number, string>(Object.entries(TYPE).map(([name, number]) => [number, name]));

function describeStep({ question, chain, aliases, proof, state }: Step, { provenAt }: LookedUp): string[] {
  const name = `${shown(question.name.slice(0, -1))} ${TYPE_NAMES.get(question.type) ?? `TYPE${question.type}`}`;
  const links = chain.map(
    ({ zone, tag, algorithm }) =>
      `  proven   keys of ${zone === "." ? "the root" : shown(zone)} (key ${tag}, algorithm ${algorithm})`,
  );
  const until = state === "secure" ? [`  valid    until ${formatTime(proof?.until ?? provenAt)}`] : [];
  return [name, ...links, ...aliases.map((alias) => `  alias    ${shown(alias)}`), ...until];
}

function verdictOn(found: LookedUp, named: boolean): readonly [boolean, string] {
  const { state, code, at, fault, facts } = found;
  if (state !== "secure") {
    const why = code === "PROVEN" || code === "ABSENT" ? "" : (RESOLUTION_REASONS.get(code) ?? code);
    return [false, `${state.toUpperCase()}: ${why} (${code} at ${shown(at)})`];
  }
  if (fault !== undefined) return [false, FAULTS[fault]];
  const said = facts.map(describeFact).find((text) => text !== undefined);
  return said === undefined ? [!named, "proven: nothing is published"] : [true, `proven: ${said}`];
}

/** A fact in words; undefined for one that says there is nothing. */
function describeFact(fact: Fact): string | undefined {
  switch (fact.member) {
    case "stampPolicies":
      return `${fact.value.stamp} mail of ${fact.value.domain} is stamped`;
    case "keys": {
      const { kid, alg, key, notBefore, notAfter } = fact.value;
      if (key === "") return `key ${kid} is revoked`;
      const bounds = [notBefore && ` from ${notBefore}`, notAfter && ` until ${notAfter}`].filter(Boolean);
      return `key ${kid}, ${alg}, SHA-256 ${fingerprint(key)}${bounds.join("")}`;
    }
    case "mapKeys": {
      const { id, record } = fact.value;
      if (record === undefined) return undefined;
      const what = `MAP key ${id} for ${record.usage}`;
      return record.p === "" ? `${what} is revoked` : `${what}, ${record.k}, SHA-256 ${fingerprint(record.p)}`;
    }
    case "clientMx":
      return fact.value.present ? `servers of ${fact.value.domain} show certificates (Client MX)` : undefined;
    case "ippAnchors":
      return fact.value.url === undefined
        ? undefined
        : `keys and policies of addresses are at ${shown(fact.value.url)}`;
    case "mt2Issuers": {
      const { certificates } = fact.value;
      return certificates.length === 0
        ? undefined
        : `issuer certificates, SHA-256 ${certificates.map(fingerprint).join(", ")}`;
    }
    case "vouches":
      return `${fact.value.certifier} vouches for ${fact.value.domain}: ${fact.value.types.join(", ")}`;
    case "dkimKeys":
      return undefined;
  }
}

const FAULTS = {
  several: "two records are of this kind, so none counts",
  malformed: "the record is malformed",
  "unknown-algorithm": "the record has an algorithm that is not known",
  weak: "the key is weak",
  wildcard: "the answer comes from a wildcard, so it was not published for this name",
} as const;
