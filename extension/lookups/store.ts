import type { IDBPObjectStore, StoreNames } from "idb";
import type { MapKey, Remembered, StatusListCopy } from "../../core/index.ts";
import { type Clockwork, database, type Schema } from "../database.ts";
import { countsUntil, type Finding, type LookupJob, type Pace, type StoredProof } from "./finding.ts";

/** Most wants that wait. */
export const MAX_JOBS = 200;
/** Most wants that something is known about. */
const MAX_FINDINGS = 5000;

/** Findings that no mail gave reason for are forgotten once their facts have ended and this long, in seconds, has passed. */
const UNUSED = 30 * 86_400;

/** Everything that waits. */
export const listJobs = async (): Promise<LookupJob[]> => (await database()).getAll("lookupJobs");

/** Everything that is known. */
export const listFindings = async (): Promise<Finding[]> => (await database()).getAll("findings");

/** What is known about one want. */
export const findingOf = async (key: string): Promise<Finding | undefined> => (await database()).get("findings", key);

/** What is remembered of one want, with its proofs, so that it can be proven again. */
export async function provenOf(key: string): Promise<Remembered | undefined> {
  const tx = (await database()).transaction(["findings", "proofs"]);
  const [finding, stored] = await Promise.all([tx.objectStore("findings").get(key), tx.objectStore("proofs").get(key)]);
  const remembered = finding?.remembered;
  if (remembered === undefined) return undefined;
  const steps = remembered.steps.map((step, place) => {
    const proof = stored?.proofs[place];
    return { ...step, ...(proof && { proof }) };
  });
  return { ...remembered, steps };
}

/**
 * Adds wants that do not wait yet; one that does gets the earlier of the two times. What is too much is left out: a
 * flood of mail must not become a flood of questions.
 */
export async function addJobs(jobs: readonly LookupJob[]): Promise<void> {
  const tx = (await database()).transaction("lookupJobs", "readwrite");
  let waiting = await tx.store.count();
  for (const job of jobs) {
    const before = await tx.store.get(job.key);
    if (before === undefined && waiting >= MAX_JOBS) break;
    if (before === undefined) waiting++;
    if (before === undefined || (job.due ?? Number.POSITIVE_INFINITY) < (before.due ?? Number.POSITIVE_INFINITY))
      await tx.store.put(job);
  }
  await tx.done;
}

/**
 * Keeps what came of an attempt and ends its job, in one transaction: a page stopped at any moment has done both or
 * neither. Facts that changed end every verdict from before (ST-05).
 * @param proofs Of this attempt; without them those from before stay, as the facts do.
 * @returns whether a verdict could change by it
 */
export async function keepFinding(finding: Finding, proofs?: StoredProof["proofs"]): Promise<boolean> {
  const tx = (await database()).transaction(["findings", "proofs", "lookupJobs", "facts"], "readwrite");
  const findings = tx.objectStore("findings");
  const before = await findings.get(finding.key);
  await findings.put(finding);
  if (proofs !== undefined) await tx.objectStore("proofs").put({ key: finding.key, proofs });
  await tx.objectStore("lookupJobs").delete(finding.key);
  const [old, now] = [said(before), said(finding)];
  if (old !== now || (before && countsUntil(before)) !== countsUntil(finding))
    await raiseEpoch(tx.objectStore("facts"));
  await tx.done;
  return old !== now;
}

/** What of a finding can change a verdict: its facts, without the times at which they were read, and a rollback. */
function said(finding: Finding | undefined): string {
  const facts = (finding?.remembered?.facts ?? []).map(({ member, value }) => [member, { ...value, proof: "", at: 0 }]);
  return JSON.stringify([facts, finding?.document?.keys ?? [], finding?.remembered?.rolledBack ?? false]);
}

/** Ends every verdict from before (ST-05). */
export async function raiseEpoch(
  facts: IDBPObjectStore<Schema, StoreNames<Schema>[], "facts", "readwrite">,
): Promise<void> {
  const clockwork = await facts.get("clockwork");
  if (clockwork) await facts.put({ ...clockwork, epoch: clockwork.epoch + 1 }, "clockwork");
}

/** Notes that mail of these domains was read today, so that what is known about them stays fresh. */
export async function touch(domains: readonly string[], today: number): Promise<void> {
  const tx = (await database()).transaction("findings", "readwrite");
  for (const domain of domains)
    for (let at = await tx.store.index("domain").openCursor(domain); at; at = await at.continue())
      if (at.value.usedAt < today) await at.update({ ...at.value, usedAt: today });
  await tx.done;
}

/** Forgets what no mail gave reason for in a long time, and the least used of too many. */
export async function tidy(now: number): Promise<void> {
  const tx = (await database()).transaction(["findings", "proofs"], "readwrite");
  const all = await tx.objectStore("findings").getAll();
  const [...byUse] = all.sort((a, b) => b.usedAt - a.usedAt);
  const gone = byUse.filter(
    (one, place) => place >= MAX_FINDINGS || (countsUntil(one) < now && one.usedAt < now - UNUSED),
  );
  for (const { key } of gone) {
    await tx.objectStore("findings").delete(key);
    await tx.objectStore("proofs").delete(key);
  }
  await tx.done;
}

/**
 * Forgets what look-ups proved, and what waits; the user's own keys and lists stay, and so do status lists, whose
 * revocations are never taken back (ST-01).
 */
export async function forgetLookups(): Promise<void> {
  const tx = (await database()).transaction(["findings", "proofs", "lookupJobs", "facts"], "readwrite");
  for (const store of ["findings", "proofs", "lookupJobs"] as const) await tx.objectStore(store).clear();
  await raiseEpoch(tx.objectStore("facts"));
  await tx.done;
}

/** Stores a status list that was read and found good; serials never go back, whoever fetched what first (ST-01). */
export async function keepStatusList(copy: StatusListCopy & { readonly serial: number }): Promise<boolean> {
  const tx = (await database()).transaction(["statusLists", "facts"], "readwrite");
  const lists = tx.objectStore("statusLists");
  const before = await lists.get(copy.org_id);
  const newer = before === undefined || copy.serial > before.serial;
  if (newer) {
    await lists.put(copy);
    await raiseEpoch(tx.objectStore("facts"));
  }
  await tx.done;
  return newer;
}

/** How fast look-ups may go. */
export async function paceAt(now: number): Promise<Pace> {
  const hour = Math.floor(now / 3600);
  const kept = await (await database()).get("lookupPace", "pace");
  if (kept === undefined) return { hour, spent: 0, round: 0 };
  return kept.hour === hour ? kept : { ...kept, hour, spent: 0 };
}

/** Remembers it. */
export const keepPace = async (pace: Pace): Promise<unknown> => (await database()).put("lookupPace", pace, "pace");

/** What counts beside the message, as it is completed into the knowledge. */
export interface Proven {
  readonly remembered: readonly Remembered[];
  readonly mapKeys: readonly MapKey[];
}

let read: { readonly state: string; readonly findings: readonly Finding[] } | undefined;

/**
 * What was proven and counts now. It changes only together with the epoch, so a page reads it once: no display waits for
 * the queue.
 */
export async function provenAt(now: number, { installId, epoch }: Clockwork): Promise<Proven> {
  const state = `${installId} ${epoch}`;
  if (read?.state !== state) read = { state, findings: await listFindings() };
  return provenIn(read.findings, now);
}

/** The same, out of findings at hand. */
export function provenIn(findings: readonly Finding[], now: number): Proven {
  const counting = findings.filter((finding) => countsUntil(finding) >= now);
  return {
    remembered: counting.flatMap(({ remembered }) => (remembered === undefined ? [] : [remembered])),
    mapKeys: counting.flatMap(({ document }) => document?.keys ?? []),
  };
}
