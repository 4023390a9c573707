import { readFileSync } from "node:fs";

/**
 * Text of a file of the project, for tests that judge what is written there. Under a seeded fault in that file it holds
 * the fault, so that these tests are held to noticing it too (decision 28).
 */
export function projectFile(path: string): string {
  const text = readFileSync(path, "utf8");
  const seeded = process.env.SEEDED_FAULT;
  if (seeded === undefined) return text;
  const { file, find, replace }: { file: string; find: string; replace: string } = JSON.parse(seeded);
  return file === path ? text.replace(find, () => replace) : text;
}
