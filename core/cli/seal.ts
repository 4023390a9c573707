import { peopleOf } from "../hpke/aad.ts";
import type { HandedKey } from "../hpke/handed.ts";
import { type MakeError, protectHeaders, sealMessage } from "../hpke/make.ts";
import type { SealError } from "../hpke/seal.ts";
import { readMessage } from "../message/reader.ts";
import { Failure } from "./failure.ts";
import { handOver } from "./hand-over.ts";
import { random } from "./hpke-keygen.ts";
import { theMessageOnInput } from "./inputs.ts";
import { NOW_OPTION, nowOf } from "./now.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { readRecipientKey } from "./sealing-keys.ts";
import { shown, withDetail } from "./terminal.ts";

const COVER = `This message is encrypted, and its text is in the attachment.

It opens with Countersign, and with every program that follows docs/protocols/hpke.md of that project.
If you cannot open it, ask the sender for another way.`;

/** `countersign seal`. */
export const seal: Command = {
  name: "seal",
  usage:
    "--to FILE… [options] < in > out\n       countersign seal --inner < in > out\n       countersign seal --to FILE… [options] -- COMMAND",
  summary: "Encrypts a message to the public keys of everybody in To and Cc.",
  options: {
    to: {
      value: "[ADDR=]FILE",
      many: true,
      help: "public key of a recipient: FILE.pub of hpke-keygen, a JWK,\na MAPKEY text, or (with ADDR=) the certificates that ADDR publishes",
    },
    also: { value: "FILE", many: true, help: "a further key, your own for instance, so that your copy can be opened" },
    form: { value: "FORM", help: "attachment (default), or encrypted for multipart/encrypted" },
    cover: { value: "TEXT", help: "what those read who cannot open it" },
    inner: { help: "only protect the header fields, so that the result can be stamped before it is sealed" },
    now: NOW_OPTION,
  },
  takesCommand: true,
  details: `
Reads a whole message from standard input. Outside remain From, To, Cc, Date and the fields of its thread; the subject and
everything else are sealed. A message with Bcc is refused: seal it once more for each of them.
With a stamp inside, recipients can prove who wrote it: countersign seal --inner < in | countersign stamp … | countersign
seal --to …

Exit code: 0 sealed and handed on, 2 on every failure; nothing is written then.`,
  async run(args) {
    if (args.paths.length > 0) throw usage(seal, `${args.paths[0]} is one word too many`);
    const form = args.one("form") ?? "attachment";
    if (form !== "attachment" && form !== "encrypted") throw usage(seal, "--form is attachment or encrypted");
    const input = await theMessageOnInput();
    const cover = args.one("cover") ?? COVER;
    const made = args.flag("inner")
      ? protectHeaders(input)
      : await sealMessage(input, { keys: await keysFor(input, args), form, cover, random });
    if (made instanceof Uint8Array) return handOver(made, args.command);
    throw new Failure("NOT_SEALED", sentenceOf(made));
  },
};

/** Every recipient has a key, or nothing leaves: the missing ones are named. */
async function keysFor(input: Uint8Array, args: Arguments) {
  const now = nowOf(seal, args);
  const given: HandedKey[] = [];
  for (const word of args.all("to")) given.push(await recipient(word, now));
  const named = new Set(given.map(({ address }) => address));
  const missing = (peopleOf(readMessage(input))?.to ?? []).filter((address) => !named.has(address));
  if (missing.length > 0)
    throw new Failure(
      "NOT_SEALED",
      `there is no key for ${missing.map((address) => shown(address)).join(", ")}`,
      "Name the file with --to ADDR=FILE.",
    );
  const own: HandedKey[] = [];
  for (const path of args.all("also")) own.push(await readRecipientKey(path, now));
  return [...given, ...own].map(({ key }) => key);
}

/** `ADDR=FILE`, or a file that says whose key it is. */
async function recipient(word: string, now: number): Promise<HandedKey> {
  const [, address, path = word] = /^([^=/]+@[^=/]+)=(.+)$/.exec(word) ?? [];
  const handed = await readRecipientKey(path, now, address);
  if (handed.address === undefined) throw usage(seal, `${path} does not say whose key it is: --to ADDR=${path}`);
  return handed;
}

const FAULTS: Readonly<Record<SealError["fault"] | MakeError["fault"], string>> = {
  "no-recipient": "there is nobody to seal it for; name keys with --to",
  "too-many-recipients": "at most 100 keys fit on one message",
  "mixed-keys": "X25519 and X-Wing keys do not go together; seal it once for each kind",
  limit: "the message is beyond what readers read",
  ambiguous: "programs could read the message differently",
  people: "From, To and Cc must be plain addresses, each field at most once and without groups",
  bcc: "a blind copy would show among the recipients; seal it once more for each of them",
  "content-type": "the Content-Type field cannot take another parameter",
};

function sentenceOf({ fault, ...rest }: SealError | MakeError): string {
  const detail = "detail" in rest ? rest.detail : "";
  return withDetail(FAULTS[fault], detail);
}
