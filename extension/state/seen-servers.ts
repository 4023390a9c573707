import { type AuthservTrust, asciiLower } from "../../core/index.ts";
import { database } from "../database.ts";

/** A server that wrote reports at the border of one account: worth proposing, believed by nobody yet (T30). */
export interface SeenServer {
  /** Account and server; equal for what would be the same choice. */
  readonly key: string;
  readonly accountId: string;
  readonly server: AuthservTrust;
  /** Epoch seconds, to the day. */
  readonly last: number;
}

/** Servers remembered for one account, and for how long without a sight (seconds). */
const MOST = 8;
const AGE = 90 * 86_400;
/** One sight a day is enough to know that a server is still there. */
const STEP = 86_400;

/** Whether two entries are the same choice. */
export function sameServer(a: AuthservTrust, b: AuthservTrust): boolean {
  return choiceOf(a) === choiceOf(b);
}

const choiceOf = ({ authservId, profile, borderHosts, placement }: AuthservTrust) =>
  JSON.stringify([profile ?? asciiLower(authservId ?? ""), placement, ...borderHosts]);

/** Notes servers of one account. A full list keeps what it has: no flood of names pushes out the true one. */
export async function noteServers(accountId: string, servers: readonly AuthservTrust[], now: number): Promise<void> {
  if (servers.length === 0) return;
  const tx = (await database()).transaction("seenServers", "readwrite");
  const known = await tx.store.index("account").getAll(accountId);
  for (const { key } of known.filter(({ last }) => last < now - AGE)) await tx.store.delete(key);
  let free = MOST - known.filter(({ last }) => last >= now - AGE).length;
  for (const server of servers) {
    const key = JSON.stringify([accountId, choiceOf(server)]);
    const before = known.find((entry) => entry.key === key);
    if (before === undefined && free-- <= 0) continue;
    if (before === undefined || before.last + STEP <= now) await tx.store.put({ key, accountId, server, last: now });
  }
  await tx.done;
}

/** Servers seen, of all accounts, the latest first. */
export async function listSeenServers(): Promise<SeenServer[]> {
  const all = await (await database()).getAll("seenServers");
  return all.sort((a, b) => b.last - a.last);
}
