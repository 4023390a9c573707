import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * The outside corpus: real mail, attack suites and vectors. It is read in place and never copied into the project.
 * `COUNTERSIGN_CORPUS` names the folder; the default stands beside the project. Without it the tests that need it say
 * so and skip, but fail where `CI=true` (decision 26).
 */
export const CORPUS = process.env.COUNTERSIGN_CORPUS ?? join(process.cwd(), "..", "shared", "corpus");

/** Options for `test()`: skips loudly where the corpus is missing, except in CI, where the test runs and fails. */
export function needsCorpus(): { skip: string | false } {
  if (existsSync(CORPUS) || process.env.CI === "true") return { skip: false };
  return { skip: `corpus not found at ${CORPUS}; set COUNTERSIGN_CORPUS` };
}
