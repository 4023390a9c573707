// TypeScript over the whole project.
import { mustSucceed } from "./program.mjs";

export function problems() {
  return mustSucceed("node_modules/.bin/tsc", ["-p", "tsconfig.json"]);
}
