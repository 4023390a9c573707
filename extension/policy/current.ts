import { LOCKDOWN, NO_POLICY, type Policy, type RecordFault, type RevokedKey, readPolicy } from "../../core/index.ts";
import { type ManagedRead, readManaged } from "./managed.ts";
import { moveMarks, type PolicyMarks, readMarks } from "./marks.ts";

/**
 * Where the policy that holds comes from:
 * `none`: nobody decided anything; `read`: the client gave it; `kept`: it was read before and could not be read again;
 * `missing`: there was one, it cannot be read, and everything is at its strictest until it can; `unknown`: the client
 * gave no answer, and no policy was ever seen here.
 */
export type PolicyState = "none" | "read" | "kept" | "missing" | "unknown";

/** The policy that holds in this page. In memory only: values of a policy are never stored. */
export interface CurrentPolicy {
  readonly state: PolicyState;
  readonly policy: Policy;
  /** Everything in the policy that has no effect, or deserves a look. */
  readonly faults: readonly RecordFault[];
  /** Keys that any policy ever took back (ADM-08). */
  readonly revoked: readonly RevokedKey[];
  /** Epoch seconds of the last attempt to read it. */
  readonly readAt: number;
}

/**
 * Draws the conclusion from one reading. What is worth remembering stands in `marks`.
 * @param previous what held in this page before, if anything
 */
export function concluded(
  read: ManagedRead,
  marks: PolicyMarks,
  previous: CurrentPolicy | undefined,
  now: number,
): { readonly current: CurrentPolicy; readonly marks: PolicyMarks } {
  const { revoked } = marks;
  const held = previous?.state === "read" || previous?.state === "kept" ? previous : undefined;
  const without = (faults: readonly RecordFault[]): CurrentPolicy =>
    held
      ? { ...held, state: "kept", faults, readAt: now }
      : { state: "missing", policy: LOCKDOWN, faults, revoked, readAt: now };
  const nothing = (state: "none" | "unknown"): CurrentPolicy => ({
    state,
    policy: NO_POLICY,
    faults: [],
    revoked,
    readAt: now,
  });
  if (read.state === "none") return { current: nothing("none"), marks: { ...marks, managed: false } };
  if (read.state === "failed")
    return { current: held || marks.managed ? without(held?.faults ?? []) : nothing("unknown"), marks };
  const { policy, faults, revoked: named } = readPolicy(read.json, marks.serial, read.client);
  // There is a policy, and somebody wanted something with it that nobody can tell.
  if (policy === undefined) return { current: without(faults), marks: { ...marks, managed: true } };
  const all = [...revoked, ...named];
  return {
    current: { state: "read", policy, faults, revoked: all, readAt: now },
    marks: { managed: true, serial: Math.max(marks.serial, policy.serial), revoked: all },
  };
}

let current: Promise<CurrentPolicy> | undefined;

/** The policy that holds, read when this page first asks for it. */
export function currentPolicy(): Promise<CurrentPolicy> {
  current ??= load(undefined).catch((error: unknown) => {
    // The next question tries again.
    current = undefined;
    throw error;
  });
  return current;
}

/** Reads the policy again: Chromium tells when it changed. */
export function refreshPolicy(): Promise<CurrentPolicy> {
  const before = current;
  current = (async () => load(await before))();
  return current;
}

async function load(previous: CurrentPolicy | undefined): Promise<CurrentPolicy> {
  const [read, marks] = await Promise.all([readManaged(), readMarks()]);
  const { current: found, marks: after } = concluded(read, marks, previous, Math.floor(Date.now() / 1000));
  await moveMarks(after);
  return found;
}
