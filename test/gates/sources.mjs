// House rules over the project's own text files that no linter knows.
import { ownTexts } from "./tracked.mjs";

const MAX_LINES = 300;
const CODE = /\.(?:ts|tsx|mjs|css|html)$/;

/** Files that are data, and may be as long as their data is. */
const DATA = /^(?:core\/trust\/confusables\.ts|docs\/vectors\/|test\/samples\/)/;

const WHERE = [
  // Absolute paths of somebody's machine; the pieces keep this file from finding itself.
  [
    new RegExp(`(?<![\\w.~-])/(?:${["work", "root", "home/\\w+", "Users/\\w+"].join("|")})/`),
    "names a path of one machine",
  ],
  [
    new RegExp(["registry\\.(?:npm|yarn)", "deb\\.debian\\.org/", "pypi\\.org/", "npm\\.pkg\\."].join("|")),
    "names the host of a package registry",
  ],
  [/\b(?:dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML)\b/, "makes markup from text", /^extension\//],
  [/@ts-(?:ignore|nocheck|expect-error)/, "switches the type check off"],
  [
    /\b(?:test|it|describe|suite)\.(?:skip|only|todo)\(|\{[^}\n]*\b(?:skip|only|todo): true/,
    "skips or singles out a test",
  ],
  [/^(?:<{7}|>{7}) /m, "holds a merge conflict"],
];

/**
 * @param {Map<string, string>} texts path to text
 * @returns {string[]}
 */
export function sourceProblems(texts) {
  const found = [];
  for (const [path, text] of texts) {
    const lines = text.split("\n").length - 1;
    if (CODE.test(path) && !DATA.test(path) && lines > MAX_LINES)
      found.push(`${path} has ${lines} lines; at most ${MAX_LINES}`);
    if (path === "test/gates/sources.mjs" || path === "test/gates/sources.test.ts") continue;
    for (const [pattern, what, files] of WHERE) {
      if (files && !files.test(path)) continue;
      const hit = pattern.exec(text);
      if (hit !== null) found.push(`${path}:${text.slice(0, hit.index).split("\n").length} ${what}: ${hit[0].trim()}`);
    }
  }
  return found;
}

export const problems = () => sourceProblems(ownTexts());
