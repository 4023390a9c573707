import { CLIENT_MX_TYPE } from "../dns/records/client-mx.ts";
import { isDomain, isKid } from "../gmp/grammar.ts";
import { toALabel } from "../message/domain.ts";
import { checkPublished } from "./dns-check.ts";
import { clientMxRecord, ippRecord, keyRecord, mt2Record, printRecords, vouchRecord } from "./dns-records.ts";
import { EXIT } from "./failure.ts";
import { readKeyFile } from "./key-file.ts";
import { NOW_OPTION, nowOf } from "./now.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { asker, RESOLVER_OPTION } from "./resolver.ts";
import { print } from "./terminal.ts";

/** `countersign dns`. */
export const dns: Command = {
  name: "dns",
  usage: "[--org DOMAIN] [options] [KEY-FILE…]\n       countersign dns --check DOMAIN [--kid KID…] [options]",
  summary: "Prints the DNS records to publish, or proves those that are published.",
  options: {
    stamp: { value: "all|some", help: "also print the policy: whether all mail of the domain is stamped" },
    revoke: { value: "KID", many: true, help: "print the record that says a key is revoked (empty p=)" },
    ipp: { value: "URL", help: "also print where keys and policies of the domain's addresses are" },
    "client-mx": { value: "[N:]HOST", many: true, help: "also print a host that shows a certificate when it sends" },
    mt2: { value: "FILE", many: true, help: "also print the certificate of an MT2 issuer" },
    vouch: {
      value: "DOMAIN",
      many: true,
      help: "also print that the organisation vouches for a domain (or DOMAIN=TYPES)",
    },
    org: { value: "DOMAIN", help: "the organisation; taken from the key files where there are some" },
    ttl: { value: "SECONDS", help: "time to live of the records (default 3600)" },
    lines: { help: "print the text of each record unquoted, one a line, for web forms" },
    check: { value: "DOMAIN", help: "prove what the domain publishes, step by step from the DNS root" },
    kid: { value: "KID", many: true, help: "with --check: a key to look for, besides those of the key files" },
    "map-id": { value: "ID", many: true, help: "with --check: a MAP key to look for" },
    certifier: { value: "DOMAIN", many: true, help: "with --check: who is asked whether it vouches for the domain" },
    "client-mx-type": { value: "N", help: `the number of the Client MX type (default ${CLIENT_MX_TYPE})` },
    resolver: { ...RESOLVER_OPTION, help: `with --check: ${RESOLVER_OPTION.help}` },
    now: NOW_OPTION,
  },
  details: `
Readers believe these records only when the zone is signed with DNSSEC. Publish a new key's record before stamping with
it, and keep a retired one as long as mail stamped with it may be read. --stamp all makes every unstamped message of
the domain an alert: publish it last. countersign map dns prints the keys of MAP envelopes.

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
      ...args.all("ipp").map((url) => ippRecord(org, url)),
      ...args.all("client-mx").map((host) => clientMxRecord(org, host, clientMxType(args))),
      ...args.all("mt2").map((path) => mt2Record(org, path)),
      ...args.all("vouch").map((domain) => vouchRecord(org, domain)),
    ];
    if (records.length === 0) throw usage(dns, "nothing to print: name a key file, or a record to print");
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
  const ask = asker(dns, args);
  const certifiers = args.all("certifier").map((name) => {
    const certifier = toALabel(name);
    if (certifier === undefined) throw usage(dns, `--certifier ${name} is no domain name`);
    return certifier;
  });
  const badId = args.all("map-id").find((id) => !isKid(id));
  if (badId !== undefined) throw usage(dns, `--map-id ${badId} is no key name`);
  const about = { org, kids: [...kids], mapIds: args.all("map-id"), certifiers, clientMxType: clientMxType(args) };
  const { text, code } = await checkPublished({ ...about, ask, now: nowOf(dns, args) });
  await print(text);
  return code;
}

function clientMxType(args: Arguments): number {
  const text = args.one("client-mx-type") ?? String(CLIENT_MX_TYPE);
  if (!/^[1-9]\d{0,4}$/.test(text) || Number(text) > 65_535) throw usage(dns, "--client-mx-type is a number of a type");
  return Number(text);
}
