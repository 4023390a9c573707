// docs/attacks.md is what the tests and seeded faults make of it, no row is missing, and no P0 row is without a fault.
import { mustSucceed } from "./program.mjs";

export function problems() {
  return mustSucceed(process.execPath, ["test/attacks/make-table.mjs", "--check"]);
}
