import { spawn } from "node:child_process";
import { constants } from "node:os";
import { EXIT, Failure, systemReason } from "./failure.ts";

/** Exit codes of sysexits.h that a mail server understands; anything else becomes "try again". */
const SYSEXITS = { first: 64, last: 78 } as const;

/**
 * Hands a complete message on: to standard output, or to the standard input of a command, without a shell.
 * @returns 0 once everything was taken; otherwise the command's exit code where a mail server understands it, else 75
 * @throws Failure `HANDOVER`
 */
export async function handOver(message: Uint8Array, command: readonly string[]): Promise<number> {
  const [program, ...words] = command;
  if (program === undefined) {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(message, (error) => (error ? reject(handOverFailure("standard output", error)) : resolve()));
    });
    return EXIT.ok;
  }
  return await new Promise<number>((resolve, reject) => {
    const child = spawn(program, words, { stdio: ["pipe", "inherit", "inherit"] });
    let taken = false;
    child.stdin.on("error", () => {
      // The exit code says more; that not everything was taken is remembered.
    });
    child.stdin.on("finish", () => {
      taken = true;
    });
    child.stdin.end(message);
    child.on("error", (error) => reject(handOverFailure(program, error)));
    child.on("close", (code, signal) => {
      if (code === 0 && taken) resolve(EXIT.ok);
      else if (code !== null && code >= SYSEXITS.first && code <= SYSEXITS.last) resolve(code);
      else reject(new Failure("HANDOVER", `${program} ${ending(code, signal)}`));
    });
  });
}

function ending(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `was ended by ${signal} (${constants.signals[signal]})`;
  return code === 0 ? "did not read the whole message" : `ended with exit code ${code}`;
}

const handOverFailure = (to: string, error: unknown) =>
  new Failure("HANDOVER", `cannot hand the message to ${to}: ${systemReason(error)}`, undefined, error);
