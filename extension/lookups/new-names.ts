import { registrableDomain } from "../../core/index.ts";
import { type Finding, type LookupJob, type ServedWant, servedDomain } from "./finding.ts";
import { wantKey } from "./wants.ts";

const DAY = 86_400;
/** New questions that mail of one registrable domain can cause in a day: six for each of four subdomains. */
export const MOST_NEW = 24;
/** Those of them whose key name the sender made up; who rotates keys needs one or two. */
export const MOST_NEW_KEYS = 4;

/** Wants in which the message names a key, which can be another one for each reader. */
const isNamed = ({ kind }: ServedWant) => kind === "gmp-key" || kind === "dkim-key" || kind === "map-key";

const organisationOf = (want: ServedWant) => registrableDomain(servedDomain(want)) ?? servedDomain(want);

/**
 * Leaves out wants that were never asked about before where their domain has caused too many new ones: a name made up for
 * one reader tells its domain's name server that the mail was read, and this bounds how often.
 * @param now epoch seconds
 */
export function withoutMadeUp(
  wants: readonly ServedWant[],
  findings: readonly Finding[],
  jobs: readonly LookupJob[],
  now: number,
): readonly ServedWant[] {
  const known = new Set(findings.map(({ key }) => key));
  const recent = findings.filter(({ since = 0 }) => since > now - DAY).map(({ want }) => want);
  const fresh = [...recent, ...jobs.filter(({ key }) => !known.has(key)).map(({ want }) => want)];
  const waiting = new Set(jobs.map(({ key }) => key));
  return wants.filter((want) => {
    const key = wantKey(want);
    if (known.has(key) || waiting.has(key)) return true;
    const alike = fresh.filter((other) => organisationOf(other) === organisationOf(want));
    const tooMany = alike.length >= MOST_NEW || (isNamed(want) && alike.filter(isNamed).length >= MOST_NEW_KEYS);
    if (!tooMany) fresh.push(want);
    return !tooMany;
  });
}
