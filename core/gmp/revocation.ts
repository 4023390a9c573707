import type { Knowledge, TrustRecord } from "../knowledge.ts";
import type { Want } from "../result.ts";
import { activeKeys } from "./key.ts";
import type { Stamp } from "./stamp.ts";
import { readStatusList, type StatusList } from "./status-list.ts";

/** A list may be this much ahead of the clock, in seconds; beyond that its age means nothing. */
const AHEAD = 600;

/** What the organisation's status list says about a stamp. */
export interface Revocation {
  readonly code: "KEY_STATUS" | "RID_REVOKED" | "REVOCATION_UNKNOWN" | "REVOCATION_STALE" | undefined;
  readonly wants: readonly Want[];
}

/**
 * Looks a stamp up in the status lists at hand (G56, H15, H17). A record that names no list has no such obligation.
 * What any genuine list ever revoked stays revoked, an old one included: an answer from the network can only lower a
 * badge (ST-02). Only the newest list says that nothing was revoked, and only within `maxAge` (ST-01).
 */
export async function checkRevocation(record: TrustRecord, stamp: Stamp, knowledge: Knowledge): Promise<Revocation> {
  if (record.statusList === undefined) return { code: undefined, wants: [] };
  const keys = activeKeys(record, knowledge);
  const copies = knowledge.statusLists.filter((copy) => copy.org_id === record.org_id);
  const read = await Promise.all(copies.map((copy) => readStatusList(copy.jws, record.org_id, keys)));
  const lists = read.filter((list) => list !== undefined);
  if (lists.some((list) => list.kids.includes(stamp.kid))) return { code: "KEY_STATUS", wants: [] };
  if (lists.some((list) => list.rids.includes(stamp.rid))) return { code: "RID_REVOKED", wants: [] };
  const newest = lists.reduce<StatusList | undefined>(
    (best, list) => (best === undefined || list.serial > best.serial ? list : best),
    undefined,
  );
  const { url, maxAge } = record.statusList;
  const wants: Want[] = [{ kind: "status-list", org_id: record.org_id, url }];
  if (newest === undefined || newest.issued > knowledge.now + AHEAD) return { code: "REVOCATION_UNKNOWN", wants };
  const old = knowledge.now - newest.issued > maxAge || knowledge.now > newest.expires;
  return old ? { code: "REVOCATION_STALE", wants } : { code: undefined, wants: [] };
}
