import { strictBase64 } from "../canonical/encoding.ts";
import { parseTime } from "../canonical/times.ts";
import { lintKey } from "../crypto/signature.ts";
import type { Question } from "../dns/message.ts";
import type { AnswerFault } from "../dns/query.ts";
import { RESOLVERS } from "../dns/resolvers.ts";
import { isDomain, isKid } from "../gmp/grammar.ts";
import type { SignatureAlgorithm } from "../knowledge.ts";
import { toALabel } from "../message/domain.ts";
import { readRemoteUrl } from "../trust/remote-host.ts";
import { checkPublished } from "./dns-check.ts";
import { exchange } from "./doh.ts";
import { EXIT, Failure } from "./failure.ts";
import { type KeyFile, readKeyFile } from "./key-file.ts";
import { NOW_OPTION, nowOf } from "./now.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { print } from "./terminal.ts";

/** Octets a character-string of a TXT record holds (RFC 1035 section 3.3.14). */
const MAX_STRING = 255;

/** `countersign dns`. */
export const dns: Command = {
  name: "dns",
  usage: "[--stamp all|some] [--revoke KID] [--org DOMAIN] [KEY-FILE…] | --check DOMAIN [--kid KID…] [--resolver URL]",
  summary: "Prints the DNS records to publish for stamping keys, or proves those that are published.",
  options: {
    stamp: { value: "all|some", help: "also print the policy: whether all mail of the domain is stamped" },
    revoke: { value: "KID", many: true, help: "print the record that says a key is revoked (empty p=)" },
    org: { value: "DOMAIN", help: "the organisation; taken from the key files where there are some" },
    ttl: { value: "SECONDS", help: "time to live of the records (default 3600)" },
    lines: { help: "print the text of each record unquoted, one a line, for web forms" },
    check: { value: "DOMAIN", help: "prove what the domain publishes, step by step from the DNS root" },
    kid: { value: "KID", many: true, help: "with --check: a key to look for, besides those of the key files" },
    resolver: {
      value: "URL",
      help: `with --check: whom to ask instead of ${RESOLVERS.map(({ url }) => new URL(url).hostname).join(", then ")}`,
    },
    now: NOW_OPTION,
  },
  details: `
Readers believe these records only when the zone is signed with DNSSEC. Publish a new key's record before stamping with
it, and keep a retired one as long as mail stamped with it may be read. --stamp all makes every unstamped message of
the domain an alert: publish it last.

--check asks over HTTPS and believes nothing it is told: every answer is proven here with DNSSEC. The resolver learns
your network address and the names asked for. Exit code: 0 all proven, 1 something is missing, unsigned or false.`,
  async run(args) {
    const checked = args.one("check");
    if (checked !== undefined) return await check(checked, args);
    const keys = args.paths.map(readKeyFile);
    const orgs = new Set(keys.map((k) => k.org_id));
    const given = args.one("org");
    if (given !== undefined) orgs.add(toALabel(given) ?? given);
    const [org, other] = orgs;
    if (org === undefined) throw usage(dns, "name a key file, or --org");
    if (other !== undefined) throw usage(dns, `one organisation at a time: ${org} or ${other}`);
    if (!isDomain(org)) throw usage(dns, `${org} is no domain name`);
    const ttl = args.one("ttl") ?? "3600";
    if (!/^\d{1,9}$/.test(ttl)) throw usage(dns, "--ttl is a number of seconds");
    const stamp = args.one("stamp");
    if (stamp !== undefined && stamp !== "all" && stamp !== "some") throw usage(dns, "--stamp is all or some");

    const badKid = args.all("revoke").find((kid) => !isKid(kid));
    if (badKid !== undefined) throw usage(dns, `--revoke ${badKid} is no key name`);

    const records = [
      ...keys.map((key, i) => keyRecord(key, args.paths[i] ?? "")),
      ...args.all("revoke").map((kid) => ({ owner: `${kid}._gmp.${org}.`, text: "v=GMP1; k=ed25519; p=" })),
      ...(stamp === undefined ? [] : [{ owner: `_gmp.${org}.`, text: `v=GMP1; stamp=${stamp}` }]),
    ];
    if (records.length === 0) throw usage(dns, "nothing to print: name a key file, --revoke or --stamp");
    await printRecords(records, ttl, args.flag("lines"));
    return EXIT.ok;
  },
};

async function check(domain: string, args: Arguments): Promise<number> {
  const org = toALabel(domain);
  if (org === undefined) throw usage(dns, `${domain} is no domain name`);
  const kids = new Set([...args.all("kid"), ...args.paths.map(readKeyFile).map(({ kid }) => kid)]);
  const badKid = [...kids].find((kid) => !isKid(kid));
  if (badKid !== undefined) throw usage(dns, `--kid ${badKid} is no key name`);
  const own = args.one("resolver");
  const resolvers = (own === undefined ? RESOLVERS.map(({ url }) => url) : [own]).map((text) => {
    const read = readRemoteUrl(text);
    if ("fault" in read) throw usage(dns, `--resolver ${text} is not one to contact: ${read.fault}`);
    return read.url;
  });
  const ask = async (question: Question) => {
    let answer: Uint8Array | AnswerFault = "NO_CONNECTION";
    for (const url of resolvers) if (answer === "NO_CONNECTION") answer = await exchange(url, question);
    return answer;
  };
  const { text, code } = await checkPublished({ org, kids: [...kids], ask, now: nowOf(dns, args) });
  await print(text);
  return code;
}

/** The key record of 1.4. */
function keyRecord(key: KeyFile, path: string): { owner: string; text: string } {
  return { owner: `${key.kid}._gmp.${key.org_id}.`, text: `v=GMP1; ${keyTags(key, path)}` };
}

/**
 * The tags `k`, `p`, `nb` and `na`, the same in every record that publishes a key.
 * @throws Failure `KEY_UNUSABLE`, `KEY_FILE`
 */
export function keyTags(key: KeyFile, path: string): string {
  const octets = strictBase64(key.key);
  const fault = octets === undefined ? "not base64" : lintKey(key.alg, octets);
  if (fault !== undefined) throw new Failure("KEY_UNUSABLE", `${path}: the key is refused (${JSON.stringify(fault)})`);
  const bounds = [
    ["nb", key.notBefore],
    ["na", key.notAfter],
  ] as const;
  const times = bounds.flatMap(([tag, text]) => {
    const seconds = text === undefined ? undefined : parseTime(text);
    if (text !== undefined && seconds === undefined) throw new Failure("KEY_FILE", `${path}: ${text} is not a time`);
    return seconds === undefined ? [] : [`; ${tag}=${seconds}`];
  });
  const alg: SignatureAlgorithm = key.alg;
  return `k=${alg}; p=${key.key}${times.join("")}`;
}

/** Prints TXT records as zone file lines, or unquoted. */
export async function printRecords(
  records: readonly { readonly owner: string; readonly text: string }[],
  ttl: string,
  asLines: boolean,
): Promise<void> {
  for (const { owner, text } of records)
    await print(asLines ? `${owner}\t${text}\n` : `${owner}\t${ttl}\tIN\tTXT\t${quoted(text)}\n`);
}

/** The text as character-strings of at most 255 octets each; readers join them without a space. */
function quoted(text: string): string {
  const strings: string[] = [];
  for (let i = 0; i < text.length; i += MAX_STRING) strings.push(`"${text.slice(i, i + MAX_STRING)}"`);
  return strings.join(" ");
}
