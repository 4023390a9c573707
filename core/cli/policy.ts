import { describeValue } from "../settings/describe.ts";
import { samplePolicy, samplePolicyFile, settingsIn } from "../settings/files.ts";
import { NO_POLICY, type PolicyReading, readPolicy } from "../settings/policy.ts";
import { resolveSettings } from "../settings/resolve.ts";
import type { ClientName } from "../settings/setting.ts";
import { SETTING_NAMES } from "../settings/settings.ts";
import { type JsonFault, parseStrictJson } from "../trust/json.ts";
import { jsonPlaces, lineAt, offsetOf } from "../trust/json-places.ts";
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
      help: "thunderbird (default for template), firefox, chromium; template: also settings, the bare settings",
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
    return validate(path, clientFor(args));
  },
};

/** Whose settings they are; undefined where nobody said, or meant the bare settings. */
function clientFor(args: Arguments): ClientName | undefined {
  const client = args.one("for");
  if (client === undefined || client === "settings") return undefined;
  if (client === "thunderbird" || client === "firefox" || client === "chromium") return client;
  throw usage(policy, `--for ${client} is none of thunderbird, firefox, chromium, settings`);
}

async function template(args: Arguments): Promise<number> {
  const sample = args.one("for") === "settings" ? samplePolicy() : samplePolicyFile(clientFor(args) ?? "thunderbird");
  await print(`${JSON.stringify(sample, null, 2)}\n`);
  return EXIT.ok;
}

async function validate(path: string, client: ClientName | undefined): Promise<number> {
  const text = path === "-" ? Buffer.from(await readWhole(process.stdin)).toString("utf8") : readText(path);
  const read = parseStrictJson(text);
  if ("fault" in read) throw unreadable(path, text, read);
  const found = settingsIn(read.value);
  if (found === undefined)
    throw new Failure(
      "RECORD",
      `${path} says nothing about Countersign under its id`,
      "countersign policy template shows the place.",
    );
  const reading = readPolicy(found.settings, 0, client ?? found.client);
  await print(report(reading, located(path, text, found.path)));
  return reading.faults.some(({ severity }) => severity === "refused") ? EXIT.unusable : EXIT.ok;
}

/** Why nothing of a file can be read, and on which line. */
function unreadable(path: string, text: string, { fault, at }: JsonFault): Failure {
  // What is too large or too deep has no single place, and is not walked through.
  const places = fault === "too-large" || fault === "too-deep" ? undefined : jsonPlaces(text);
  const offset = places?.broken ?? places?.repeated;
  const where = offset === undefined ? path : `${path}:${lineAndColumn(text, offset)}`;
  const why = places?.broken === undefined ? "" : brokenBy(text, places.broken);
  return new Failure(
    "RECORD",
    `${where}: ${[fault, at, why && `(${why})`].filter(Boolean).join(" ")}`,
    "A policy is strict JSON: one comma too many, and the program reads nothing of the file.",
  );
}

/** The mistakes that are made most, by what stands where the text stops being JSON. */
function brokenBy(text: string, at: number): string {
  if (at >= text.length) return "the text ends too early: a bracket or a quotation mark is not closed";
  const rest = text.slice(at);
  if (/^[}\]]/.test(rest) && /,\s*$/.test(text.slice(0, at))) return "the comma before it is one too many";
  if (/^(?:\/[/*]|#)/.test(rest)) return "JSON knows no comments";
  if (/^['\u2018-\u201f]/.test(rest)) return 'texts stand between two "';
  if (/^["{[]/.test(rest)) return "a comma or a colon is missing before it";
  return `${shown(rest.slice(0, 1))} cannot stand here`;
}

function lineAndColumn(text: string, offset: number): string {
  const { line, column } = lineAt(text, offset);
  return `${line}:${column}`;
}

/** Says for each fault where in the file it stands. */
function located(path: string, text: string, settings: string): (fault: RecordFault) => string {
  const places = jsonPlaces(text);
  return ({ path: at }) => `${path}:${lineAndColumn(text, offsetOf(places, settings + at))}`;
}

/** What would hold on a machine where nobody chose anything, and every fault with its place. */
function report({ policy: read, faults }: PolicyReading, place: (fault: RecordFault) => string): string {
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
    (fault) =>
      `${place(fault)}: ${fault.severity === "refused" ? "no effect" : "note"}: ${faultText(fault)}${hint(fault)}`,
  );
  return `${[...rows, ...lines].join("\n")}\n${faults.length === 0 ? "every value counts\n" : ""}`;
}

/** A misspelt name is most often nearly right. */
function hint({ code, path, value }: RecordFault): string {
  if (code !== "unknown-setting") return "";
  const near = nearest(path.startsWith("/locked/") ? value : (path.split("/").at(-1) ?? ""), SETTING_NAMES);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}
