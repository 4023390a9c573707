import type { SealedResults } from "../evidence.ts";
import { unfoldedValue } from "../message/display.ts";
import type { Message } from "../message/message.ts";
import type { Line, Want } from "../result.ts";
import { type ArcChain, verifyArc } from "./arc-chain.ts";
import { type ArcSets, readArcSets } from "./arc-sets.ts";
import type { BodyForm } from "./body.ts";
import { type Dkim2Chain, readDkim2, verifyDkim2 } from "./dkim2.ts";
import type { Circumstances } from "./judge.ts";

/** What forwarders wrote into a message, as far as its form goes. */
export interface Forwarders {
  readonly arc: ArcSets | undefined;
  readonly dkim2: ReturnType<typeof readDkim2>;
}

/** What is worth telling about chains of forwarders: information, never credit and never an alarm (AR-12). */
export interface ForwarderFindings {
  readonly lines: readonly Line[];
  /** For each chain, the one key that would bring its check a step further. */
  readonly wants: readonly Want[];
  readonly sealed?: SealedResults;
}

/** Reads ARC and DKIM2 fields; undefined where there are none. */
export function readForwarders(message: Message): Forwarders | undefined {
  const [arc, dkim2] = [readArcSets(message), readDkim2(message)];
  return arc === undefined && dkim2 === undefined ? undefined : { arc, dkim2 };
}

/** The forms of the body that the chains speak about. */
export const forwardedBodies = ({ arc, dkim2 }: Forwarders): readonly BodyForm[] => [
  ...(arc?.kind === "sets" ? [arc.signature] : []),
  ...(dkim2?.kind === "fields" ? [{ bodyForm: "simple" } as const] : []),
];

/** Checks both chains with the keys that are known. */
export async function checkForwarders(read: Forwarders, circumstances: Circumstances): Promise<ForwarderFindings> {
  const arc = read.arc && (await verifyArc(read.arc, circumstances));
  const dkim2 = read.dkim2 && (await verifyDkim2(read.dkim2, circumstances));
  const sealed = arc && sealedResults(arc, circumstances.header.message);
  return {
    lines: [...(arc ? arcLines(arc) : []), ...(dkim2 ? dkim2Lines(dkim2) : [])],
    wants: [arc, dkim2].flatMap(wantsOf),
    ...(sealed && { sealed }),
  };
}

const line = (code: string, params: Line["params"] = {}): Line => ({ system: "dkim", code, params });

function arcLines(chain: ArcChain): Line[] {
  if (chain.kind === "malformed") return [line("arc-malformed")];
  const { domain } = chain;
  if (chain.kind === "failed" || chain.kind === "changed") return [line(`arc-${chain.kind}`, { domain })];
  const told = { domain, forwarders: listed(chain.sets.map(({ seal }) => seal.domain)) };
  if (chain.kind !== "true") return [line(chain.kind === "open" ? "arc" : "arc-broken", told)];
  return [line(chain.proven ? "arc-true" : "arc-unproven", told)];
}

function dkim2Lines(chain: Dkim2Chain): Line[] {
  if (chain.kind === "malformed") return [line("dkim2-malformed")];
  const { domain } = chain;
  if (chain.kind === "changed") return [line("dkim2-changed", { domain })];
  const told = { domain, signers: listed(chain.signers) };
  if (chain.kind !== "true") return [line(chain.kind === "open" ? "dkim2" : "dkim2-broken", told)];
  const { proven, revisers, gap } = chain;
  return [
    line(proven ? "dkim2-true" : "dkim2-unproven", told),
    // Only what true signatures say is somebody's word.
    ...(revisers.length > 0 ? [line("dkim2-revised", { domains: listed(revisers) })] : []),
    ...(gap === undefined ? [] : [line("dkim2-gap", { domain: gap })]),
  ];
}

/** Each once, in the order of the way. */
const listed = (names: readonly string[]) => [...new Set(names)].join(", ");

function wantsOf(chain: ArcChain | Dkim2Chain | undefined): Want[] {
  const missing = chain?.kind === "open" ? chain.missing : undefined;
  return missing === undefined ? [] : [{ kind: "dkim-key", ...missing }];
}

/** Of a chain that is not true, anybody may have written it: nothing of that is told. */
function sealedResults(chain: ArcChain, message: Message): SealedResults | undefined {
  const first = chain.kind === "true" ? chain.sets[0] : undefined;
  if (first === undefined) return undefined;
  const text = unfoldedValue(message, first.results);
  return { domain: first.seal.domain, value: text.slice(text.indexOf(";") + 1) };
}
