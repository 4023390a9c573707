// Every row of the attack table that counts as tested has a fault that its test must notice.
import { mustSucceed } from "./program.mjs";

export function problems() {
  return mustSucceed(process.execPath, ["test/attacks/seed-faults.mjs"]);
}
