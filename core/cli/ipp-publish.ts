import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { makePublished } from "../x509/make-published.ts";
import { type Address, readAddress } from "./address.ts";
import { ippRecord, printRecords } from "./dns-records.ts";
import { EXIT, Failure, systemReason } from "./failure.ts";
import { readText } from "./files.ts";
import { readPolicyFile, writePol, writePub } from "./ipp-files.ts";
import { type KeyFile, readPassphrase, readSigningKey, type SigningKey } from "./key-file.ts";
import { NOW_OPTION, nowOf } from "./now.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { fileName } from "./published-name.ts";
import { readRecipientKey } from "./sealing-keys.ts";

const DAYS = "398";
/** Clocks that are behind ours must find it valid already. */
const BACKDATED = 3600;

/** `countersign ipp publish`. */
export const ippPublish: Command = {
  name: "ipp publish",
  usage: "DIR --url URL --key FILE [options]",
  summary: "Writes what addresses publish (.pub, .pol) for a static web server, and prints the DNS record.",
  options: {
    url: { value: "URL", required: true, help: 'where the web server shows DIR: https, ending with "/"' },
    key: { value: "FILE", required: true, help: "key file of ipp keygen, or of keygen for the addresses of a domain" },
    "passphrase-file": { value: "FILE", help: "its passphrase (or set COUNTERSIGN_PASSPHRASE)" },
    address: { value: "ADDR", many: true, help: "whose files to write; a key of ipp keygen has its own address" },
    certificate: { value: "FILE", help: "publish this certificate of the key instead of a self-signed one (PEM)" },
    encryption: { value: "FILE", help: "also publish this public key of hpke-keygen (x25519) for sealed mail" },
    policy: { value: "FILE", help: "publish this policy as .pol (docs/protocols/ipp.md, docs/ipp-policy.schema.json)" },
    days: { value: "N", help: `how long a new certificate holds, 1 to 825 (default ${DAYS})` },
    replace: { help: "replace a file that says something else, for example after a change of keys" },
    ttl: { value: "SECONDS", help: "time to live of the record (default 3600)" },
    lines: { help: "print the text of the record unquoted, for web forms" },
    now: NOW_OPTION,
  },
  details: `
Run it again at any time: what is right stays as it is, a certificate of the same key is renewed 30 days before it ends, and
a file that says something else is left alone (exit code 2) unless --replace. Readers pin the first key they meet and ask
about another one, so keep the key. The web server needs no more than the files; reports need countersign ipp serve.`,
  async run(args) {
    const [dir, more] = args.paths;
    if (dir === undefined || more !== undefined) throw usage(ippPublish, "name one folder");
    const key = readSigningKey(args.one("key") ?? "", readPassphrase(args.one("passphrase-file")));
    const addresses = addressesOf(args, key.file);
    const record = ippRecord(key.file.org_id, args.one("url") ?? "", "--url");
    const policy = args.one("policy");
    const pol = policy === undefined ? undefined : readPolicyFile(policy).text;
    const now = nowOf(ippPublish, args);
    try {
      mkdirSync(dir, { recursive: true });
    } catch (error) {
      throw new Failure("FILE_UNWRITABLE", `cannot make ${dir}: ${systemReason(error)}`, undefined, error);
    }
    for (const address of addresses) {
      const name = join(dir, nameOf(address));
      const replace = args.flag("replace");
      const text = await pubText(args, key, address.address, now);
      const renew = args.one("certificate") !== undefined;
      await writePub(
        { path: `${name}.pub`, replace },
        { text, address: address.address, key: key.file.key, now, renew },
      );
      if (pol !== undefined) writePol({ path: `${name}.pol`, replace }, pol);
    }
    await printRecords([record], args.one("ttl") ?? "3600", args.flag("lines"));
    return EXIT.ok;
  },
};

function addressesOf(args: Arguments, { address, org_id }: KeyFile): readonly Address[] {
  const given = args.all("address").map((text) => readAddress(ippPublish, "--address", text));
  const all = given.length === 0 && address !== undefined ? [readAddress(ippPublish, "--key", address)] : given;
  if (all.length === 0) throw usage(ippPublish, "--address is missing: the key is one of a whole organisation");
  const foreign = all.find((one) => (address === undefined ? one.domain !== org_id : one.address !== address));
  if (foreign !== undefined)
    throw new Failure("KEY_UNUSABLE", `the key is ${address ?? org_id}'s, not ${foreign.address}'s`);
  return all;
}

function nameOf({ localPart, address }: Address): string {
  const name = fileName(localPart);
  if (name !== undefined) return name;
  throw new Failure("USAGE", `${address} has no plain file name`, "countersign ipp serve can publish it.");
}

/** The `.pub` as it should be now. */
async function pubText(args: Arguments, { file, pkcs8 }: SigningKey, address: string, now: number): Promise<string> {
  const own = args.one("certificate");
  if (own !== undefined) return readText(own);
  const { alg } = file;
  if (alg === "rsa-pss-sha256")
    throw new Failure("KEY_UNUSABLE", "certificates are made of ed25519 and p256 keys", "Give --certificate for RSA.");
  const days = args.one("days") ?? DAYS;
  if (!/^[1-9]\d{0,2}$/.test(days) || Number(days) > 825) throw usage(ippPublish, "--days is a number from 1 to 825");
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  const encryptionKey = await encryptionKeyOf(args.one("encryption"), address, now);
  return makePublished({
    address,
    notBefore: now - BACKDATED,
    notAfter: now + Number(days) * 86_400,
    signing: { alg, publicKey: spkiOf(createPublicKey(privateKey)), privateKey: pkcs8 },
    ...(encryptionKey !== undefined && { encryptionKey }),
  });
}

async function encryptionKeyOf(path: string | undefined, address: string, now: number) {
  if (path === undefined) return undefined;
  const { key } = await readRecipientKey(path, now, address);
  if (key.kind !== "x25519") throw new Failure("KEY_UNUSABLE", `${path}: certificates carry x25519 keys`);
  const x = Buffer.from(key.octets).toString("base64url");
  return spkiOf(createPublicKey({ key: { kty: "OKP", crv: "X25519", x }, format: "jwk" }));
}

const spkiOf = (key: KeyObject) => new Uint8Array(key.export({ type: "spki", format: "der" }));
