import type { AnswerFault } from "../dns/query.ts";
import { RESOLVERS } from "../dns/resolvers.ts";
import type { Ask } from "../lookup/look-up.ts";
import { readRemoteUrl } from "../trust/remote-host.ts";
import { exchange } from "./doh.ts";
import { type Arguments, type Command, type Option, usage } from "./options.ts";

/** `--resolver`. */
export const RESOLVER_OPTION: Option = {
  value: "URL",
  help: `whom to ask instead of ${RESOLVERS.map(({ url }) => new URL(url).hostname).join(", then ")}`,
};

/**
 * Who is asked about DNS: the resolver that was named, else the first of ours that can be reached.
 * @throws Failure `USAGE`
 */
export function asker(command: Pick<Command, "name">, args: Arguments): Ask {
  const own = args.one("resolver");
  const resolvers = (own === undefined ? RESOLVERS.map(({ url }) => url) : [own]).map((text) => {
    const read = readRemoteUrl(text);
    if ("fault" in read) throw usage(command, `--resolver ${text} is not one to contact: ${read.fault}`);
    return read.url;
  });
  return async (question) => {
    let answer: Uint8Array | AnswerFault = "NO_CONNECTION";
    for (const url of resolvers) if (answer === "NO_CONNECTION") answer = await exchange(url, question);
    return answer;
  };
}
