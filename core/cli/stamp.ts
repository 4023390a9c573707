import { randomBytes } from "node:crypto";
import { parseTime } from "../canonical/times.ts";
import { type MakeError, stamp as stampMessage } from "../gmp/make.ts";
import { readFrom } from "../message/address.ts";
import { toALabel } from "../message/domain.ts";
import { readMessage } from "../message/reader.ts";
import { isBelow } from "../trust/scope.ts";
import { nodeEngine } from "./engine-node.ts";
import { EXIT, Failure } from "./failure.ts";
import { handOver } from "./hand-over.ts";
import { theMessageOnInput } from "./inputs.ts";
import { type KeyFile, readKeyFile, readPassphrase, readSigningKey } from "./key-file.ts";
import { sameLineEnds } from "./line-ends.ts";
import { knowledgeFor, NOW_OPTION } from "./now.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { note, shown, withDetail } from "./terminal.ts";

/** `countersign stamp`. */
export const stamp: Command = {
  name: "stamp",
  usage: "--key FILE [options] < in > out\n       countersign stamp --key FILE [options] -- COMMAND ARGUMENT… < in",
  summary: "Stamps the message on standard input and writes it to standard output, or to COMMAND.",
  options: {
    key: {
      value: "FILE",
      many: true,
      required: true,
      help: "key file of keygen; of several the one whose time has come last is used",
    },
    "passphrase-file": { value: "FILE", help: "its passphrase (or set COUNTERSIGN_PASSPHRASE)" },
    kid: { value: "KID", help: "use this one of the keys" },
    org: { value: "DOMAIN", help: "the organisation; must be the one of the key" },
    domain: {
      value: "DOMAIN",
      many: true,
      help: "also stamp mail from this domain (its readers' trust records must list it)",
    },
    sender: { value: "ADDR", help: "sender_id where it is not the From address (needs a delegate in trust records)" },
    "policy-id": { value: "ID", help: "policy_id of the stamp" },
    "verify-url": { value: "URL", help: "verify_url; {rid} is replaced (default https://verify.DOMAIN/r/{rid})" },
    footer: { help: "add the receipt for readers without a verifier to the text" },
    simple: { help: "simple body form instead of relaxed: no change of blanks is forgiven" },
    replace: { help: "remove X-GuardMail fields that are there already instead of refusing the message" },
    "pass-unstampable": { help: "hand a message that cannot be stamped on as it is, and say so on standard error" },
    now: NOW_OPTION,
  },
  takesCommand: true,
  // A mail server keeps the message for this exit code and tries again: no mistake of ours may bounce or lose mail.
  failureExit: () => EXIT.tempfail,
  details: `
Mail is stamped only if its From domain is the key's organisation, a name below it, or a --domain. A message with LF
line ends comes out with LF line ends. COMMAND gets the stamped message on its standard input and is started only when
it is complete.

Exit code: 0 handed on; 75 on every failure, so that a mail server keeps the message and tries again; with COMMAND, its
own exit code. docs/stamping.md shows a Postfix that uses it.`,
  async run(args) {
    if (args.paths.length > 0) throw usage(stamp, `${args.paths[0]}: the message is read from standard input`);
    const now = knowledgeFor(stamp, args).now;
    const { path, file } = chooseKey(args, now);
    if (args.one("org") !== undefined && toALabel(args.one("org") ?? "") !== file.org_id) {
      throw new Failure("KEY_UNUSABLE", `${path} is a key of ${file.org_id}, not of ${args.one("org")}`);
    }
    const key = readSigningKey(path, readPassphrase(args.one("passphrase-file")));
    const input = await theMessageOnInput();
    const made =
      refusal(input, file.org_id, args.all("domain")) ??
      (await stampMessage(input, optionsFor(args, file, now), { ...file, privateKey: key.pkcs8 }, nodeEngine));
    if (made instanceof Uint8Array) return handOver(sameLineEnds(input, made), args.command);
    const why = typeof made === "string" ? made : sentenceOf(made);
    if (!args.flag("pass-unstampable")) throw new Failure("NOT_STAMPED", why);
    note(`countersign: NOT_STAMPED: ${why}; passed on as it is`);
    return handOver(input, args.command);
  },
};

/** The key to use: the one named, or of those whose time it is the one that began last. */
function chooseKey(args: Arguments, now: number): { path: string; file: KeyFile } {
  const begins = (file: KeyFile) => (file.notBefore === undefined ? 0 : (parseTime(file.notBefore) ?? Number.NaN));
  const ends = (file: KeyFile) => (file.notAfter === undefined ? Number.POSITIVE_INFINITY : parseTime(file.notAfter));
  const all = args.all("key").map((path) => ({ path, file: readKeyFile(path) }));
  const kid = args.one("kid");
  const named = all.filter(({ file }) => kid === undefined || file.kid === kid);
  if (named.length === 0) throw new Failure("KEY_UNUSABLE", `none of the keys has the kid ${kid}`);
  const usable = named.filter(({ file }) => begins(file) <= now && now <= (ends(file) ?? Number.NaN));
  usable.sort((a, b) => begins(b.file) - begins(a.file));
  const [best] = usable;
  if (best === undefined) {
    const kids = named.map(({ file }) => file.kid).join(", ");
    throw new Failure("KEY_UNUSABLE", `it is not the time of any of the keys (${kids})`, "See notBefore and notAfter.");
  }
  return best;
}

function optionsFor(args: Arguments, file: KeyFile, now: number) {
  const rid = randomBytes(20).toString("base64url");
  const [senderId, policyId] = [args.one("sender"), args.one("policy-id")];
  return {
    orgId: file.org_id,
    rid,
    time: now,
    verifyUrl: (args.one("verify-url") ?? `https://verify.${file.org_id}/r/{rid}`).replaceAll("{rid}", rid),
    footer: args.flag("footer"),
    replace: args.flag("replace"),
    ...(args.flag("simple") ? ({ bodyForm: "simple" } as const) : {}),
    ...(senderId === undefined ? {} : { senderId }),
    ...(policyId === undefined ? {} : { policyId }),
  };
}

/** What the library cannot know: whose mail this service stamps, and what servers on the way would add. */
function refusal(input: Uint8Array, org: string, more: readonly string[]): string | undefined {
  const message = readMessage(input);
  const domains = [org, ...more.map((domain) => toALabel(domain) ?? domain)];
  const from = readFrom(message).mailboxes;
  const foreign = from.find(({ domain }) => domain !== org && !isBelow(domain, org) && !domains.includes(domain));
  if (foreign !== undefined) return `From is ${shown(foreign.addrSpec)}, which is not mail of ${domains.join(", ")}`;
  if (message.fields.some((field) => field.lowerName === "message-id")) return undefined;
  return "there is no Message-ID; a server that adds one later would break the receipt";
}

const FAULTS: Readonly<Record<MakeError["fault"], string>> = {
  option: "a value cannot stand in a stamp",
  limit: "the message is beyond what verifiers read",
  ambiguous: "mail programs could read the message differently",
  from: "From does not name exactly one address that can be stamped",
  date: "Date is missing, or more than a day away from now",
  "stamped-already": "there is a receipt already (--replace removes it)",
  "footer-impossible": "the text cannot take a footer",
  "footer-present": "the text holds something that looks like a receipt",
  key: "the key could not sign",
};

const sentenceOf = ({ fault, detail }: MakeError) => withDetail(FAULTS[fault], detail);
