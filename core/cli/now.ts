import { parseTime } from "../canonical/times.ts";
import type { Knowledge } from "../knowledge.ts";
import { EMPTY_KNOWLEDGE, readKnowledgeFile } from "./knowledge-file.ts";
import { type Arguments, type Command, type Option, usage } from "./options.ts";

/** `--now`. */
export const NOW_OPTION: Option = { value: "TIME", help: "as of this time: 2026-11-21T20:01:43Z or epoch seconds" };

/** Options of every command that judges a message. */
export const KNOWLEDGE_OPTIONS: Readonly<Record<string, Option>> = {
  knowledge: { value: "FILE", help: "trust records, keys and account (see countersign trust --help)" },
  account: { value: "ADDR", many: true, help: "your address: whose mailbox this is" },
  now: NOW_OPTION,
};

/**
 * The knowledge that these options describe. `--now` goes before the file's own `now`, which goes before the clock;
 * the clock is read in this file and nowhere else.
 */
export function knowledgeFor(command: Pick<Command, "name">, args: Arguments): Knowledge {
  const file = args.one("knowledge");
  const stored = file === undefined ? EMPTY_KNOWLEDGE : readKnowledgeFile(file);
  const addresses = args.all("account");
  return {
    ...stored,
    ...(addresses.length > 0 ? { account: { addresses, authserv: stored.account?.authserv ?? [] } } : {}),
    now: readNow(command, args.one("now")) ?? stored.now ?? Math.floor(Date.now() / 1000),
  };
}

/** The time that `--now` names, or the clock's. */
export function nowOf(command: Command, args: Arguments): number {
  return readNow(command, args.one("now")) ?? Math.floor(Date.now() / 1000);
}

function readNow(command: Pick<Command, "name">, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,11}$/.test(text) ? Number(text) : parseTime(text);
  if (seconds === undefined)
    throw usage(command, `--now ${text} is neither like 2026-11-21T20:01:43Z nor epoch seconds`);
  return seconds;
}
