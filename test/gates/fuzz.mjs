// The fuzzers, for a moment each; `npm run fuzz` runs them without an end.
import { bundle, testFiles } from "./node-test.mjs";
import { mustSucceed } from "./program.mjs";

const SECONDS = "10";

export async function problems() {
  const found = [];
  for (const file of testFiles(".fuzz.ts")) {
    const out = await bundle(file.replace(/\W+/g, "-"), [file]);
    found.push(
      ...mustSucceed(process.execPath, ["--enable-source-maps", out], {
        env: { ...process.env, FUZZ_SECONDS: SECONDS },
      }),
    );
  }
  return found;
}
