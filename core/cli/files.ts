import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { Failure, systemReason } from "./failure.ts";

/**
 * The text of a small file.
 * @throws Failure `FILE_UNREADABLE`
 */
export function readText(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    throw new Failure("FILE_UNREADABLE", `cannot read ${path}: ${systemReason(error)}`, undefined, error);
  }
}

/**
 * Writes a file that must not be there yet.
 * @throws Failure `FILE_EXISTS`, `FILE_UNWRITABLE`
 */
export function writeNew(path: string, text: string, mode: number): void {
  let file: number;
  try {
    file = openSync(path, "wx", mode);
  } catch (error) {
    if (exists(path)) throw new Failure("FILE_EXISTS", `${path} exists already`, "Choose another name.", error);
    throw unwritable(path, error);
  }
  fill(file, path, text);
}

/**
 * Writes a file in one step: readers see the old content or the new one, never a part (also after a power cut).
 * @param mode - Permission bits of a new file; a file that is replaced keeps its own.
 * @throws Failure `FILE_UNWRITABLE`
 */
export function replaceText(path: string, text: string, mode: number): void {
  const target = resolved(path);
  const draft = `${target.path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    fill(openSync(draft, "wx", target.mode ?? mode), draft, text);
    renameSync(draft, target.path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw unwritable(path, error);
  }
}

function fill(file: number, path: string, text: string): void {
  try {
    writeSync(file, text);
    fsyncSync(file);
  } catch (error) {
    throw unwritable(path, error);
  } finally {
    closeSync(file);
  }
}

const unwritable = (path: string, error: unknown) =>
  error instanceof Failure
    ? error
    : new Failure("FILE_UNWRITABLE", `cannot write ${path}: ${systemReason(error)}`, undefined, error);

/** Where a path leads, links followed, and the permission bits of what is there. */
function resolved(path: string): { path: string; mode?: number } {
  try {
    return { path: realpathSync(path), mode: statSync(path).mode & 0o777 };
  } catch {
    return { path };
  }
}

/** Whether a file exists. */
export function exists(path: string): boolean {
  return resolved(path).mode !== undefined;
}

/** Whether group or others may read the file; false on systems without such bits. */
export function readableByOthers(path: string): boolean {
  return process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0;
}
