import { addHop, type HopSigner, type MakeFault } from "../mt2/make.ts";
import { unwrap } from "../mt2/unwrap.ts";
import { wrap } from "../mt2/wrap.ts";
import { formatTime } from "./clock.ts";
import { nodeEngine } from "./engine-node.ts";
import { Failure } from "./failure.ts";
import { handOver } from "./hand-over.ts";
import { theMessageOnInput } from "./inputs.ts";
import { type HopKey, readHopKey } from "./mt2-certificates.ts";
import { knowledgeFor } from "./now.ts";
import { type Arguments, usage } from "./options.ts";
import { withDetail } from "./terminal.ts";

const MT2 = { name: "mt2" };

/** `countersign mt2 wrap`: standard input to standard output, or to a command. */
export async function wrapInput(args: Arguments): Promise<number> {
  const [sender, path] = [args.one("sender"), args.one("key")];
  if (sender === undefined) throw usage(MT2, "wrap needs --sender and --recipient");
  const key = path === undefined ? undefined : readHopKey(path, args);
  if (key !== undefined && key.subject !== sender)
    throw usage(MT2, `--key is the key of ${key.subject}, and the first hop is the sender's`);
  const wrapped = made(
    await wrap(await theMessageOnInput(), { sender, recipients: args.all("recipient") }, nodeEngine),
  );
  return handOver(key === undefined ? wrapped : await signed(wrapped, key, args), args.command);
}

/** `countersign mt2 hop`. */
export async function hop(args: Arguments): Promise<number> {
  const path = args.one("key");
  if (path === undefined) throw usage(MT2, "hop needs --key");
  return handOver(await signed(await theMessageOnInput(), readHopKey(path, args), args), args.command);
}

/** `countersign mt2 unwrap`. */
export async function unwrapInput(args: Arguments): Promise<number> {
  return handOver(made(unwrap(await theMessageOnInput())), args.command);
}

async function signed(message: Uint8Array, key: HopKey, args: Arguments): Promise<Uint8Array> {
  const signer: HopSigner = { alg: key.alg, privateKey: key.privateKey, certificates: key.certificates };
  const time = formatTime(knowledgeFor(MT2, args).now);
  return made(await addHop(message, { host: key.subject, next: args.one("next") ?? "", time }, signer));
}

const FAULTS: Readonly<Record<MakeFault["fault"], string>> = {
  option: "a value cannot stand in a hop or an envelope",
  "line-ends": "the message has a bare LF, a bare CR or a NUL; a gateway gets and hands on CRLF",
  limit: "the message is beyond what readers read",
  header: "the header cannot be said in MT2: one sender, a Message-ID, a readable Date, and lines that are fields",
  "not-gatewayed": "the message is no MT2 message",
  key: "the key could not sign",
  irreversible: "the message could not be given back as it is",
};

function made(result: Uint8Array | MakeFault): Uint8Array {
  if (result instanceof Uint8Array) return result;
  throw new Failure("NOT_GATEWAYED", withDetail(FAULTS[result.fault], result.detail));
}
