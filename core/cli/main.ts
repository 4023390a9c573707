import { version } from "../../package.json";
import { ask } from "./ask.ts";
import { declare } from "./declare.ts";
import { dns } from "./dns.ts";
import { explain } from "./explain.ts";
import { EXIT, Failure, systemReason } from "./failure.ts";
import { hpkeKeygen } from "./hpke-keygen.ts";
import { ippCheck } from "./ipp-check.ts";
import { ippFilter } from "./ipp-filter.ts";
import { ippKeygen } from "./ipp-keygen.ts";
import { ippPublish } from "./ipp-publish.ts";
import { keygen } from "./keygen.ts";
import { map } from "./map.ts";
import { mt2 } from "./mt2.ts";
import { open } from "./open.ts";
import { type Command, helpFor, nearest, readArguments } from "./options.ts";
import { policy } from "./policy.ts";
import { seal } from "./seal.ts";
import { ippServe } from "./serve/command.ts";
import { stamp } from "./stamp.ts";
import { status } from "./status.ts";
import { note, print } from "./terminal.ts";
import { trust } from "./trust.ts";
import { verify } from "./verify.ts";

const COMMANDS: readonly Command[] = [
  verify,
  explain,
  ask,
  trust,
  stamp,
  declare,
  keygen,
  dns,
  status,
  map,
  mt2,
  hpkeKeygen,
  seal,
  open,
  ippKeygen,
  ippPublish,
  ippCheck,
  ippFilter,
  ippServe,
  policy,
];

const NAME_WIDTH = Math.max(...COMMANDS.map(({ name }) => name.length));

const HELP = `countersign checks, makes and explains the receipts of mail messages.

Usage: countersign COMMAND [options]

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(NAME_WIDTH)} ${summary}`).join("\n")}

countersign COMMAND --help tells more; countersign --version prints the version.`;

async function run(words: readonly string[]): Promise<number> {
  const [first, ...rest] = words;
  if (first === "--version") {
    await print(`countersign ${version}\n`);
    return EXIT.ok;
  }
  if (first === "--help" || first === "-h" || (first === "help" && rest.length === 0)) {
    await print(`${HELP}\n`);
    return EXIT.ok;
  }
  const named = first === "help" ? rest : words;
  const command = COMMANDS.find(({ name }) => isNamed(name, named));
  if (command === undefined) throw noCommand(named);
  const given = named.slice(command.name.split(" ").length);
  const own = given.slice(0, given.includes("--") ? given.indexOf("--") : given.length);
  if (first === "help" || own.includes("--help") || own.includes("-h")) {
    await print(`${helpFor(command)}\n`);
    return EXIT.ok;
  }
  failureExit = command.failureExit ?? failureExit;
  return await command.run(readArguments(command, given));
}

/** The name of a command is one word, or two for those of a group (`ipp publish`). */
const isNamed = (name: string, words: readonly string[]) => name === words.slice(0, name.split(" ").length).join(" ");

function noCommand([name, second = ""]: readonly string[]): Failure {
  if (name === undefined) return new Failure("USAGE", "a command is missing", "countersign --help lists them.");
  const group = COMMANDS.map((c) => c.name).filter((other) => other.startsWith(`${name} `));
  if (group.length > 0)
    return new Failure(
      "USAGE",
      `there is no command "${`${name} ${second}`.trim()}"`,
      `There are ${group.join(", ")}.`,
    );
  const near = nearest(
    name,
    COMMANDS.map((c) => c.name),
  );
  return new Failure(
    "USAGE",
    `there is no command "${name}"`,
    near === undefined ? "countersign --help lists them." : `Did you mean "${near}"?`,
  );
}

/** People get a sentence, never a stack trace; a bug asks to be reported. */
function tell(error: unknown): void {
  if (error instanceof Failure) {
    note(`countersign: ${error.code}: ${error.message}`);
    if (error.hint !== undefined) note(error.hint);
    return;
  }
  note(`countersign: INTERNAL: ${error instanceof Error ? error.message : String(error)}`);
  note("This is a mistake in countersign. COUNTERSIGN_DEBUG=1 shows where it happened; please report it.");
  if (process.env.COUNTERSIGN_DEBUG && error instanceof Error) note(error.stack ?? "");
}

/** Exit code after a failure of the command that runs. */
let failureExit: (error: unknown) => number = (error) => (isBrokenPipe(error) ? EXIT.ok : EXIT.unusable);

/** A reader like head(1) stopped reading, which is no failure of ours. */
const isBrokenPipe = (error: unknown) => error instanceof Error && "code" in error && error.code === "EPIPE";

process.stdout.on("error", (error) => {
  if (failureExit(error) !== EXIT.ok) tell(new Failure("HANDOVER", `cannot write the output: ${systemReason(error)}`));
  process.exit(failureExit(error));
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  tell(error);
  process.exitCode = failureExit(error);
}
