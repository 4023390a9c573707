import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { bundleCommand } from "../cli/bundle.ts";
import { folderFor, HOME } from "./support.ts";

let bundled: Promise<string> | undefined;

/** The bundled command in a place from which the drivers are found, as they are beside an installed package. */
export function bundledProgram(): Promise<string> {
  bundled ??= (async () => {
    mkdirSync("build/test", { recursive: true });
    const outfile = resolve(`build/test/serve-program-${process.pid}.mjs`);
    process.on("exit", () => rmSync(outfile, { force: true }));
    return bundleCommand(outfile);
  })();
  return bundled;
}

/** A running `countersign ipp serve`. */
export interface Started {
  readonly origin: string;
  readonly child: ChildProcess;
  /** Everything it wrote. */
  readonly said: () => string;
  /** Ends it with a signal; resolves with its exit code, null after SIGKILL. */
  readonly end: (signal: "SIGTERM" | "SIGKILL") => Promise<number | null>;
}

/** How it may be started otherwise. */
interface StartOptions {
  readonly scheme?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Words before the command, which end as this very process. */
  readonly prefix?: readonly string[];
  /** Another bundle in the place of {@link bundledProgram}. */
  readonly program?: string;
}

/** Starts the command on a free port; it ends with the test. */
export async function startProgram(
  t: Pick<TestContext, "after">,
  words: readonly string[],
  { scheme = "http", env = {}, prefix = [], program }: StartOptions = {},
): Promise<Started> {
  const whole = [...prefix, process.execPath, program ?? (await bundledProgram()), "ipp", "serve", ...words];
  const [file = "", ...rest] = whole;
  const child = spawn(file, rest, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  t.after(() => child.kill("SIGKILL"));
  let said = "";
  child.stdout.on("data", (data: Buffer) => {
    said += data.toString("utf8");
  });
  const port = await new Promise<string>((ready, failed) => {
    createInterface(child.stderr).on("line", (line) => {
      said += `${line}\n`;
      const found = /ready on port (\d+)/.exec(line)?.[1];
      if (found !== undefined) ready(found);
    });
    child.once("exit", (code) => failed(new Error(`exit ${code}: ${said}`)));
  });
  return {
    origin: `${scheme}://127.0.0.1:${port}`,
    child,
    said: () => said,
    end: (signal) =>
      new Promise((gone) => {
        if (child.exitCode !== null || child.signalCode !== null) return gone(child.exitCode);
        child.once("exit", gone);
        child.kill(signal);
      }),
  };
}

/** Words of a server for the tests' domain with a database. */
export function wordsFor(t: Pick<TestContext, "after">, database: string): readonly string[] {
  const served = folderFor(t);
  const common = ["--domain", HOME, "--contact", `abuse@${HOME}`, "--listen", "127.0.0.1:0", "--path", "/ipp/"];
  return [served, ...common, "--per-minute", "1000000", "--per-day", "1000000", "--database", database];
}

/** Where the embedded database of a test is. */
export const reportsIn = (folder: string) => join(folder, "reports");
