import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explanation, type Step } from "./explain-steps.ts";
import { EXIT, Failure, systemReason } from "./failure.ts";
import { theOneMessage } from "./inputs.ts";
import { KNOWLEDGE_OPTIONS, knowledgeFor } from "./now.ts";
import { octetLines } from "./octets.ts";
import { type Command, usage } from "./options.ts";
import { print } from "./terminal.ts";

/** `countersign explain`. */
export const explain: Command = {
  name: "explain",
  usage: "[options] MESSAGE",
  summary: "Shows every step of checking a receipt and every octet that was hashed or signed.",
  options: {
    ...KNOWLEDGE_OPTIONS,
    brief: { help: "leave out the octets" },
    write: { value: "FOLDER", help: "also write the octets of each step to a file there" },
  },
  details: `
Octets are shown as they were hashed: a line for each line, \\r\\n at its end, \\xNN for everything that is not printable
ASCII. The files of --write can be hashed by any other program, for example openssl dgst -sha3-256 body.bin.`,
  async run(args) {
    const [path, more] = args.paths;
    if (path === undefined || more !== undefined) throw usage(explain, "name one message, or - for standard input");
    const found = await theOneMessage(path);
    const steps = await explanation(found.bytes, knowledgeFor(explain, args));
    for (const [index, step] of steps.entries()) {
      await print(`${index + 1}. ${step.title}\n${step.says.map((line) => `   ${line}\n`).join("")}`);
      if (step.octets !== undefined && !args.flag("brief")) await print(octetLines(step.octets, "   | "));
      await print("\n");
    }
    const folder = args.one("write");
    if (folder !== undefined) write(folder, steps);
    return EXIT.ok;
  },
};

function write(folder: string, steps: readonly Step[]): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const { file, octets } of steps) if (file && octets) writeFileSync(join(folder, file), octets, { flag: "wx" });
  } catch (error) {
    throw new Failure("FILE_UNWRITABLE", `cannot write to ${folder}: ${systemReason(error)}`, undefined, error);
  }
}
