import { createInterface } from "node:readline/promises";
import type { Result } from "../result.ts";
import { lowered, type RemoteAnswer, readRemoteAnswer } from "../trust/remote-answer.ts";
import { readRemoteUrl } from "../trust/remote-host.ts";
import { verify as verifyMessage } from "../verify.ts";
import { nodeEngine } from "./engine-node.ts";
import { EXIT, Failure } from "./failure.ts";
import { fetchAnswer } from "./fetch-answer.ts";
import { theOneMessage } from "./inputs.ts";
import { KNOWLEDGE_OPTIONS, knowledgeFor } from "./now.ts";
import { type Command, usage } from "./options.ts";
import { report, styleOf } from "./report.ts";
import { note, print } from "./terminal.ts";

/** `countersign ask`. */
export const ask: Command = {
  name: "ask",
  usage: "[options] MESSAGE",
  summary: "Asks the organisation that stamped a message whether it still stands by the receipt (its verify_url).",
  options: {
    ...KNOWLEDGE_OPTIONS,
    yes: { help: "do not ask whether to contact the host" },
  },
  details: `
The host learns your network address and that somebody reads this message now. Only a host that the trust record or
the organisation's own zone names is asked, only for a receipt with a true signature, over https, without a redirect,
for at most 5 seconds and 64 kB. The answer can make the verdict worse, never better.

Exit code: 0 nothing negative, 1 the message is CAUTION or ALERT, 2 nobody could be asked.`,
  async run(args) {
    const [path, more] = args.paths;
    if (path === undefined || more !== undefined) throw usage(ask, "name one message, or - for standard input");
    const found = await theOneMessage(path);
    const result = await verifyMessage(found.bytes, knowledgeFor(ask, args), nodeEngine);
    const { url, tags } = question(result);
    note(`${url.hostname} will learn your network address and that this message is being read.`);
    if (!args.flag("yes") && !(await confirmed(`Ask ${url.hostname}?`))) {
      throw new Failure("ASK_REFUSED", "nobody was asked", "--yes asks without this question.");
    }
    const answer = readRemoteAnswer(await fetchAnswer(url), tags);
    if (answer === "unusable") throw new Failure("ASK_FAILED", `${url.hostname} gave no answer to the question`);
    const after = lowered(result, answer);
    await print(report(found, after, styleOf()));
    await print(`${url.hostname}: ${WORDS[answer]}\n`);
    return after.badge === "CAUTION" || after.badge === "ALERT" ? EXIT.negative : EXIT.ok;
  },
};

const WORDS: Readonly<Record<Exclude<RemoteAnswer, "unusable">, string>> = {
  active: "the receipt is active; this adds nothing to what was checked here",
  unknown: "this receipt is not known there; this changes nothing",
  revoked: "the receipt has been withdrawn",
  "other-message": "this receipt belongs to another message",
};

/** What may be asked about a result, and where. */
function question(result: Result): { url: URL; tags: { rid: string; hdr_hash: string; ts: string } } {
  const { receipt } = result;
  if (receipt === undefined) throw new Failure("ASK_REFUSED", "the message has no receipt that could be asked about");
  if (receipt.verifyUrl === undefined) {
    throw new Failure(
      "ASK_REFUSED",
      receipt.signature === "true"
        ? "the host in the receipt is none that its organisation is known to use"
        : "the receipt's signature is not proven, so anybody could have chosen the host",
    );
  }
  const read = readRemoteUrl(receipt.verifyUrl);
  if ("fault" in read)
    throw new Failure("ASK_REFUSED", `the address in the receipt is not one to contact: ${read.fault}`);
  const { rid = "", hdr_hash = "", ts = "" } = receipt.tags;
  return { url: read.url, tags: { rid, hdr_hash, ts } };
}

async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(`${question} [y/N] `);
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}
