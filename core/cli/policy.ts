import { readFileSync } from "node:fs";
import { samplePolicy, samplePolicyFile } from "../settings/files.ts";
import { type SettingsFound, settingsIn } from "../settings/find.ts";
import type { ClientName } from "../settings/setting.ts";
import { parseStrictJson } from "../trust/json.ts";
import { EXIT, Failure, systemReason } from "./failure.ts";
import { readWhole } from "./inputs.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { AS_UTF8, nothingFound, otherProgram, unreadable } from "./policy-broken.ts";
import { allCounts, type PolicyReport, reportJson, reportOn, reportText } from "./policy-report.ts";
import { print } from "./terminal.ts";

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
    id: { value: "ID", help: "the id of your Chromium package, which follows from the key it is packed with" },
    server: { value: "URL", help: "template: address of your directory with the packages; https, ends with /" },
    json: { help: "validate: the report as JSON" },
  },
  details: `
validate reads a policies.json of Thunderbird or Firefox, a managed file of Chromium, or the bare settings ("-" for
standard input), as strictly as the extension does, and prints what would hold, everything that would have no effect, with
its line, and what may be written there. It also looks at how the file installs the add-on.
template prints a file with every setting; each is optional.

Exit code: 0 every value counts, 2 something has no effect or the file cannot be read.`,
  async run(args) {
    const [action, path, more] = args.paths;
    if (more !== undefined) throw usage(policy, `${more} is one word too many`);
    if (action === "template" && path === undefined) return template(args);
    if (action !== "validate") throw usage(policy, "say validate or template");
    if (path === undefined) throw usage(policy, "validate needs one file, or - for standard input");
    return validate(path, args);
  },
};

/** Whose settings they are; undefined where nobody said, or meant the bare settings. */
function clientFor(args: Arguments): ClientName | undefined {
  const client = args.one("for");
  if (client === undefined || client === "settings") return undefined;
  if (client === "thunderbird" || client === "firefox" || client === "chromium") return client;
  throw usage(policy, `--for ${client} is none of thunderbird, firefox, chromium, settings`);
}

/** The id of the administrator's own package, if it was told. */
function ownId(args: Arguments): string | undefined {
  const id = args.one("id");
  if (id === undefined || /^[a-p]{32}$/.test(id)) return id;
  throw usage(policy, `--id ${id} is not 32 letters from a to p`);
}

async function template(args: Arguments): Promise<number> {
  const [chromium, server] = [ownId(args), args.one("server")];
  if (server !== undefined && !(server.startsWith("https://") && server.endsWith("/") && URL.canParse(server)))
    throw usage(policy, `--server ${server} is no https address that ends with /`);
  const own = { ...(chromium !== undefined && { chromium }), ...(server !== undefined && { server }) };
  const sample =
    args.one("for") === "settings" ? samplePolicy() : samplePolicyFile(clientFor(args) ?? "thunderbird", own);
  await print(`${JSON.stringify(sample, null, 2)}\n`);
  return EXIT.ok;
}

async function validate(path: string, args: Arguments): Promise<number> {
  const [client, id] = [clientFor(args), ownId(args)];
  const as = args.flag("json")
    ? (report: PolicyReport) => `${JSON.stringify(reportJson(path, report), null, 2)}\n`
    : (report: PolicyReport) => reportText(path, report);
  const text = await textOf(path);
  const read = parseStrictJson(text);
  if ("fault" in read) throw unreadable(path, text, read);
  const found = settingsIn(read.value, id);
  if (found.length === 0) throw nothingFound(path, text, read.value);
  const fitting = found.filter((one) => isFileOf(one, client));
  if (fitting.length === 0) throw otherProgram(path, found[0]?.client === "chromium");
  const reports = fitting.map((one) => reportOn(text, one, client));
  for (const report of reports) await print(as(report));
  return reports.every(allCounts) ? EXIT.ok : EXIT.unusable;
}

/** Bare settings are for whoever takes them; a file of a Chromium does nothing in Thunderbird and Firefox, and the other way round. */
const isFileOf = (found: SettingsFound, client: ClientName | undefined): boolean =>
  client === undefined || found.id === undefined || (found.client === "chromium") === (client === "chromium");

/** The text as programs read it: UTF-8; a mark in front stays, as it stops them. */
async function textOf(path: string): Promise<string> {
  const octets = path === "-" ? await readWhole(process.stdin) : octetsOf(path);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
  } catch (error) {
    throw new Failure("RECORD", `${path} is not UTF-8, and no program reads it`, AS_UTF8, error);
  }
}

function octetsOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Failure("FILE_UNREADABLE", `cannot read ${path}: ${systemReason(error)}`, undefined, error);
  }
}
