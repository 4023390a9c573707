import { randomBytes } from "node:crypto";
import { type SealError, seal } from "../map/seal.ts";
import { nodeEngine } from "./engine-node.ts";
import { Failure } from "./failure.ts";
import { handOver } from "./hand-over.ts";
import { theMessageOnInput } from "./inputs.ts";
import { readPassphrase, readSigningKey } from "./key-file.ts";
import { envelopeKey } from "./map-keys.ts";
import { knowledgeFor } from "./now.ts";
import { type Arguments, usage } from "./options.ts";
import { withDetail } from "./terminal.ts";

const MAP = { name: "map" };
const DAY = 86_400;

/** `countersign map seal`: standard input to standard output, or to a command. */
export async function sealInput(args: Arguments): Promise<number> {
  const [path, sender] = [args.one("key"), args.one("sender")];
  if (path === undefined || sender === undefined) throw usage(MAP, "seal needs --key, --sender and --recipient");
  const { org_id: domain, kid } = envelopeKey(path);
  const key = readSigningKey(path, readPassphrase(args.one("passphrase-file")));
  const days = args.one("days") ?? "7";
  if (!/^(?:[1-9]|1[0-4])$/.test(days)) throw usage(MAP, "--days is a number from 1 to 14");
  const id = args.one("envelope-id") ?? randomBytes(16).toString("hex");
  if (!/^[0-9a-f]{32}$/.test(id)) throw usage(MAP, "--envelope-id is 32 digits of lower-case hex");
  const created = knowledgeFor(MAP, args).now;
  const e2e = args.one("e2e");
  const input = await theMessageOnInput();
  const options = {
    id: new Uint8Array(Buffer.from(id, "hex")),
    sender,
    recipients: args.all("recipient"),
    created,
    expires: created + Number(days) * DAY,
    domain,
    ...(e2e === undefined ? {} : { e2e }),
  };
  const made = await seal(input, options, { id: kid, privateKey: key.pkcs8 }, nodeEngine);
  if (made instanceof Uint8Array) return handOver(made, args.command);
  throw new Failure("NOT_SEALED", sentenceOf(made));
}

const FAULTS: Readonly<Record<SealError["fault"], string>> = {
  option: "a value cannot stand in an envelope",
  "line-ends": "the message has a bare LF, a bare CR or a NUL; a gateway gets and hands on CRLF",
  limit: "the message is beyond what readers read",
  "no-field": "the message does not begin with header fields",
  key: "the key could not sign",
};

const sentenceOf = ({ fault, detail }: SealError) => withDetail(FAULTS[fault], detail);
