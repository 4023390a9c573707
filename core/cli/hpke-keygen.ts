import { randomBytes } from "node:crypto";
import { wrapKeys } from "../hpke/backup.ts";
import { publicJwk } from "../hpke/key.ts";
import { generateSecretKey, writeKeySet } from "../hpke/key-set.ts";
import { mapKeyText, publishedAt } from "../hpke/published.ts";
import { readAddress } from "./address.ts";
import { printRecords } from "./dns-records.ts";
import { EXIT, Failure } from "./failure.ts";
import { exists, writeNew } from "./files.ts";
import { readPassphrase } from "./key-file.ts";
import { NOW_OPTION, nowOf } from "./now.ts";
import { type Command, usage } from "./options.ts";
import { note } from "./terminal.ts";

/** Octets nobody can foretell, without a pool behind them. */
export const random = (octets: number) => new Uint8Array(randomBytes(octets));

/** `countersign hpke-keygen`. */
export const hpkeKeygen: Command = {
  name: "hpke-keygen",
  usage: "--address ADDR --out FILE [options]",
  summary: "Makes a key pair for sealed messages. FILE gets the private key, FILE.pub the public one.",
  options: {
    address: { value: "ADDR", required: true, help: "the address that mail will be sealed for" },
    out: { value: "FILE", required: true, help: "where the private key goes; must not exist" },
    type: { value: "TYPE", help: "x25519 (default), or x-wing: post-quantum, where both sides agreed on it" },
    "passphrase-file": {
      value: "FILE",
      help: "wrap the private key with the first line of FILE\n(or set COUNTERSIGN_PASSPHRASE)",
    },
    lines: { help: "print the text of the record unquoted, for web forms" },
    now: NOW_OPTION,
  },
  details: `
Prints the record that publishes the key (MAPKEY, usage=hpke). Before a new key takes its place in the zone, keep the old
private key: mail that was sealed to it opens with it alone. A wrapped key file is a backup that the extension restores,
and a backup of the extension is a key file here.`,
  async run(args) {
    const { address } = readAddress(hpkeKeygen, "--address", args.one("address") ?? "");
    const kind = args.one("type") ?? "x25519";
    if (kind !== "x25519" && kind !== "x-wing") throw usage(hpkeKeygen, "--type is x25519 or x-wing");
    if (args.paths.length > 0) throw usage(hpkeKeygen, `${args.paths[0]} is one word too many`);
    const out = args.one("out") ?? "";
    for (const path of [out, `${out}.pub`])
      if (exists(path)) throw new Failure("FILE_EXISTS", `${path} exists already`, "A key is never overwritten.");

    const passphrase = readPassphrase(args.one("passphrase-file"));
    const secret = await generateSecretKey(kind, address, nowOf(hpkeKeygen, args));
    const text = passphrase === undefined ? writeKeySet([secret]) : await wrapKeys([secret], passphrase, random);
    writeNew(out, `${text}\n`, 0o600);
    writeNew(`${out}.pub`, `${JSON.stringify({ ...publicJwk(secret.key), address }, null, 1)}\n`, 0o644);
    const place = await publishedAt(address, kind);
    const owner = `${place.id}._mapkey.${place.domain}.`;
    await printRecords([{ owner, text: mapKeyText(secret.key) }], "3600", args.flag("lines"));
    note(`${out}      private key of ${address} (${kind})`);
    note(`${out}.pub  public key, thumbprint ${secret.key.kid}`);
    return EXIT.ok;
  },
};
