// Format and lint, including no `any`, no non-null assertion, no default export (biome.json).
import { mustSucceed } from "./program.mjs";

export function problems() {
  return mustSucceed("node_modules/.bin/biome", [
    "ci",
    "--colors=off",
    "--max-diagnostics=50",
    "--error-on-warnings",
    ".",
  ]);
}
