import { parseTime } from "../canonical/times.ts";
import { isDomain, isLabel } from "../map/grammar.ts";
import { toALabel } from "../message/domain.ts";
import { keyTags, printRecords } from "./dns-records.ts";
import { EXIT, Failure } from "./failure.ts";
import { type KeyFile, readKeyFile, readPassphrase } from "./key-file.ts";
import { makeKeyPair } from "./keygen.ts";
import { type Arguments, usage } from "./options.ts";
import { note } from "./terminal.ts";

const wrong = (message: string) => usage({ name: "map" }, message);

/** `countersign map keygen`. */
export async function keygen(args: Arguments): Promise<number> {
  const [given, id, out] = [args.one("domain"), args.one("id"), args.one("out")];
  if (given === undefined || id === undefined || out === undefined)
    throw wrong("keygen needs --domain, --id and --out");
  const domain = toALabel(given);
  if (domain === undefined) throw wrong(`--domain ${given} is no domain name`);
  if (!isLabel(id)) throw wrong(`--id ${id} has other characters than a-z, 0-9 and inner hyphens`);
  const bounds = [
    ["notBefore", args.one("not-before")],
    ["notAfter", args.one("not-after")],
  ].filter(([, text]) => text !== undefined);
  const bad = bounds.find(([, text = ""]) => parseTime(text) === undefined);
  if (bad !== undefined) throw wrong(`${bad[1]} is not a time like 2026-12-01T00:00:00Z`);
  const names = { org_id: domain, kid: id, ...Object.fromEntries(bounds) };
  await makeKeyPair(out, "ed25519", names, readPassphrase(args.one("passphrase-file")));
  note(`Publish it: countersign map dns ${out}.pub`);
  return EXIT.ok;
}

/** `countersign map dns`: the MAPKEY records (T14). */
export async function records(args: Arguments, paths: readonly string[]): Promise<number> {
  const keys = paths.map((path) => envelopeKey(path));
  const given = args.one("domain");
  const domains = new Set(keys.map((key) => key.org_id));
  if (given !== undefined) domains.add(toALabel(given) ?? given);
  const [domain, other] = domains;
  if (domain === undefined || !isDomain(domain)) throw wrong("name a key file, or --domain");
  if (other !== undefined) throw wrong(`one domain at a time: ${domain} or ${other}`);
  const ttl = args.one("ttl") ?? "3600";
  if (!/^\d{1,9}$/.test(ttl)) throw wrong("--ttl is a number of seconds");
  const badId = args.all("revoke").find((id) => !isLabel(id));
  if (badId !== undefined) throw wrong(`--revoke ${badId} is no key name`);
  const text = (tags: string) => `v=MAP1; usage=envelope; ${tags}`;
  const all = [
    ...keys.map((key, i) => ({ id: key.kid, text: text(keyTags(key, paths[i] ?? "")) })),
    ...args.all("revoke").map((id) => ({ id, text: text("k=ed25519; p=") })),
  ];
  if (all.length === 0) throw wrong("nothing to print: name a key file, or --revoke");
  const owned = all.map(({ id, text: record }) => ({ owner: `${id}._mapkey.${domain}.`, text: record }));
  await printRecords(owned, ttl, args.flag("lines"));
  return EXIT.ok;
}

/**
 * Reads a key file that can sign envelopes, or its public half.
 * @throws Failure `KEY_UNUSABLE`
 */
export function envelopeKey(path: string): KeyFile {
  const key = readKeyFile(path);
  if (key.alg !== "ed25519") throw new Failure("KEY_UNUSABLE", `${path}: envelopes are signed with ed25519`);
  return key;
}
