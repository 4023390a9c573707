// Files, exports and dependencies that nothing uses.
import { mustSucceed } from "./program.mjs";

export function problems() {
  return mustSucceed("node_modules/.bin/knip", ["--no-progress", "--treat-config-hints-as-errors"]);
}
