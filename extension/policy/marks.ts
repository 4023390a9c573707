import type { RevokedKey } from "../../core/index.ts";
import { noteEvent } from "../audit/log.ts";
import { database } from "../database.ts";

/**
 * The little that outlives a policy, because it may only ever move forward (ADM-08): how new the newest was, which keys it
 * took back, and that there was one. No value of a policy is among it.
 */
export interface PolicyMarks {
  /** The last successful reading found a policy: one that cannot be read now is missed. */
  readonly managed: boolean;
  /** Highest serial seen; 0 for none. */
  readonly serial: number;
  readonly revoked: readonly RevokedKey[];
}

const NO_MARKS: PolicyMarks = { managed: false, serial: 0, revoked: [] };

/** What is known of policies before. */
export async function readMarks(): Promise<PolicyMarks> {
  return (await (await database()).get("policyMarks", "marks")) ?? NO_MARKS;
}

/** Moves the marks forward, in one transaction: of two pages that write, neither takes anything back. */
export async function moveMarks(to: PolicyMarks): Promise<PolicyMarks> {
  const tx = (await database()).transaction("policyMarks", "readwrite");
  const before = (await tx.store.get("marks")) ?? NO_MARKS;
  const fresh = to.revoked.filter(
    ({ org_id, kid }) => !before.revoked.some((one) => one.org_id === org_id && one.kid === kid),
  );
  const after = {
    managed: to.managed,
    serial: Math.max(before.serial, to.serial),
    revoked: [...before.revoked, ...fresh],
  };
  const changed = fresh.length > 0 || after.serial > before.serial || after.managed !== before.managed;
  if (changed) await tx.store.put(after, "marks");
  await tx.done;
  if (changed) await noteEvent({ at: Math.floor(Date.now() / 1000), kind: "policy-read", serial: after.serial });
  return after;
}
