import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { bundleCommand } from "./bundle.ts";

/** What a run of the command left behind. */
export interface Outcome {
  readonly code: number;
  readonly out: Buffer;
  readonly text: string;
  readonly err: string;
}

let bundled: Promise<string> | undefined;

/** The bundled command, made once for all tests of this run. */
export function command(): Promise<string> {
  bundled ??= executable();
  return bundled;
}

async function executable(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-cli-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, "countersign.mjs");
  await bundleCommand(outfile);
  chmodSync(outfile, 0o755);
  return outfile;
}

/** How to run it. */
export interface Running {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

/** Runs `countersign` with an environment in which nothing of the developer's own shows. */
export async function countersign(
  words: readonly string[],
  { input = "", env = {}, nodeOptions = [] }: Running = {},
): Promise<Outcome> {
  const file = await command();
  const child = spawn(process.execPath, [...nodeOptions, file, ...words], {
    env: { PATH: process.env.PATH, LANG: "en_US.UTF-8", ...env },
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (data: Buffer) => out.push(data));
  child.stderr.on("data", (data: Buffer) => err.push(data));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number>((resolve) => child.on("close", (exit) => resolve(exit ?? -1)));
  const all = Buffer.concat(out);
  return { code, out: all, text: all.toString("utf8"), err: Buffer.concat(err).toString("utf8") };
}

/** A folder of the test's own, removed with it. */
export function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
