import { hostname } from "node:os";
import { join } from "node:path";
import { evaluatePolicy, mergePolicies, type PolicyOutcome } from "../ipp/evaluate.ts";
import type { Knowledge } from "../knowledge.ts";
import { readFrom } from "../message/address.ts";
import { toALabel } from "../message/domain.ts";
import { readMessage } from "../message/reader.ts";
import type { PolicyLayers, RecipientPolicy } from "../policies.ts";
import type { DeclarationResult, Result } from "../result.ts";
import { verify } from "../verify.ts";
import { type Address, readAddress } from "./address.ts";
import { nodeEngine } from "./engine-node.ts";
import { EXIT, Failure } from "./failure.ts";
import { fetchAnswer } from "./fetch-answer.ts";
import { exists } from "./files.ts";
import { annotated } from "./filter-field.ts";
import { type SenderSearch, searchSender } from "./filter-lookup.ts";
import { handOver } from "./hand-over.ts";
import { theMessageOnInput } from "./inputs.ts";
import { readPolicyFile } from "./ipp-files.ts";
import { knowledgeFor, NOW_OPTION } from "./now.ts";
import { type Arguments, type Command, usage } from "./options.ts";
import { fileName } from "./published-name.ts";
import { asker, RESOLVER_OPTION } from "./resolver.ts";
import { note } from "./terminal.ts";

/** `countersign ipp filter`. */
export const ippFilter: Command = {
  name: "ipp filter",
  usage: "--recipient ADDR [options] -- COMMAND ARGUMENT… < in",
  summary: "The recipient's mail server: checks a message against the recipient's policy, annotates or refuses it.",
  options: {
    recipient: { value: "ADDR", required: true, help: "the one recipient of this copy, as in the envelope" },
    policies: {
      value: "DOMAIN=DIR",
      many: true,
      help: "folder that ipp publish wrote for a domain: NAME.pol for NAME@DOMAIN",
    },
    managed: { value: "FILE", help: "the administrator's policy for everybody; goes before the published one" },
    knowledge: { value: "FILE", help: "certificates of senders, kept there by ipp check --keep" },
    "look-up": {
      help: "look for the certificate of a sender of whom none is kept: in the DNS, proven\nwith DNSSEC, then at the place that it names",
    },
    resolver: RESOLVER_OPTION,
    cache: { value: "DIR", help: "with --look-up: keep what was found here for an hour" },
    host: { value: "NAME", help: "name of this mail server in IPP-Result (default the machine's)" },
    "annotate-only": { help: "refuse nothing, say only what would have been refused" },
    now: NOW_OPTION,
  },
  takesCommand: true,
  // Neither delivered unchecked nor bounced: the mail server keeps the message until the mistake is mended.
  failureExit: () => EXIT.tempfail,
  details: `
Without COMMAND the message goes to standard output. An IPP-Result field that is there already is removed, whoever wrote it.
Nobody is contacted without --look-up. With it, a sender whose certificate cannot be had now is no reason to refuse or to
keep a message: it is annotated. Only mode enforce refuses; mode testing, none, and no policy at all only annotate.

Exit code: 0 handed on; 77 refused, the reason on standard error; 75 on every failure, so that a mail server keeps the
message and tries again; with COMMAND, its own exit code. docs/receiving.md shows a Postfix that uses it.`,
  async run(args) {
    if (args.paths.length > 0) throw usage(ippFilter, `${args.paths[0]}: the message is read from standard input`);
    const recipient = readAddress(ippFilter, "--recipient", args.one("recipient") ?? "");
    const host = toALabel(args.one("host") ?? hostname());
    if (host === undefined) throw usage(ippFilter, "--host is no host name");
    const layers = layersFor(args, recipient);
    const search = searchOf(args);
    const knowledge = { ...knowledgeFor(ippFilter, args), ...asReader(recipient.address, layers) };
    const input = await theMessageOnInput();
    const { result, later } = await judged(input, knowledge, search);
    const policy = decision(mergePolicies(layers), result);
    const found = declarationResult(result);
    const refuses = policy?.mode === "enforce" && policy.action === "reject" && !args.flag("annotate-only");
    // What could not be looked up now is no proof that nothing was signed.
    if (refuses && !(later && policy.because === "signed")) {
      // Mail servers take the enhanced status code (RFC 3463) from the beginning of the reason.
      note(`5.7.1 The policy of ${recipient.address} does not accept this message: ${reason(policy, found)}`);
      return EXIT.refused;
    }
    const { declaration } = result;
    const annotation = { host, result: found, later, ...(declaration && { declaration }), ...(policy && { policy }) };
    return handOver(annotated(input, annotation), args.command);
  },
};

/** How senders are looked for, if at all. */
function searchOf(args: Arguments): SenderSearch | undefined {
  const [cache, resolver] = [args.one("cache"), args.one("resolver")];
  if (!args.flag("look-up")) {
    if (cache !== undefined || resolver !== undefined)
      throw usage(ippFilter, "--resolver and --cache belong to --look-up");
    return undefined;
  }
  return { ask: asker(ippFilter, args), fetch: fetchAnswer, ...(cache !== undefined && { cache }) };
}

/**
 * The result for a message; where only the sender's certificate is missing, it is looked for. A declaration in the name of
 * another address than From makes nobody ask about that address: it is unbound whatever is found.
 * @returns also whether a certificate may be found another time
 */
async function judged(input: Uint8Array, knowledge: Knowledge, search: SenderSearch | undefined) {
  const result = await verify(input, knowledge, nodeEngine);
  const { address, result: found } = result.declaration ?? {};
  if (search === undefined || found !== "no-key" || address === undefined) return { result, later: false };
  const [from, ...others] = readFrom(readMessage(input)).mailboxes;
  if (others.length > 0 || from === undefined || `${from.localPart}@${from.domain}` !== address)
    return { result, later: false };
  const all = knowledge.senderCertificates ?? [];
  const pinned = all.find((entry) => entry.address === address);
  const sender = await searchSender(address, knowledge.now, search, pinned);
  if (sender.kind !== "found") return { result, later: sender.kind === "later" };
  const senderCertificates = [...all.filter((entry) => entry !== pinned), sender.certificates];
  return { result: await verify(input, { ...knowledge, senderCertificates }, nodeEngine), later: false };
}

/** What the recipient's own program would know about whose mail this is. */
const asReader = (address: string, layers: PolicyLayers) => ({
  account: { addresses: [address], here: [address], authserv: [] },
  policies: [{ address, ...layers }],
});

/** Policies come from this server's own folders, whatever a message says (IPP-05). */
function layersFor(args: Arguments, { localPart, domain }: Address): PolicyLayers {
  const managed = args.one("managed");
  const folders = args.all("policies").map((text) => {
    const at = text.indexOf("=");
    const [name, dir] = [toALabel(text.slice(0, Math.max(at, 0))), text.slice(at + 1)];
    if (name === undefined || dir === "") throw usage(ippFilter, `--policies ${text} is no DOMAIN=DIR`);
    if (!exists(dir)) throw new Failure("FILE_UNREADABLE", `cannot read ${dir}: no such file or folder`);
    return { name, dir };
  });
  const name = fileName(localPart);
  const paths = folders.filter((folder) => folder.name === domain).map(({ dir }) => join(dir, `${name}.pol`));
  const published = name === undefined ? undefined : paths.find(exists);
  return {
    ...(managed !== undefined && { managed: readPolicyFile(managed).policy }),
    ...(published !== undefined && { published: readPolicyFile(published).policy }),
  };
}

type Decided = PolicyOutcome & Pick<RecipientPolicy, "mode">;

/** What the policy says; a message of which nothing can be read is none that is signed, or declared to be anything. */
function decision(policy: RecipientPolicy | undefined, { advice }: Result): Decided | undefined {
  if (policy === undefined || policy.mode === "none") return undefined;
  const { action, because, rule } = advice ?? evaluatePolicy(policy, { signed: false, encrypted: false });
  return { mode: policy.mode, action, because, ...(rule !== undefined && { rule }) };
}

function declarationResult({ declaration, lines }: Result): DeclarationResult {
  if (declaration !== undefined) return declaration.result;
  return lines.some(({ system, code }) => system === "ipp" && code === "malformed") ? "malformed" : "none";
}

function reason({ because, rule = 0 }: Decided, found: DeclarationResult): string {
  const reasons = {
    rule: `messages like this one are refused (rule ${rule + 1})`,
    default: "only messages that it names are accepted",
    signed: `it asks for a signed declaration (IPP-Declaration is: ${found})`,
    encrypted: "it asks for encryption",
  };
  return reasons[because];
}
