import { readAddress } from "./address.ts";
import { EXIT } from "./failure.ts";
import { KEY_TYPES, readPassphrase } from "./key-file.ts";
import { makeKeyPair } from "./keygen.ts";
import { type Command, usage } from "./options.ts";
import { note } from "./terminal.ts";

/** The `kid` in the key file of an address; nothing published names it. */
const KID = "ipp";

/** `countersign ipp keygen`. */
export const ippKeygen: Command = {
  name: "ipp keygen",
  usage: "--address ADDR --out FILE [options]",
  summary: "Makes the key pair with which an address declares what its messages are.",
  options: {
    address: { value: "ADDR", required: true, help: "whose key it is" },
    out: { value: "FILE", required: true, help: "where the private key goes; must not exist" },
    type: { value: "TYPE", help: "ed25519 (default) or p256; rsa for a certificate that somebody else issues" },
    "passphrase-file": {
      value: "FILE",
      help: "encrypt the private key with the first line of FILE\n(or set COUNTERSIGN_PASSPHRASE)",
    },
  },
  details: `
A server that declares the mail of many addresses needs one key only: keygen makes it for the whole organisation, and ipp
publish writes a certificate of it for each address.`,
  async run(args) {
    const { address, domain } = readAddress(ippKeygen, "--address", args.one("address") ?? "");
    const alg = KEY_TYPES.get(args.one("type") ?? "ed25519");
    if (alg === undefined) throw usage(ippKeygen, `--type is one of ${[...KEY_TYPES.keys()].join(", ")}`);
    if (args.paths.length > 0) throw usage(ippKeygen, `${args.paths[0]} is one word too many`);
    const out = args.one("out") ?? "";
    await makeKeyPair(out, alg, { org_id: domain, kid: KID, address }, readPassphrase(args.one("passphrase-file")));
    note(`Publish it: countersign ipp publish DIR --url URL --key ${out}`);
    return EXIT.ok;
  },
};
