import { describeValue } from "../settings/describe.ts";
import { samplePolicy, samplePolicyFile, settingsIn } from "../settings/files.ts";
import { NO_POLICY, type PolicyReading, readPolicy } from "../settings/policy.ts";
import { resolveSettings } from "../settings/resolve.ts";
import { SETTING_NAMES } from "../settings/settings.ts";
import { parseStrictJson } from "../trust/json.ts";
import type { RecordFault } from "../trust/reading.ts";
import { EXIT, Failure } from "./failure.ts";
import { readText } from "./files.ts";
import { readWhole } from "./inputs.ts";
import { faultText } from "./knowledge-file.ts";
import { type Arguments, type Command, nearest, usage } from "./options.ts";
import { print, shown } from "./terminal.ts";

/** `countersign policy`. */
export const policy: Command = {
  name: "policy",
  usage: "validate FILE | template [--for CLIENT]",
  summary: "Checks the settings that an administrator hands out, or prints a sample of them.",
  options: {
    for: {
      value: "CLIENT",
      help: "template: thunderbird (default), firefox, chromium, or settings: the bare settings",
    },
  },
  details: `
validate reads a policies.json of Thunderbird or Firefox, a managed file of Chromium, or the bare settings ("-" for
standard input), as strictly as the extension does, and prints what would hold and everything that would have no effect.
template prints a file with every setting; each is optional.

Exit code: 0 every value counts, 2 something has no effect or the file cannot be read.`,
  async run(args) {
    const [action, path, more] = args.paths;
    if (more !== undefined) throw usage(policy, `${more} is one word too many`);
    if (action === "template" && path === undefined) return template(args);
    if (action !== "validate") throw usage(policy, "say validate or template");
    if (path === undefined) throw usage(policy, "validate needs one file, or - for standard input");
    return validate(path);
  },
};

async function template(args: Arguments): Promise<number> {
  const client = args.one("for") ?? "thunderbird";
  if (client !== "thunderbird" && client !== "firefox" && client !== "chromium" && client !== "settings")
    throw usage(policy, `--for ${client} is none of thunderbird, firefox, chromium, settings`);
  const sample = client === "settings" ? samplePolicy() : samplePolicyFile(client);
  await print(`${JSON.stringify(sample, null, 2)}\n`);
  return EXIT.ok;
}

async function validate(path: string): Promise<number> {
  const text = path === "-" ? Buffer.from(await readWhole(process.stdin)).toString("utf8") : readText(path);
  const read = parseStrictJson(text);
  if ("fault" in read)
    throw new Failure(
      "RECORD",
      `${path}: ${[read.fault, read.at].filter(Boolean).join(" ")}`,
      "A policy is strict JSON: one comma too many, and the program reads nothing of the file.",
    );
  const found = settingsIn(read.value);
  if (found === undefined)
    throw new Failure(
      "RECORD",
      `${path} says nothing about Countersign`,
      "countersign policy template shows the place.",
    );
  const reading = readPolicy(found.settings);
  await print(report(reading));
  return reading.faults.some(({ severity }) => severity === "refused") ? EXIT.unusable : EXIT.ok;
}

/** What would hold on a machine where nobody chose anything, and every fault with its place. */
function report({ policy: read, faults }: PolicyReading): string {
  const effective = resolveSettings(read ?? NO_POLICY, {});
  const rows = SETTING_NAMES.map((name) => {
    const { value, origin, locked } = effective[name];
    const text =
      describeValue(value)
        .map((one) => shown(one))
        .join(", ") || "none";
    return `${name.padEnd(18)} ${origin.padEnd(12)} ${locked ? "locked " : "       "} ${text}`;
  });
  const lines = faults.map(
    (fault) => `${fault.severity === "refused" ? "no effect" : "note"}: ${faultText(fault)}${hint(fault)}`,
  );
  return `${[...rows, ...lines].join("\n")}\n${faults.length === 0 ? "every value counts\n" : ""}`;
}

/** A misspelt name is most often nearly right. */
function hint({ code, path, value }: RecordFault): string {
  if (code !== "unknown-setting") return "";
  const near = nearest(path.startsWith("/locked/") ? value : (path.split("/").at(-1) ?? ""), SETTING_NAMES);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}
