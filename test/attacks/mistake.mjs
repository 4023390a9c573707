// The esbuild plugin that hands out one file of the project with a seeded fault in it.
import { readFileSync } from "node:fs";
import { extname, resolve } from "node:path";

const LOADERS = new Map([
  [".ts", "ts"],
  [".tsx", "tsx"],
  [".mjs", "js"],
]);

/** @param fault a SeededFault; its `find` must occur exactly once */
export function mistake({ file, find, replace }) {
  const path = resolve(file);
  const text = readFileSync(path, "utf8");
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`${file}: the text to replace occurs ${places} times: ${find}`);
  const contents = text.replace(find, () => replace);
  return {
    name: "mistake",
    setup(b) {
      b.onLoad({ filter: /\.(tsx?|mjs)$/ }, (args) =>
        args.path === path ? { contents, loader: LOADERS.get(extname(path)) } : undefined,
      );
    },
  };
}

/** For bundles that a test makes itself: the fault under which it runs, if any. */
export function seededMistake() {
  const seeded = process.env.SEEDED_FAULT;
  const fault = seeded === undefined ? undefined : JSON.parse(seeded);
  return fault !== undefined && LOADERS.has(extname(fault.file)) ? [mistake(fault)] : [];
}
