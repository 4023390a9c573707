import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Anchor, ROOT_ANCHORS } from "../../core/dns/anchors.ts";
import { zip } from "../../extension/packaging/zip.mjs";
import type { World } from "./world.ts";

/** One place where a test build differs from the release. */
export interface Difference {
  readonly file: string;
  /** Offset in octets, and what stands there in either build. */
  readonly at: number;
  readonly release: string;
  readonly test: string;
}

/** A package for tests, and everything in which it differs from the release's. */
export interface TestBuild {
  /** Path of the installable file. */
  readonly file: string;
  /** Folder with the same files, for browsers that load one. */
  readonly folder: string;
  readonly differences: readonly Difference[];
}

type Files = ReadonlyMap<string, Buffer>;

/**
 * Makes the package of a client anew with another root anchor in the place of the newest one: the octets of the built
 * release with one tag and one digest overwritten, so that nothing else can differ (decision 24). Needs `dist/` to be
 * built, as it is for every end-to-end test.
 * @param anchor algorithm 8, digest type 2, a tag of five digits: what `SignedTree.anchor` is
 */
export function testBuild(world: World, client: "thunderbird" | "firefox" | "chromium", anchor: Anchor): TestBuild {
  const release = filesIn(join("dist", client));
  const changed = new Map([...release].map(([path, octets]) => [path, withAnchor(octets, anchor)]));
  const differences = differencesOf(release, changed);
  if (differences.length === 0) throw new Error(`no root anchor in dist/${client}`);
  const folder = join(world.dir, `test-build-${client}`);
  for (const [path, octets] of changed) writeBelow(folder, path, octets);
  const file = `${folder}.${client === "chromium" ? "zip" : "xpi"}`;
  writeFileSync(file, zip(changed));
  return { file, folder, differences };
}

function filesIn(folder: string): Files {
  const files = new Map<string, Buffer>();
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    if (statSync(join(folder, path)).isFile()) files.set(path, readFileSync(join(folder, path)));
  return files;
}

function writeBelow(folder: string, path: string, octets: Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), octets);
}

const REPLACED = ROOT_ANCHORS.at(-1);

/** The same octets with the members of the newest anchor overwritten wherever its literal stands. */
export function withAnchor(octets: Buffer, anchor: Anchor): Buffer {
  if (REPLACED === undefined) throw new Error("no anchors");
  if (anchor.algorithm !== REPLACED.algorithm || anchor.digestType !== REPLACED.digestType)
    throw new Error("the test's anchor needs algorithm and digest type of the real one");
  const text = octets.toString("latin1");
  const literal = new RegExp(`tag:\\s*${REPLACED.tag},[^{}]*digest:\\s*"${REPLACED.digest}"`, "g");
  const replaced = text.replace(literal, (found) =>
    found.replace(String(REPLACED.tag), String(anchor.tag)).replace(REPLACED.digest, anchor.digest),
  );
  if (replaced.length !== text.length) throw new Error("the tag of the test's anchor needs as many digits");
  return Buffer.from(replaced, "latin1");
}

/** Runs of octets that differ; files that are in one build only are an error. */
function differencesOf(release: Files, test: Files): readonly Difference[] {
  const found: Difference[] = [];
  if ([...release.keys()].join() !== [...test.keys()].join()) throw new Error("the builds have different files");
  for (const [file, before] of release) {
    const after = test.get(file);
    if (after === undefined || after.length !== before.length) throw new Error(`${file} has another length`);
    for (let at = 0; at < before.length; at++) {
      if (before[at] === after[at]) continue;
      // Equal octets inside a digest do not split it: a run ends where sixteen in a row are equal.
      let end = at + 1;
      for (let next = end; next < before.length && next < end + 16; next++)
        if (before[next] !== after[next]) end = next + 1;
      found.push({ file, at, release: before.toString("latin1", at, end), test: after.toString("latin1", at, end) });
      at = end;
    }
  }
  return found;
}
