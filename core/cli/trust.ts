import type { TrustRecord } from "../knowledge.ts";
import { parseStrictJson } from "../trust/json.ts";
import { readTrustRecords } from "../trust/record.ts";
import { formatTime } from "./clock.ts";
import { EXIT, Failure } from "./failure.ts";
import { readText } from "./files.ts";
import { readWhole } from "./inputs.ts";
import { type KeyFile, readKeyFile } from "./key-file.ts";
import {
  faultText,
  readKnowledgeFile,
  readOrStart,
  type StoredKnowledge,
  writeKnowledgeFile,
} from "./knowledge-file.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { describeRecord, withKeys, withRecord } from "./records.ts";
import { note, print } from "./terminal.ts";

/** `countersign trust`. */
export const trust: Command = {
  name: "trust",
  usage: "add|list|import|export|remove --knowledge FILE [options] [FILE|DOMAIN…]",
  summary: "Keeps the list of organisations whose stamps you trust, in a knowledge file.",
  options: {
    knowledge: { value: "FILE", required: true, help: "the knowledge file; add and import make it if need be" },
    org: { value: "DOMAIN", help: "add: the organisation" },
    name: { value: "NAME", help: "add: its name as you want to see it" },
    domain: { value: "DOMAIN", many: true, help: "add: a domain it may stamp for (default: DOMAIN of --org)" },
    "include-subdomains": { help: "add: and all names below these domains" },
    key: { value: "FILE", many: true, help: "add: a public key file; without one, its DNSSEC-proven keys count" },
    "require-stamp": { help: "add: mail from these domains without a valid stamp is an alert" },
    "accept-bcc": { help: "add: do not ask that you stand in To or Cc" },
    delegate: { value: "FROM=SENDER", many: true, help: "add: mail from FROM may be stamped for SENDER" },
    policy: { value: "ID", many: true, help: "add: only stamps with one of these policy_id" },
    "verify-host": { value: "HOST", many: true, help: "add: a host that may be asked about a receipt on a click" },
    "status-url": { value: "URL", help: "add: where its status list is published" },
    "status-max-age": { value: "SECONDS", help: "add: how old the list may be (default 604800, one week)" },
  },
  details: `
add for an organisation that is there already adds the keys and replaces what else is given. import reads one record
or a list of them ("-" for standard input); a record that is there already is replaced. export prints all records, or
those named, as JSON that import and the extension's options page read. A key marked as compromised stays so.`,
  async run(args) {
    const [action, ...rest] = args.paths;
    const path = args.one("knowledge") ?? "";
    switch (action) {
      case "add":
        if (rest.length > 0) throw usage(trust, `${rest[0]} is one word too many`);
        return save(path, readOrStart(path), [recordOf(args, readOrStart(path).trust)]);
      case "import":
        return save(path, readOrStart(path), await readRecords(rest));
      case "list":
        return list(readKnowledgeFile(path).trust);
      case "export":
        await print(`${JSON.stringify(named(readKnowledgeFile(path).trust, rest), null, 1)}\n`);
        return EXIT.ok;
      case "remove": {
        if (rest.length === 0) throw usage(trust, "remove needs the domain of an organisation");
        const knowledge = readKnowledgeFile(path);
        const gone = named(knowledge.trust, rest);
        writeKnowledgeFile(path, { ...knowledge, trust: knowledge.trust.filter((r) => !gone.includes(r)) });
        for (const record of gone) await print(`removed ${record.org_id}\n`);
        return EXIT.ok;
      }
      default:
        throw usage(trust, "say what to do: add, list, import, export or remove");
    }
  },
};

/** The record that the options describe, on top of the one that is there. */
function recordOf(args: Arguments, present: readonly TrustRecord[]): unknown {
  const org = args.one("org");
  if (org === undefined) throw usage(trust, "add needs --org");
  const old = present.find((record) => record.org_id === org);
  const keys = args.all("key").map(readKeyFile);
  for (const [i, key] of keys.entries()) {
    if (key.org_id !== org)
      throw new Failure("RECORD", `${args.all("key")[i]} is a key of ${key.org_id}, not of ${org}`);
  }
  const given = {
    name: args.one("name"),
    domains: orUndefined(args.all("domain")),
    includeSubdomains: args.flag("include-subdomains") || undefined,
    requireStamp: args.flag("require-stamp") || undefined,
    acceptBcc: args.flag("accept-bcc") || undefined,
    delegates: orUndefined(args.all("delegate").map(delegate)),
    policies: orUndefined(args.all("policy")),
    verifyHosts: orUndefined(args.all("verify-host")),
    statusList: statusList(args),
    keys: keys.length === 0 ? undefined : withKeys(old?.keys ?? [], keys.map(organisationKey)),
  };
  return {
    ...(old ?? { org_id: org, domains: [org], source: "user", addedAt: formatTime(Date.now() / 1000) }),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

const orUndefined = <T>(list: readonly T[]) => (list.length === 0 ? undefined : list);

/** What of a key file stands in a trust record. */
function organisationKey({ kid, alg, key, notBefore, notAfter }: KeyFile) {
  return { kid, alg, key, ...(notBefore ? { notBefore } : {}), ...(notAfter ? { notAfter } : {}) };
}

function delegate(text: string): { from: string; sender: string } {
  const [from = "", sender = "", more] = text.split("=");
  if (from === "" || sender === "" || more !== undefined) throw usage(trust, `--delegate ${text} is not FROM=SENDER`);
  return { from, sender };
}

function statusList(args: Arguments): { url: string; maxAge: number } | undefined {
  const url = args.one("status-url");
  const age = args.one("status-max-age") ?? "604800";
  if (!/^[1-9]\d{0,9}$/.test(age)) throw usage(trust, "--status-max-age is a number of seconds");
  return url === undefined ? undefined : { url, maxAge: Number(age) };
}

async function readRecords(paths: readonly string[]): Promise<readonly unknown[]> {
  const [path, more] = paths;
  if (path === undefined || more !== undefined) throw usage(trust, "import needs one file, or - for standard input");
  const text = path === "-" ? Buffer.from(await readWhole(process.stdin)).toString("utf8") : readText(path);
  const read = parseStrictJson(text);
  if ("fault" in read) throw new Failure("RECORD", `${path}: ${[read.fault, read.at].filter(Boolean).join(" ")}`);
  return Array.isArray(read.value) ? read.value : [read.value];
}

/** Checks the records, shows what was understood, and stores them; one that cannot be used stops all. */
async function save(path: string, knowledge: StoredKnowledge, json: readonly unknown[]): Promise<number> {
  const { records, faults } = readTrustRecords(json, knowledge.trust);
  const refused = faults.filter((fault) => fault.severity === "refused");
  if (refused.length > 0) {
    throw new Failure("RECORD", refused.map(faultText).join("; "), "Nothing was stored.");
  }
  for (const fault of faults) note(`countersign: ${faultText(fault)}`);
  writeKnowledgeFile(path, { ...knowledge, trust: records.reduce(withRecord, knowledge.trust) });
  for (const record of records) await print(describeRecord(record));
  return EXIT.ok;
}

async function list(records: readonly TrustRecord[]): Promise<number> {
  for (const record of records) await print(describeRecord(record));
  if (records.length === 0) note("no organisation is trusted");
  return EXIT.ok;
}

function named(records: readonly TrustRecord[], names: readonly string[]): readonly TrustRecord[] {
  for (const name of names) {
    if (!records.some((record) => record.org_id === name)) {
      throw new Failure("RECORD", `there is no record of ${name}`, "countersign trust list shows them all.");
    }
  }
  return names.length === 0 ? records : records.filter((record) => names.includes(record.org_id));
}
