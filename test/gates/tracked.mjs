// The project's own text files: what git knows, plus what is new and not ignored.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** Paths, sorted. */
export function ownFiles() {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return listed
    .split("\n")
    .filter((path) => path !== "" && existsSync(path))
    .sort();
}

/** Map from path to text, for files without a NUL octet. */
export function ownTexts() {
  const texts = new Map();
  for (const path of ownFiles()) {
    const octets = readFileSync(path);
    if (!octets.includes(0)) texts.set(path, octets.toString("utf8"));
  }
  return texts;
}
