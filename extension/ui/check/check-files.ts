import { MAX_MESSAGE_OCTETS } from "../../../core/index.ts";
import type { Checked } from "../../check/check.ts";
import { worstFirst } from "../../check/worst-first.ts";
import type { CheckedFile, Given, RefusedFile } from "./model.ts";

/** Files, and octets of them together, that are checked at once: each stays in memory for its verified view. */
const MAX_FILES = 200;
const MAX_OCTETS = 4 * MAX_MESSAGE_OCTETS;

/**
 * Checks files one after the other.
 * @param check - Checks the octets of one; the number is that by which the page knows the message.
 * @param progress - Hears how many are done; false ends it.
 * @returns undefined when it was ended.
 */
export async function checkFiles(
  given: readonly Given[],
  check: (octets: Blob, id: number) => Promise<Checked>,
  progress: (done: number) => boolean,
): Promise<{ readonly files: readonly CheckedFile[]; readonly refused: readonly RefusedFile[] } | undefined> {
  const names = new Map<Checked, string>();
  const refused: RefusedFile[] = [];
  let octets = 0;
  for (const [id, { name, octets: file }] of given.entries()) {
    if (!progress(id)) return undefined;
    if (file.size > MAX_MESSAGE_OCTETS) refused.push({ name, why: "too-large" });
    else if (id >= MAX_FILES || octets + file.size > MAX_OCTETS) refused.push({ name, why: "too-many" });
    else
      try {
        if (file.size === 0) throw new Error("an empty file");
        names.set(await check(file, id), name);
        octets += file.size;
      } catch (error) {
        console.error("a file could not be checked", error);
        refused.push({ name, why: "failed" });
      }
  }
  if (!progress(given.length)) return undefined;
  const files = worstFirst([...names.keys()]).map((message) => ({ name: names.get(message) ?? "", message }));
  return { files, refused };
}
