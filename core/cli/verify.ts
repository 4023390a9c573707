import { MAX_MESSAGE_OCTETS } from "../limits.ts";
import type { Badge, Result } from "../result.ts";
import { verify as verifyMessage } from "../verify.ts";
import { nodeEngine } from "./engine-node.ts";
import { EXIT, type Failure } from "./failure.ts";
import { type Found, openInputs } from "./inputs.ts";
import { KNOWLEDGE_OPTIONS, knowledgeFor } from "./now.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { progressBar } from "./progress.ts";
import { jsonLine, place, report, row, type Style, styleOf, totals } from "./report.ts";
import { note, print } from "./terminal.ts";

/** `countersign verify`. */
export const verify: Command = {
  name: "verify",
  usage: "[options] PATH…",
  summary:
    "Checks the receipts of messages: .eml files, mailboxes, folders with all below them, or - for standard input.",
  options: {
    ...KNOWLEDGE_OPTIONS,
    json: { help: "one JSON object a line for each message" },
    table: { help: "one line for each message" },
    quiet: { short: "q", help: "print nothing; the exit code tells" },
    mboxrd: { help: "remove one > from lines of mailboxes that start with >From (mboxrd)" },
  },
  details: `
Nothing is looked up and nobody is contacted: what is not in the knowledge file counts as unknown.
A file that starts with "From " is read as a mailbox, one message at a time, whatever its size. Lines that start with
>From are left as they are stored unless --mboxrd says that the writer of the mailbox had quoted them.

Exit code: 0 nothing negative, 1 some message is CAUTION or ALERT, 2 some input could not be used.`,
  async run(args) {
    if (args.paths.length === 0) throw usage(verify, "name a file, a folder, or - for standard input");
    if (args.flag("json") && args.flag("table")) throw usage(verify, "--json and --table exclude each other");
    const knowledge = knowledgeFor(verify, args);
    const problems: Failure[] = [];
    const inputs = await openInputs(args.paths, args.flag("mboxrd"), (failure) => problems.push(failure));
    const progress = progressBar(inputs);
    const style = styleOf();
    const write = writerFor(args, style);
    const counts = new Map<Badge, number>();
    let total = 0;
    for await (const found of inputs.messages()) {
      const result = await verifyMessage(found.bytes, knowledge, nodeEngine);
      counts.set(result.badge, (counts.get(result.badge) ?? 0) + 1);
      total += 1;
      const text = write(found, result);
      if (text !== "") {
        progress.clear();
        await print(text);
      }
      if (!args.flag("mboxrd") && maybeQuoted(found, result)) note(`countersign: ${place(found)}: ${QUOTED_HINT}`);
      progress.tick(total);
    }
    progress.clear();
    for (const failure of problems) note(`countersign: ${failure.code}: ${failure.message}`);
    if (!args.flag("json") && !args.flag("quiet") && total > 1) {
      await print(`${args.flag("table") ? "\n" : ""}${totals(counts, style)}\n`);
    }
    if (problems.length === 0 && total === 0) note("countersign: NO_MESSAGE: no mail was found there");
    if (problems.length > 0 || total === 0) return EXIT.unusable;
    return counts.has("CAUTION") || counts.has("ALERT") ? EXIT.negative : EXIT.ok;
  },
};

function writerFor(args: Arguments, style: Style): (found: Found, result: Result) => string {
  if (args.flag("quiet")) return () => "";
  if (args.flag("json")) return jsonLine;
  if (args.flag("table")) return (_, result) => row(result, style);
  return (found, result) => report(found, result, style);
}

const QUOTED_HINT =
  'its text has lines starting with ">From "; if the program that wrote this mailbox added the ">", use --mboxrd';

/** A changed body in a mailbox may be the quoting of its writer; which it is, only the user can know. */
function maybeQuoted(found: Found, result: Result): boolean {
  if (!found.mailbox || found.bytes.length > MAX_MESSAGE_OCTETS) return false;
  if (result.receipt?.changed.units.includes("body") !== true) return false;
  return Buffer.from(found.bytes.buffer, found.bytes.byteOffset, found.bytes.length).includes("\n>From ");
}
