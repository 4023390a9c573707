import type { Question } from "../dns/message.ts";
import type { AnswerFault } from "../dns/query.ts";
import { gmpKeyQuestion, gmpPolicyQuestion, readGmpKey, readStampPolicy } from "../dns/records/gmp.ts";
import type { Published } from "../dns/records/published.ts";
import { resolve } from "../dns/resolve.ts";
import { type Answers, type FindingCode, PUBLIC_ROOT, type TrustBase } from "../dns/session.ts";
import type { Lookup } from "../dns/validate.ts";
import { formatTime } from "./clock.ts";
import { EXIT } from "./failure.ts";
import { fingerprint } from "./records.ts";
import { shown } from "./terminal.ts";

/** What `countersign dns --check` asks about, and of whom. */
export interface DnsCheck {
  readonly org: string;
  readonly kids: readonly string[];
  /** Exchanges one question; must not throw. */
  readonly ask: (question: Question) => Promise<Uint8Array | AnswerFault>;
  /** Epoch seconds. */
  readonly now: number;
  readonly base?: TrustBase;
}

/**
 * Proves what a domain publishes, record by record, from the root.
 * @returns a report for people, and the exit code: 0 when everything asked for was found or proven absent
 */
export async function checkPublished(check: DnsCheck): Promise<{ readonly text: string; readonly code: number }> {
  const { org, kids, now } = check;
  const parts: string[] = [];
  let code: number = EXIT.ok;
  let known: Answers = new Map();
  const prove = async (question: Question | undefined, read: (lookup: Lookup) => readonly [boolean, string]) => {
    if (question === undefined) return;
    const { lookup, answers } = await resolve(question, check.ask, now, check.base ?? PUBLIC_ROOT, known);
    known = answers;
    const [good, said] = read(lookup);
    if (!good) code = EXIT.negative;
    parts.push(
      [`${question.name.slice(0, -1)} TXT`, ...steps(lookup), `  ${good ? "result" : "FAULT "}   ${said}`, ""].join(
        "\n",
      ),
    );
  };
  await prove(gmpPolicyQuestion(org), (lookup) =>
    told(lookup, readStampPolicy(lookup, org), true, ({ stamp }) => `proven: ${stamp} mail of ${org} is stamped`),
  );
  for (const kid of kids)
    await prove(gmpKeyQuestion(org, kid), (lookup) =>
      told(lookup, readGmpKey(lookup, org, kid, now), false, (key) => {
        if (key.key === "") return `proven: key ${kid} is revoked`;
        const bounds = [key.notBefore && ` from ${key.notBefore}`, key.notAfter && ` until ${key.notAfter}`];
        return `proven: key ${kid}, ${key.alg}, SHA-256 ${fingerprint(key.key)}${bounds.filter(Boolean).join("")}`;
      }),
    );
  return { text: parts.join("\n"), code };
}

function steps(lookup: Lookup): string[] {
  const chain = lookup.chain.map(
    ({ zone, tag, algorithm }) =>
      `  proven   keys of ${zone === "." ? "the root" : shown(zone)} (key ${tag}, algorithm ${algorithm})`,
  );
  const aliases = lookup.aliases.map((name) => `  alias    ${shown(name)}`);
  const until = lookup.state === "SECURE" ? [`  valid    until ${formatTime(lookup.until)}`] : [];
  return [...chain, ...aliases, ...until];
}

function told<T>(
  lookup: Lookup,
  read: Published<T>,
  mayBeAbsent: boolean,
  say: (value: T) => string,
): readonly [boolean, string] {
  if (read.kind === "found") return [true, say(read.value)];
  if (read.kind === "absent") return [mayBeAbsent, "proven: nothing is published"];
  if (read.kind === "unusable") return [false, FAULTS[read.fault]];
  const { state, at, code } = lookup;
  const why = code === "PROVEN" || code === "ABSENT" ? "" : (REASONS.get(code) ?? code);
  return [false, `${state}: ${why} (${code} at ${shown(at)})`];
}

const FAULTS = {
  several: "two records say v=GMP1, so none counts",
  malformed: "the record is malformed",
  "unknown-algorithm": "the record has an algorithm that is not known",
  weak: "the key is weak",
  wildcard: "the answer comes from a wildcard, so it was not published for this name",
} as const;

/** Why a look-up ended without proof, for people who run the zone. */
const REASONS: ReadonlyMap<FindingCode, string> = new Map<FindingCode, string>([
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
