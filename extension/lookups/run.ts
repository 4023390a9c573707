import {
  isDnsWant,
  type LookedUp,
  lookUp,
  NOTHING_KNOWN,
  type Question,
  readRemoteUrl,
  withLookUps,
} from "../../core/index.ts";
import { ownWants } from "../ipp/own-wants.ts";
import { listKeys } from "../state/known-keys.ts";
import { getSettings } from "../state/settings.ts";
import { listStamped } from "../state/stamped.ts";
import { listTrust } from "../state/trust.ts";
import { readResolver } from "./choice.ts";
import { asksFor, isOfOtherType } from "./client-mx.ts";
import { fetchDocument } from "./documents.ts";
import { exchange } from "./exchange.ts";
import { type Finding, type ServedWant, type StoredProof, servedDomain, settle, settleDocument } from "./finding.ts";
import { findingOf, keepFinding, keepPace, listFindings, listJobs, paceAt, provenIn, tidy } from "./store.ts";
import { isListed, wantKey } from "./wants.ts";

/** Look-ups of one hour, and of one run: nobody can make this machine ask without end (DNS-05, DNS-15). */
export const MOST_PER_HOUR = 120;
const MOST_PER_RUN = 40;

/** Facts of domains that no mail came from for so long, in seconds, are not asked for again by themselves. */
const IN_USE = 14 * 86_400;

/** Why a run begins: a want of the message shown in mode `all`, the schedule, or a click. */
export type Cause = "soon" | "round" | "click";

/** What a run needs of the world. */
export interface RunParts {
  /** Epoch seconds. */
  readonly now: () => number;
  readonly random: () => number;
  /** False when the user works offline (NET-11). */
  readonly online: () => boolean;
  /** Whether the user allowed contact with this host. */
  readonly allowed: (url: URL) => Promise<boolean>;
}

/** How a run ended. */
export interface Ran {
  readonly end: "off" | "offline" | "not-allowed" | "done";
  /** Facts changed: what is shown has to be judged again. */
  readonly changed: boolean;
}

/**
 * Serves what waits, one after the other. Every step is stored before the next begins, so a page that is stopped goes on
 * where it was; the choice and the permission are asked for anew before each, so that withdrawing either stops at once.
 */
export async function run(cause: Cause, parts: RunParts): Promise<Ran> {
  let changed = false;
  let answers: LookedUp["answers"] = new Map();
  const ended = (end: Ran["end"]): Ran => ({ end, changed });
  for (const want of await tasks(cause, parts)) {
    const { lookups } = await getSettings();
    const resolver = readResolver(lookups.resolver);
    if (lookups.mode === "off" || "fault" in resolver) return ended("off");
    if (!parts.online()) return ended("offline");
    if (!(await parts.allowed(resolver.url))) return ended("not-allowed");
    if (!(await begin(parts.now()))) break;
    const served = await serve(want, resolver.url, parts, answers);
    // The user may have switched off while the answer was on its way.
    if ((await getSettings()).lookups.mode === "off") return ended("off");
    if ((await keepFinding(served.finding, served.proofs)) || served.stored) changed = true;
    answers = served.answers;
  }
  await tidy(parts.now());
  return ended("done");
}

interface Served {
  readonly finding: Finding;
  readonly proofs?: StoredProof["proofs"];
  /** Something besides the finding was stored that verdicts rest on. */
  readonly stored?: boolean;
  /** Of the resolver so far: the root is asked once in a run. */
  readonly answers: LookedUp["answers"];
}

async function serve(want: ServedWant, resolver: URL, parts: RunParts, answers: LookedUp["answers"]): Promise<Served> {
  const { now, random } = parts;
  const before = await findingOf(wantKey(want));
  // Names of a company's or a family's own network are nobody else's business.
  if ("fault" in readRemoteUrl(`https://${servedDomain(want)}/`)) {
    const refused = { code: "HOST_REFUSED", at: now(), wait: 0 } as const;
    return { finding: settleDocument(before, want, refused, random), answers };
  }
  if (!("address" in want) && isDnsWant(want)) {
    const ask = (question: Question) => exchange(resolver, question);
    const { clientMxType } = await getSettings();
    const found = await lookUp(want, ask, now(), { known: answers, clientMxType });
    // An answer about another type is no older or newer one.
    const same = before !== undefined && isOfOtherType(before, clientMxType) ? undefined : before;
    return { ...settle(same, found, resolver.hostname, random), answers: found.answers };
  }
  const [trust, keys, findings] = await Promise.all([listTrust(), listKeys(), listFindings()]);
  const known = { ...NOTHING_KNOWN, now: now(), trust, keys };
  const knowledge = withLookUps(known, provenIn(findings, now()).remembered);
  const fetched = await fetchDocument(want, { now: now(), knowledge, before, allowed: parts.allowed });
  return { finding: settleDocument(before, want, fetched, random), stored: fetched.stored ?? false, answers };
}

/** Counts a look-up against the hour; false when the hour is used up. */
async function begin(now: number): Promise<boolean> {
  const pace = await paceAt(now);
  if (pace.spent >= MOST_PER_HOUR) return false;
  await keepPace({ ...pace, spent: pace.spent + 1 });
  return true;
}

/** What this run serves, in order: what waits first, then what has to be asked again. */
async function tasks(cause: Cause, { now, random }: RunParts): Promise<readonly ServedWant[]> {
  const at = now();
  const { clientMxType } = await getSettings();
  const jobs = (await listJobs()).filter(({ want }) => asksFor(clientMxType)(want));
  const due = cause === "soon" ? jobs.filter((job) => (job.due ?? Number.POSITIVE_INFINITY) <= at) : jobs;
  const wants = due.map(({ want }) => want);
  const again = cause === "soon" ? [] : await refreshes(at, cause === "click", clientMxType);
  const keys = new Set(wants.map(wantKey));
  const all = [
    ...wants,
    ...shuffled(
      again.filter((want) => !keys.has(wantKey(want))),
      random,
    ),
  ];
  return all.slice(0, MOST_PER_RUN);
}

/** Wants whose time has come, and what the user's own list asks for without any mail. */
async function refreshes(now: number, click: boolean, clientMxType: number): Promise<readonly ServedWant[]> {
  const [findings, trust, keys, stamped] = await Promise.all([listFindings(), listTrust(), listKeys(), listStamped()]);
  const circle = { trust, keys, stamped: stamped.map(({ domain }) => domain) };
  const byKey = new Map(findings.map((finding) => [finding.key, finding]));
  const standing = [
    ...trust.flatMap(({ org_id, statusList }): readonly ServedWant[] => [
      { kind: "gmp-policy", domain: org_id },
      ...(statusList === undefined ? [] : [{ kind: "status-list", org_id, url: statusList.url } as const]),
    ]),
    ...(await ownWants(now)),
  ];
  const due = (finding: Finding | undefined) =>
    finding === undefined ||
    finding.next <= now ||
    isOfOtherType(finding, clientMxType) ||
    (click && isFailing(finding));
  const used = findings.filter(({ usedAt, domain }) => usedAt >= now - IN_USE || isListed(domain, circle));
  const old = used.filter(due).flatMap(({ want }) => (asksFor(clientMxType)(want) ? [want] : []));
  const missing = standing.filter((want) => due(byKey.get(wantKey(want))));
  const wants = new Map([...missing, ...old].map((want) => [wantKey(want), want]));
  return [...wants.values()];
}

const isFailing = ({ remembered, document }: Finding) => (remembered?.failures ?? document?.failures ?? 0) > 0;

/** Fisher and Yates: the order in which domains are asked for tells nothing about the order of mail. */
function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [mixed[last], mixed[other]];
    if (a !== undefined && b !== undefined) [mixed[last], mixed[other]] = [b, a];
  }
  return mixed;
}
