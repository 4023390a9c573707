import { parseArgs } from "node:util";
import { Failure } from "./failure.ts";

/** One option of a command. */
export interface Option {
  /** Placeholder of its value in the help (`FILE`); without one the option is a switch. */
  readonly value?: string;
  readonly help: string;
  /** May be given several times. */
  readonly many?: true;
  readonly required?: true;
  readonly short?: string;
}

/** The command line after reading: only what the command declared. */
export interface Arguments {
  readonly paths: readonly string[];
  /** What stood after `--`; empty when there was none. */
  readonly command: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly one: (name: string) => string | undefined;
  readonly all: (name: string) => readonly string[];
}

/** One command: what `--help` prints and what runs. */
export interface Command {
  readonly name: string;
  /** What stands after the name in the usage line. */
  readonly usage: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Paragraphs printed after the options. */
  readonly details?: string;
  /** Takes a command to run after `--`. */
  readonly takesCommand?: true;
  /** Exit code after a failure; 2 unless told. */
  readonly failureExit?: (error: unknown) => number;
  readonly run: (args: Arguments) => Promise<number>;
}

/**
 * Reads the words after a command's name.
 * @throws Failure `USAGE` for unknown options, missing values and missing required options.
 */
export function readArguments(command: Command, words: readonly string[]): Arguments {
  const cut = command.takesCommand ? words.indexOf("--") : -1;
  const own = cut < 0 ? words : words.slice(0, cut);
  const values = new Map<string, (string | boolean)[]>();
  let paths: readonly string[] = [];
  try {
    const parsed = parseArgs({
      args: [...own],
      allowPositionals: true,
      options: Object.fromEntries(
        Object.entries(command.options).map(([name, { value, short }]) => [
          name,
          { type: value === undefined ? "boolean" : "string", multiple: true, ...(short ? { short } : {}) } as const,
        ]),
      ),
    });
    paths = parsed.positionals;
    for (const [name, given] of Object.entries(parsed.values)) values.set(name, [given ?? []].flat());
  } catch (error) {
    throw usageFailure(command, error);
  }
  for (const [name, { required, many }] of Object.entries(command.options)) {
    const count = values.get(name)?.length ?? 0;
    if (required && count === 0) throw usage(command, `--${name} is missing`);
    if (!many && count > 1) throw usage(command, `--${name} may be given once`);
  }
  const all = (name: string) => (values.get(name) ?? []).filter((v) => typeof v === "string");
  return {
    paths,
    command: cut < 0 ? [] : words.slice(cut + 1),
    flag: (name) => values.has(name),
    one: (name) => all(name)[0],
    all,
  };
}

/** A wrong command line, with the way to the help. */
export function usage(command: Pick<Command, "name">, message: string): Failure {
  return new Failure("USAGE", message, `countersign ${command.name} --help lists what it takes.`);
}

function usageFailure(command: Command, error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '(--?[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) return usage(command, message.replace(/\.? To specify .*/s, "").replace(/\.$/, ""));
  const near = nearest(unknown.replace(/^-+/, ""), Object.keys(command.options));
  return usage(command, `unknown option ${unknown}${near === undefined ? "" : ` (did you mean --${near}?)`}`);
}

/** The candidate at the smallest edit distance, if that is at most 2 and a third of the word. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((name) => ({ name, distance: distance(word, name) }));
  ranked.sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.min(2, word.length / 3) ? best.name : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The text of `--help` for one command. */
export function helpFor(command: Command): string {
  const rows = Object.entries(command.options).map(([name, { value, short, help }]) => ({
    left: `${short ? `-${short}, ` : ""}--${name}${value === undefined ? "" : ` ${value}`}`,
    help,
  }));
  const width = Math.max(0, ...rows.map((r) => r.left.length));
  const lines = rows.map((r) => `  ${r.left.padEnd(width)}  ${r.help.replaceAll("\n", `\n${" ".repeat(width + 4)}`)}`);
  return [
    `${command.summary}\n\nUsage: countersign ${command.name} ${command.usage}`,
    ...(lines.length > 0 ? [`Options:\n${lines.join("\n")}`] : []),
    ...(command.details ? [command.details.trim()] : []),
  ].join("\n\n");
}
