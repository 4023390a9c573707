import { randomBytes } from "node:crypto";
import { isNature, NATURES } from "../ipp/grammar.ts";
import { issueToken } from "../ipp/issued-token.ts";
import { type DeclareError, declare as declareMessage } from "../ipp/make.ts";
import { domainOf } from "../message/addr-spec.ts";
import { readFrom } from "../message/address.ts";
import { toALabel } from "../message/domain.ts";
import { asciiLower } from "../message/fields.ts";
import { readMessage } from "../message/reader.ts";
import { nodeEngine } from "./engine-node.ts";
import { EXIT, Failure } from "./failure.ts";
import { handOver } from "./hand-over.ts";
import { theMessageOnInput } from "./inputs.ts";
import { type KeyFile, readPassphrase, readSigningKey } from "./key-file.ts";
import { sameLineEnds } from "./line-ends.ts";
import { NOW_OPTION, nowOf } from "./now.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { readTokenSecret } from "./serve/options.ts";
import { note, shown, withDetail } from "./terminal.ts";

/** Days a declaration holds unless told: mail that lay in a queue or a closed mailbox is still read in time. */
const DAYS = "14";
/** Random octets in a token. */
const TOKEN_OCTETS = 24;

/** `countersign declare`. */
export const declare: Command = {
  name: "declare",
  usage:
    "--key FILE --nature NATURE [options] < in > out\n       countersign declare --key FILE --nature NATURE [options] -- COMMAND ARGUMENT… < in",
  summary: "Declares what the message on standard input is, signed by its sender, with a new report token.",
  options: {
    key: { value: "FILE", required: true, help: "key file of ipp keygen, or of keygen for all addresses of a domain" },
    "passphrase-file": { value: "FILE", help: "its passphrase (or set COUNTERSIGN_PASSPHRASE)" },
    nature: { value: "NATURE", required: true, help: `${NATURES.join(", ")}, or reversed.domain:word` },
    days: { value: "N", help: `how long it holds, 1 to 90 (default ${DAYS})` },
    cover: { value: "NAME", many: true, help: "also cover this header field, for example List-Id" },
    domain: { value: "DOMAIN", many: true, help: "also declare mail from this domain with the key of an organisation" },
    "token-secret": {
      value: "FILE",
      help: "secret that makes tokens which ipp serve knows again (openssl rand -hex 32)",
    },
    "pass-undeclarable": { help: "hand a message that cannot be declared on as it is, and say so on standard error" },
    now: NOW_OPTION,
  },
  takesCommand: true,
  // A mail server keeps the message for this exit code and tries again: no mistake of ours may bounce or lose mail.
  failureExit: () => EXIT.tempfail,
  details: `
Run it once for each recipient's copy: every run puts a token of its own into the message, and a report tells by it which
copy it is about. The declaration comes first, a stamp after it, DKIM last; a message that is stamped already is refused.
A message with LF line ends comes out with LF line ends. COMMAND gets the message on its standard input and is started only
when it is complete.

Exit code: 0 handed on; 75 on every failure, so that a mail server keeps the message and tries again; with COMMAND, its
own exit code.`,
  async run(args) {
    if (args.paths.length > 0) throw usage(declare, `${args.paths[0]}: the message is read from standard input`);
    const created = nowOf(declare, args);
    const chosen = choices(args, created);
    const shared = args.one("token-secret");
    const secret = shared === undefined ? undefined : readTokenSecret(shared);
    const { file, pkcs8 } = readSigningKey(args.one("key") ?? "", readPassphrase(args.one("passphrase-file")));
    const input = await theMessageOnInput();
    const [from] = readFrom(readMessage(input)).mailboxes;
    const address = from === undefined ? "" : `${from.localPart}@${from.domain}`;
    const token =
      secret === undefined
        ? randomBytes(TOKEN_OCTETS).toString("base64url")
        : issueToken(secret, { ...chosen, address }, randomBytes(16));
    const made =
      foreignSender(address, file, args.all("domain")) ??
      (await declareMessage(input, { ...chosen, token }, { alg: file.alg, privateKey: pkcs8 }, nodeEngine));
    if (made instanceof Uint8Array) return handOver(sameLineEnds(input, made), args.command);
    const why = typeof made === "string" ? made : sentenceOf(made);
    if (!args.flag("pass-undeclarable")) throw new Failure("NOT_DECLARED", why);
    note(`countersign: NOT_DECLARED: ${why}; passed on as it is`);
    return handOver(input, args.command);
  },
};

/** What the command line says about the declaration. */
function choices(args: Arguments, created: number) {
  const nature = args.one("nature") ?? "";
  if (!isNature(nature))
    throw usage(declare, `--nature ${nature} is none of ${NATURES.join(", ")}, and no reversed.domain:word`);
  const days = args.one("days") ?? DAYS;
  if (!/^[1-9]\d?$/.test(days) || Number(days) > 90) throw usage(declare, "--days is a number from 1 to 90");
  const alsoCovered = args.all("cover").map(asciiLower);
  const bad = alsoCovered.find((name) => !/^[!-9<-~]+$/.test(name));
  if (bad !== undefined) throw usage(declare, `--cover ${bad} is no name of a header field`);
  return { nature, created, expires: created + Number(days) * 86_400, alsoCovered };
}

/** The key speaks for its address, or for the domain it was made for; nobody could verify anything else. */
function foreignSender(address: string, { address: own, org_id }: KeyFile, more: readonly string[]) {
  if (address === "") return undefined;
  const domains = [org_id, ...more.map((domain) => toALabel(domain) ?? domain)];
  const may = own === undefined ? domains.includes(domainOf(address)) : address === own;
  return may ? undefined : `From is ${shown(address)}, and the key is ${own ?? domains.join(", ")}'s`;
}

const FAULTS: Readonly<Record<DeclareError["fault"], string>> = {
  option: "a value cannot stand in a declaration",
  limit: "the message is beyond what verifiers read",
  ambiguous: "mail programs could read the message differently",
  from: "From does not name exactly one address",
  "missing-field": "a field that every declaration covers is missing",
  "declared-already": "there is a declaration already",
  "stamped-already": "the message is stamped already: declare first, stamp after it",
  key: "the key could not sign",
};

const sentenceOf = ({ fault, detail }: DeclareError) => withDetail(FAULTS[fault], detail);
