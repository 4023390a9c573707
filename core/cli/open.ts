import { innerKnowledge, type Opened, type Opening, openSealed, type Writer, whoWrote } from "../hpke/open.ts";
import { verifyMessage } from "../verify.ts";
import { nodeEngine } from "./engine-node.ts";
import { EXIT, Failure } from "./failure.ts";
import { handOver } from "./hand-over.ts";
import { theOneMessage } from "./inputs.ts";
import { readPassphrase } from "./key-file.ts";
import { KNOWLEDGE_OPTIONS, knowledgeFor } from "./now.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { readSecretKeys, usableKeys } from "./sealing-keys.ts";
import { SHAPES, sayBadge, sayReason } from "./sentences.ts";
import { note } from "./terminal.ts";

/** `countersign open`. */
export const open: Command = {
  name: "open",
  usage: "--key FILE… [options] [MESSAGE] > out\n       countersign open --key FILE… [options] [MESSAGE] -- COMMAND",
  summary:
    "Opens a sealed message: the message inside goes to standard output, what is known about it to standard error.",
  options: {
    ...KNOWLEDGE_OPTIONS,
    key: {
      value: "FILE",
      many: true,
      required: true,
      help: "private key file of hpke-keygen, or a backup of the extension",
    },
    "passphrase-file": { value: "FILE", help: "its passphrase (or set COUNTERSIGN_PASSPHRASE)" },
  },
  takesCommand: true,
  details: `
Without MESSAGE, standard input is read. Only keys of --account are used, or of the addresses in the key files.
That a message could be opened says nothing about who wrote it; a stamp inside does, and is checked.

Exit code: 0 opened, 1 opened and something does not fit (standard error says what), 2 not opened.`,
  async run(args) {
    const [path = "-", more] = args.paths;
    if (more !== undefined) throw usage(open, `${more} is one word too many`);
    const passphrase = readPassphrase(args.one("passphrase-file"));
    const secrets = (await Promise.all(args.all("key").map((file) => readSecretKeys(file, passphrase)))).flat();
    const found = await theOneMessage(path);
    const named = args.all("account");
    const own = named.length > 0 ? named : [...new Set(secrets.map(({ address }) => address))];
    const opening = await openSealed(found.bytes, await usableKeys(secrets), own, nodeEngine);
    if (opening.state !== "opened") throw refusal(opening);
    const cautious = await report(opening, own, args);
    const code = await handOver(opening.inner, args.command);
    return code === EXIT.ok && cautious ? EXIT.negative : code;
  },
};

const REFUSALS: Readonly<Record<Extract<Opening, { state: "refused" }>["code"], string>> = {
  altered: "From, To or Cc is not what it was sealed with; ask the sender in another way",
  ambiguous: "programs could read this message differently; ask the sender to send it again",
  unsupported: "it is sealed in a way that this program does not know",
  "too-large": "it is too large for the way it was sealed",
  "cannot-open": "the keys given do not open it",
};

function refusal(opening: Exclude<Opening, Opened>): Failure {
  if (opening.state === "none") return new Failure("NOT_OPENED", "this is no sealed message");
  return new Failure("NOT_OPENED", `${opening.code}: ${REFUSALS[opening.code]}`);
}

const WRITERS: Readonly<Record<Writer, string>> = {
  stamped: "The sender inside wrote this: the stamp inside fits, and names you.",
  anyone: "Anyone could have written this: whoever has your public key can seal for you.",
  "anyone-or-recipient":
    "Anyone could have written this, and each of the other recipients could have exchanged the text.",
};

/** Says what is known about the message inside; true where something does not fit. */
async function report(opened: Opened, own: readonly string[], args: Arguments): Promise<boolean> {
  const knowledge = knowledgeFor(open, args);
  const account = { addresses: own, authserv: [] };
  const inner = await verifyMessage(opened.message, innerKnowledge({ ...knowledge, account }), nodeEngine);
  const reasons = [...opened.reasons, ...inner.reasons.filter(({ effect }) => effect !== "note")];
  note(`Opened with the key of ${opened.address}.`);
  note(WRITERS[whoWrote(opened, inner)]);
  note(`${SHAPES[inner.badge]} ${sayBadge("en", inner)} (the message inside)`);
  for (const reason of reasons) note(`▲ ${sayReason("en", reason)}`);
  return opened.reasons.length > 0 || inner.badge === "CAUTION" || inner.badge === "ALERT";
}
