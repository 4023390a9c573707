import type { Question, ResourceRecord } from "../../core/dns/message.ts";
import { isAtOrBelow, labelsOf, type Name, readName } from "../../core/dns/names.ts";
import { uint16 } from "../../core/dns/octets.ts";
import { compose } from "./compose.ts";
import type { Entry, Scenario } from "./rpl.ts";

const [NS, SOA, DS, RRSIG, NSEC, NSEC3] = [2, 6, 43, 46, 47, 50] as const;

/** What the scenario's servers together answer to a question at a step: what a resolver with CD would pass on.
 * `NOT_DNS` stands for a question that the script has no answer to. */
export function serversOf(
  scenario: Scenario,
  step: number,
): (question: Question) => Uint8Array | "SERVER_FAILED" | "NOT_DNS" {
  const zones = zonesByAddress(scenario);
  const answering = scenario.ranges
    .filter(({ from, to }) => from <= step && step <= to)
    .map(({ addresses, entries }) => ({
      entries,
      zones: new Set(addresses.flatMap((a) => [...(zones.get(a) ?? [])])),
    }));
  return (question) => {
    const above = ({ zone }: { zone: Name }) =>
      isAtOrBelow(question.name, zone) && !(question.type === DS && zone === question.name && zone !== ".");
    const servers = answering.flatMap(({ entries, zones: own }) => {
      const list = own.size === 0 ? ["."] : [...own];
      return list.map((zone) => ({ zone, entries }));
    });
    const ordered = servers.filter(above).sort((a, b) => labelsOf(b.zone).length - labelsOf(a.zone).length);
    let failed = false;
    for (const { entries } of ordered) {
      const entry = entries.find((one) => matches(one, question));
      if (entry === undefined) continue;
      const { ANSWER, AUTHORITY } = entry.sections;
      if (entry.reply.includes("SERVFAIL") || entry.reply.includes("REFUSED")) {
        failed = true;
        continue;
      }
      const cut = delegationIn(entry);
      if (cut === undefined) {
        const rcode = entry.reply.includes("NXDOMAIN") ? 3 : 0;
        return compose(question, { answer: ANSWER, authority: AUTHORITY, rcode });
      }
    }
    // The DS of a zone stands in the delegation to it.
    const delegations = ordered
      .flatMap(({ entries }) => entries)
      .filter((entry) => delegationIn(entry) === question.name);
    for (const entry of question.type === DS ? delegations : []) {
      const answer = entry.sections.AUTHORITY.filter(
        (record) => record.name === question.name && isOrSigns(record, DS),
      );
      const authority = entry.sections.AUTHORITY.filter(
        (record) => isOrSigns(record, NSEC) || isOrSigns(record, NSEC3),
      );
      if (answer.length + authority.length > 0) return compose(question, { answer, authority });
    }
    return failed ? "SERVER_FAILED" : "NOT_DNS";
  };
}

const isOrSigns = (record: ResourceRecord, type: number) =>
  record.type === type || (record.type === RRSIG && uint16(record.data, 0) === type);

function matches({ match, question }: Entry, asked: Question): boolean {
  if (question === undefined) return false;
  const has = (word: string) => match.includes(word);
  if (has("TCP")) return false;
  if ((has("qtype") || has("question") || has("all")) && question.type !== asked.type) return false;
  if ((has("qname") || has("question") || has("all")) && question.name !== asked.name) return false;
  return !has("subdomain") || isAtOrBelow(asked.name, question.name);
}

/** The name a referral delegates; undefined for an answer. */
function delegationIn({ sections, reply }: Entry): Name | undefined {
  if (sections.ANSWER.length > 0 || reply.includes("NXDOMAIN")) return undefined;
  if (sections.AUTHORITY.some(({ type }) => type === SOA)) return undefined;
  return sections.AUTHORITY.find(({ type }) => type === NS)?.name;
}

/** Which zones a server serves: those whose NS records lead to its address anywhere in the scenario. */
function zonesByAddress({ ranges, config }: Scenario): Map<string, Set<Name>> {
  const records = ranges.flatMap(({ entries }) => entries.flatMap(({ sections }) => Object.values(sections).flat()));
  const zones = new Map<string, Set<Name>>();
  const add = (address: string, zone: Name) => zones.set(address, (zones.get(address) ?? new Set()).add(zone));
  for (const line of config) {
    const address = /^stub-addr:\s*"?([0-9a-f.:]+)/.exec(line)?.[1];
    if (address !== undefined) add(address, ".");
  }
  const addresses = records.filter(({ type }) => type === 1 || type === 28);
  for (const { name, type, data } of records) {
    if (type !== NS) continue;
    const server = readName(data, 0, false)?.name;
    for (const record of addresses) if (record.name === server) add(textOf(record), name);
  }
  return zones;
}

function textOf({ type, data }: ResourceRecord): string {
  if (type === 1) return data.join(".");
  const host = new URL(`http://[${Array.from({ length: 8 }, (_, i) => uint16(data, i * 2).toString(16)).join(":")}]`)
    .hostname;
  return host.slice(1, -1);
}
