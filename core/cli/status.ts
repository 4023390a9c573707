import { activeKeys } from "../gmp/key.ts";
import { makeStatusList, readStatusList, replaces, type StatusList } from "../gmp/status-list.ts";
import type { OrganisationKey, StatusListCopy, TrustRecord } from "../knowledge.ts";
import { formatTime } from "./clock.ts";
import { EXIT, Failure } from "./failure.ts";
import { readText } from "./files.ts";
import { readPassphrase, readSigningKey, type SigningKey } from "./key-file.ts";
import { readKnowledgeFile, writeKnowledgeFile } from "./knowledge-file.ts";
import { knowledgeFor, NOW_OPTION } from "./now.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { print, shown } from "./terminal.ts";

/** `countersign status`. */
export const status: Command = {
  name: "status",
  usage: "make --key FILE [options] | check|keep --knowledge FILE --org DOMAIN LIST",
  summary: "Makes and checks an organisation's signed list of revoked keys and receipts.",
  options: {
    key: { value: "FILE", help: "make: an active ed25519 key file of the organisation" },
    "passphrase-file": { value: "FILE", help: "make: its passphrase (or set COUNTERSIGN_PASSPHRASE)" },
    previous: { value: "LIST", help: "make: the list published before; its entries stay, its serial goes up by one" },
    serial: { value: "N", help: "make: the first list's serial (default 1), or a higher one than --previous gives" },
    "revoke-kid": { value: "KID", many: true, help: "make: a key that must not be believed any more" },
    "revoke-rid": { value: "RID", many: true, help: "make: a receipt that is withdrawn" },
    days: { value: "N", help: "make: how long the list may be used (default 7)" },
    knowledge: { value: "FILE", help: "check, keep: whose keys the list must be signed with" },
    org: { value: "DOMAIN", help: "check, keep: the organisation" },
    now: NOW_OPTION,
  },
  details: `
make prints the list for publication at the URL that trust records name as "statusList". check says what a list holds;
keep stores it in the knowledge file, where verify uses it. A serial never goes back, and no entry is ever taken back.
Publish a new list before the days are over, also when nothing was revoked.`,
  async run(args) {
    const [action, path, more] = args.paths;
    if (more !== undefined) throw usage(status, `${more} is one word too many`);
    if (action === "make" && path === undefined) return make(args);
    if ((action === "check" || action === "keep") && path !== undefined) return check(args, path, action === "keep");
    throw usage(status, "say make, or check or keep and the file with the list");
  },
};

async function make(args: Arguments): Promise<number> {
  const keyPath = args.one("key");
  if (keyPath === undefined) throw usage(status, "make needs --key");
  const key = readSigningKey(keyPath, readPassphrase(args.one("passphrase-file")));
  const before = await previous(args, key);
  const serial = wholeNumber("serial", args.one("serial") ?? String((before?.serial ?? 0) + 1));
  if (before !== undefined && serial <= before.serial) {
    throw usage(status, `--serial ${serial} is not above ${before.serial}, the serial of --previous`);
  }
  const issued = knowledgeFor(status, args).now;
  const list: StatusList = {
    orgId: key.file.org_id,
    serial,
    issued,
    expires: issued + wholeNumber("days", args.one("days") ?? "7") * 86_400,
    kids: union(before?.kids, args.all("revoke-kid")),
    rids: union(before?.rids, args.all("revoke-rid")),
  };
  if (key.file.alg !== "ed25519") throw new Failure("KEY_UNUSABLE", `${keyPath}: status lists are signed with ed25519`);
  const made = await makeStatusList(list, { kid: key.file.kid, privateKey: key.pkcs8 });
  if (typeof made !== "string") throw new Failure("STATUS_LIST", `the list cannot be made: ${made.fault}`);
  await print(`${made}\n`);
  return EXIT.ok;
}

/** The list published before; it must be ours, or its entries would be lost without a word. */
async function previous(args: Arguments, { file }: SigningKey): Promise<StatusList | undefined> {
  const path = args.one("previous");
  if (path === undefined) return undefined;
  const list = await readStatusList(readText(path).trim(), file.org_id, [file]);
  if (list !== undefined) return list;
  throw new Failure("STATUS_LIST", `${path} is no status list of ${file.org_id} signed with key ${file.kid}`);
}

const union = (before: readonly string[] = [], added: readonly string[]) => [...new Set([...before, ...added])].sort();

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw usage(status, `--${name} is a whole number above 0`);
  return Number(text);
}

async function check(args: Arguments, path: string, keep: boolean): Promise<number> {
  const file = args.one("knowledge");
  const org = args.one("org");
  if (file === undefined || org === undefined) throw usage(status, "--knowledge and --org say whose list it must be");
  const knowledge = knowledgeFor(status, args);
  const record = knowledge.trust.find((r) => r.org_id === org);
  if (record === undefined) throw new Failure("RECORD", `there is no record of ${org} in ${file}`);
  const jws = readText(path).trim();
  const keys = activeKeys(record, knowledge);
  const list = await readStatusList(jws, org, keys);
  if (list === undefined)
    throw new Failure("STATUS_LIST", `${path} is no status list signed with an active key of ${org}`);
  await print(describe(list, record, knowledge.now));
  if (keep) await store(file, { org_id: org, jws, fetchedAt: knowledge.now }, list, keys);
  return EXIT.ok;
}

async function store(file: string, copy: StatusListCopy, list: StatusList, keys: readonly OrganisationKey[]) {
  const stored = readKnowledgeFile(file);
  const own = stored.statusLists.filter((other) => other.org_id === copy.org_id);
  for (const other of own) {
    const kept = await readStatusList(other.jws, other.org_id, keys);
    if (!replaces(list, kept)) {
      throw new Failure(
        "STATUS_LIST",
        `serial ${list.serial} is not above the stored ${kept?.serial}; nothing was stored`,
      );
    }
  }
  const others = stored.statusLists.filter((other) => other.org_id !== copy.org_id);
  writeKnowledgeFile(file, { ...stored, statusLists: [...others, copy] });
}

function describe(list: StatusList, record: TrustRecord, now: number): string {
  const maxAge = record.statusList?.maxAge;
  const old = now > list.expires || (maxAge !== undefined && now - list.issued > maxAge);
  return [
    `organisation  ${list.orgId}`,
    `serial        ${list.serial}`,
    `issued        ${formatTime(list.issued)}`,
    `expires       ${formatTime(list.expires)}${old ? "  (too old to be used)" : ""}`,
    `keys          ${list.kids.map((kid) => shown(kid)).join(", ") || "none revoked"}`,
    `receipts      ${list.rids.map((rid) => shown(rid, 128)).join(", ") || "none revoked"}`,
    "",
  ].join("\n");
}
