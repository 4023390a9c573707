import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { type ArcChain, verifyArc } from "../../core/dkim/arc-chain.ts";
import { readArcSets } from "../../core/dkim/arc-sets.ts";
import { hashBodies } from "../../core/dkim/body.ts";
import { headerOf } from "../../core/dkim/signed-header.ts";
import { type DkimKey, NOTHING_KNOWN } from "../../core/knowledge.ts";
import { readMessage } from "../../core/message/reader.ts";
import { RUN_AT } from "./corpus.ts";

/** The recorded keys as proven look-ups would have brought them. */
export function keysOf(dns: ReadonlyMap<string, string>): readonly DkimKey[] {
  return [...dns].flatMap(([name, text]) => {
    const [, selector, domain] = /^(.+)\._domainkey\.(.+)$/.exec(name) ?? [];
    if (selector === undefined || domain === undefined) return [];
    return [{ domain, selector, state: "secure" as const, records: [text], at: RUN_AT }];
  });
}

/** What becomes of the ARC chain of a message; undefined where there is none. */
export async function chainOf(bytes: Uint8Array, keys: readonly DkimKey[]): Promise<ArcChain | undefined> {
  const message = readMessage(bytes);
  const sets = readArcSets(message);
  if (sets === undefined) return undefined;
  const bodies = await hashBodies(message, sets.kind === "sets" ? [sets.signature] : [], nobleEngine);
  const knowledge = { ...NOTHING_KNOWN, now: RUN_AT, dkimKeys: keys };
  return await verifyArc(sets, { header: headerOf(message), bodies, knowledge });
}
