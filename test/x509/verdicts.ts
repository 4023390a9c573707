import assert from "node:assert/strict";
import { judge } from "../message/outcomes.ts";

/** One case of an outside suite, and what became of it here. */
export interface CaseVerdict {
  readonly name: string;
  /** What identifies the case. */
  readonly key: Uint8Array | string;
  readonly mayPass: boolean;
  /** `valid`, or why not. */
  readonly got: string;
}

/**
 * Prints passed / skipped with reason / failed, and fails on whatever nobody reviewed. What must fail and was accepted
 * has no reviewed list: it fails always.
 */
export function judgeCases(source: string, cases: readonly CaseVerdict[]): void {
  const accepted = cases.filter(({ mayPass, got }) => !mayPass && got === "valid");
  const refused = cases.filter(({ mayPass, got }) => mayPass && got !== "valid");
  const passed = cases.length - accepted.length - refused.length;
  console.log(
    `${source}: ${passed} passed / ${refused.length} refused with reason / ${accepted.length} wrongly accepted`,
  );
  assert.deepEqual(
    accepted.map(({ name }) => name),
    [],
    "accepted what must fail",
  );
  judge(
    source,
    cases.map(({ key, name, mayPass, got }) => ({
      key,
      name,
      difference: mayPass && got !== "valid" ? got : undefined,
    })),
  );
}
