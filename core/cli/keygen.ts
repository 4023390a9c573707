import { parseTime } from "../canonical/times.ts";
import { isDomain, isKid } from "../gmp/grammar.ts";
import type { SignatureAlgorithm } from "../knowledge.ts";
import { toALabel } from "../message/domain.ts";
import { EXIT, Failure } from "./failure.ts";
import { exists, writeNew } from "./files.ts";
import { generateKey, KEY_TYPES, type KeyNames, publicHalf, readPassphrase } from "./key-file.ts";
import { type Command, usage } from "./options.ts";
import { fingerprint } from "./records.ts";
import { note, print } from "./terminal.ts";

/** `countersign keygen`. */
export const keygen: Command = {
  name: "keygen",
  usage: "--org DOMAIN --kid KID --out FILE [options]",
  summary:
    "Makes a key pair for stamping. FILE gets the private key and is readable by you alone; FILE.pub the public half.",
  options: {
    org: { value: "DOMAIN", required: true, help: "the organisation whose mail the key will stamp" },
    kid: {
      value: "KID",
      required: true,
      help: "name of the key, for example 2026a: a-z, 0-9 and inner hyphens, at most 63",
    },
    out: { value: "FILE", required: true, help: "where the private key goes; must not exist" },
    type: { value: "TYPE", help: "ed25519 (default), p256 or rsa" },
    "not-before": { value: "TIME", help: "first moment of its use, as 2026-12-01T00:00:00Z" },
    "not-after": { value: "TIME", help: "last moment of its use" },
    "passphrase-file": {
      value: "FILE",
      help: "encrypt the private key with the first line of FILE\n(or set COUNTERSIGN_PASSPHRASE)",
    },
  },
  details: `
Rotation with overlap: make the next key with a new --kid, publish it (countersign dns, trust records) some days before
you stamp with it, switch stamp over, and leave the old public key published as long as its mail may still be read.
docs/stamping.md walks through it.`,
  async run(args) {
    const org = toALabel(args.one("org") ?? "");
    if (org === undefined || !isDomain(org)) throw usage(keygen, `--org ${args.one("org")} is no domain name`);
    const kid = args.one("kid") ?? "";
    if (!isKid(kid)) throw usage(keygen, `--kid ${kid} has other characters than a-z, 0-9 and inner hyphens`);
    const alg = KEY_TYPES.get(args.one("type") ?? "ed25519");
    if (alg === undefined) throw usage(keygen, `--type is one of ${[...KEY_TYPES.keys()].join(", ")}`);
    if (args.paths.length > 0) throw usage(keygen, `${args.paths[0]} is one word too many`);
    const notBefore = time("not-before", args.one("not-before"));
    const notAfter = time("not-after", args.one("not-after"));
    if (notBefore !== undefined && notAfter !== undefined && notAfter < notBefore) {
      throw usage(keygen, "--not-after is before --not-before");
    }
    const names = { org_id: org, kid, ...(notBefore ? { notBefore } : {}), ...(notAfter ? { notAfter } : {}) };
    const out = args.one("out") ?? "";
    await makeKeyPair(out, alg, names, readPassphrase(args.one("passphrase-file")));
    note(`Publish it: countersign dns ${out}.pub`);
    return EXIT.ok;
  },
};

/**
 * Makes a key pair and writes its two files.
 * @throws Failure `FILE_EXISTS`, `FILE_UNWRITABLE`
 */
export async function makeKeyPair(out: string, alg: SignatureAlgorithm, names: KeyNames, passphrase?: string) {
  for (const path of [out, `${out}.pub`]) {
    if (exists(path)) throw new Failure("FILE_EXISTS", `${path} exists already`, "A key is never overwritten.");
  }
  const key = generateKey(alg, names, passphrase);
  writeNew(out, `${JSON.stringify(key, null, 1)}\n`, 0o600);
  writeNew(`${out}.pub`, `${JSON.stringify(publicHalf(key), null, 1)}\n`, 0o644);
  const whose = names.address ?? `${names.org_id}, key ${names.kid}`;
  await print(`${out}      private key of ${whose} (${alg})\n`);
  await print(`${out}.pub  public half, SHA-256 ${fingerprint(key.key)}\n`);
}

function time(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (parseTime(text) === undefined) throw usage(keygen, `--${name} ${text} is not a time like 2026-12-01T00:00:00Z`);
  return text;
}
